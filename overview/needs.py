"""What needs a person: each with a day, a verb and one line of why.

A need names OFFICIAL-SENSITIVE things by their number only, so that a page of needs stays OFFICIAL.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written

from actions.models import Action
from groups.access import hats_of
from groups.built_for_readers import built_once_for_readers
from groups.roles import Permission
from maturity.models import Answer, Assessment, asked_of
from meetings.models import Escalation, Meeting, Minutes
from overview.decision_needs import reviews_of_decisions
from overview.group_needs import (
    access_to_review,
    authorities_to_let_in,
    deputies_to_confirm,
    objections,
    reports_owed,
    reviews,
    seats_to_confirm,
    second_answers,
    subgroups_that_end,
    terms_asked,
    to_be_set_up,
    undertakings,
    without_reader,
)
from overview.need import Need, day_of, groups_where, seats_of, short, soonest_first, spoken
from overview.paper_needs import papers_to_answer


def needs_of(user, groups, *, meetings, actions, answers):
    """`groups` as groups_in_hand gives them, `meetings` as overview.coming does, the rest as far as the user reads."""
    hats = [hat for hat in hats_of(user) if hat.group_id in {group.pk for group in groups}]
    by_id = {group.pk: group for group in groups}
    found = [
        *undertakings(by_id, hats),
        *terms_asked(by_id, hats),
        *objections(by_id, hats),
        *reviews(by_id, hats),
        *to_be_set_up(groups, hats),
        *seats_to_confirm(groups, hats),
        *access_to_review(by_id, hats),
        *deputies_to_confirm(by_id, hats),
        *authorities_to_let_in(groups, hats),
        *second_answers(user, by_id, hats),
        *without_reader(by_id, hats),
        *_attendances(by_id, meetings, hats),
        *_updates(by_id, meetings, hats),
        *_minutes(by_id, meetings, hats),
        *papers_to_answer(groups, hats),
        *_escalations(by_id, hats),
        *reports_owed(by_id, hats),
        *subgroups_that_end(groups, hats),
        *reviews_of_decisions(by_id, hats),
        *_actions(by_id, actions, hats),
        *_answers(by_id, answers),
    ]
    return soonest_first(found)


# Meetings -------------------------------------------------------------------------------------------------------------


def _attendances(by_id, meetings, hats):
    own = {hat.group_id for hat in hats if hat.seat_id and not hat.stands_in}
    for meeting in meetings:
        if meeting.is_planned and meeting.group_id in own and not meeting.is_answered:
            yield Need(
                by_id[meeting.group_id],
                f"Say whether you come on {spoken(meeting.starts_at)}",
                "If you cannot, say which deputy comes for you.",
                reverse("meetings:attendance_answer", args=[meeting.public_id]),
                day_of(meeting.starts_at),
            )


def _updates(by_id, meetings, hats):
    mine = seats_of([hat for hat in hats if Permission.FILE_CONTRIBUTION in hat.permissions])
    for meeting in [meeting for meeting in meetings if meeting.is_planned]:
        for item in meeting.items_in_hand:
            if item.owner_id in mine and not item.is_filed:
                yield _update(by_id[meeting.group_id], meeting, item)


def _update(group, meeting, item):
    says = (
        "Write your update for item {number}" if item.is_sensitive else "Write your update for item {number}: {title}"
    )
    return Need(
        group,
        says.format(number=item.number, title=item.title),
        f"For the meeting on {spoken(meeting.starts_at)}. “Nothing to report” is an answer, too.",
        reverse("meetings:contribution_write", args=[item.public_id]),
        day_of(meeting.starts_at),
    )


def _escalations(by_id, hats):
    """For the senior owner, which asks the database for nobody else."""
    groups = groups_where(hats, Permission.ANSWER_ESCALATION)
    for asked in Escalation.objects.unanswered().filter(group__in=groups).order_by("number") if groups else []:
        yield Need(
            by_id[asked.group_id],
            f"Answer escalation {asked.number}",
            "The chair asked you for something that the group cannot settle itself.",
            reverse("meetings:escalation_answer", args=[asked.public_id]),
            asked.reply_by,
        )


MINUTES_NEED = {  # state: whose turn it is, what to do, why
    Minutes.State.DRAFT: (
        Permission.EDIT_MINUTES,
        "Finish the minutes of {day}",
        "They are a draft; nobody else can read them before they go to the chair or are circulated.",
    ),
    Minutes.State.AT_CHAIR: (
        Permission.APPROVE_MINUTES,
        "Check the minutes of {day}",
        "The secretary has them ready to be circulated.",
    ),
    Minutes.State.CIRCULATED: (
        Permission.APPROVE_MINUTES,
        "Approve the minutes of {day}",
        "They are circulated. Once approved, nobody can change them.",
    ),
}


CORRECTION = (
    Permission.EDIT_MINUTES,
    "Answer a correction to the minutes of {day}",
    "Somebody says that they should say something else. They are not approved before it is answered.",
)


def _minutes(by_id, meetings, hats):
    for meeting in meetings:
        minutes = meeting.record if meeting.state == Meeting.State.HELD else None
        turns = [MINUTES_NEED.get(minutes.state)] if minutes else []
        if minutes and meeting.has_correction:
            turns.append(CORRECTION)
        for permission, says, why in filter(None, turns):
            if meeting.group_id in groups_where(hats, permission):
                yield Need(
                    by_id[meeting.group_id],
                    says.format(day=written(timezone.localtime(meeting.starts_at), "j F")),
                    why,
                    reverse("meetings:minutes_detail", args=[minutes.public_id]),
                )


# Actions and answers --------------------------------------------------------------------------------------------------


@built_once_for_readers
def pressing_actions(reader, *groups):
    return Action.objects.visible_to(reader).filter(group__in=groups).held_by(reader).pressing()


def _actions(by_id, actions, hats):
    mine = seats_of(hats)
    for action in actions:
        if action.owner_id in mine and (action.is_overdue or action.is_due_soon):
            yield Need(
                by_id[action.group_id],
                f"Report on action {action.number}",
                short(action),
                reverse("actions:action_detail", args=[action.public_id]),
                action.due_on,
            )


def answers_asked_of(user):
    """The clause of answers that this person was asked for and has not given."""
    return {"assessment__state": Assessment.State.ANSWERING, "answered_at": None, "pk__in": asked_of(user)}


@built_once_for_readers
def asked_answers(reader, *groups):
    asked = Answer.objects.visible_to(reader).filter(group__in=groups, **answers_asked_of(reader))
    return asked.select_related("criterion", "assessment")


def _answers(by_id, answers):
    for answer in answers:
        yield Need(
            by_id[answer.group_id],
            f"Answer criterion {answer.criterion.code}: {answer.criterion.title}",
            f"You were asked for it. {answer.assessment}.",
            reverse("maturity:answer_write", args=[answer.public_id]),
        )
