"""What needs a person: each with a day, a verb and one line of why.

A need names OFFICIAL-SENSITIVE things by their number only, so that a page of needs stays OFFICIAL.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.text import Truncator

from actions.models import Action
from groups.access import groups_of, hats_of
from groups.bound import last_accepted_at
from groups.custody import orphans_in
from groups.leaves import leaf_of
from groups.models import PAPG, Acceptance, Deputyship, Membership, TermsAnswer, TermsReply, TermsVersion
from groups.roles import Permission, Role
from groups.sensitivity import LOOKERS_ON
from groups.terms_notices import BEFORE_REVIEW
from groups.wishes import wishes_for
from maturity.models import Answer, Assessment, asked_of
from meetings.models import Meeting, Minutes, Nomination

LINE = 110  # characters of a text that may stand in one line of why


@dataclass(frozen=True)
class Need:
    group: PAPG
    says: str
    why: str
    url: str
    day: date | None = None


def soonest_first(needs):
    return sorted(needs, key=lambda need: (need.day is None, need.day or date.max))


def needs_of(user, groups, *, meetings, actions, answers):
    """`groups` as groups_in_hand gives them, `meetings` as overview.coming does, the rest as far as the user reads."""
    hats = [hat for hat in hats_of(user) if hat.group_id in {group.pk for group in groups}]
    by_id = {group.pk: group for group in groups}
    found = [
        *_undertakings(by_id, hats),
        *_terms_asked(by_id, hats),
        *_objections(by_id, hats),
        *_reviews(by_id, hats),
        *_to_be_set_up(groups, hats),
        *_seats_to_confirm(groups, hats),
        *_deputies_to_confirm(by_id, hats),
        *_second_answers(user, by_id, hats),
        *_without_reader(by_id, hats),
        *_attendances(by_id, meetings, hats),
        *_updates(by_id, meetings, hats),
        *_minutes(by_id, meetings, hats),
        *_actions(by_id, actions, hats),
        *_answers(by_id, answers),
    ]
    return soonest_first(found)


def short(thing):
    """The beginning of what is to be done, unless it is sensitive."""
    return "" if thing.is_sensitive else Truncator(thing.text).chars(LINE)


def day_of(moment):
    return timezone.localtime(moment).date()


def spoken(moment):
    return written(timezone.localtime(moment), "l j F")


def seats_of(hats):
    return {hat.seat_id for hat in hats if hat.seat_id}


def groups_where(hats, permission):
    return {hat.group_id for hat in hats if permission in hat.permissions}


# Seats ----------------------------------------------------------------------------------------------------------------


def groups_in_hand(user):
    """This person's groups, with who leads them and the names that wait to be confirmed."""
    leaders = Membership.objects.active().filter(group=OuterRef("pk"), role__in=[Role.CHAIR, Role.SECRETARY])
    return groups_of(user).annotate(
        leaders=ArraySubquery(leaders.order_by("role", "starts_at").values(json=JSONObject(name="name", role="role"))),
        seats_waiting=_waiting(Membership, user),
        deputies_waiting=_waiting(Deputyship, user),
        nominations_waiting=_nominations_waiting(user),
        terms_put=_terms_put(),
        terms_review_on=_terms_review_on(),
        has_met=Exists(Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.HELD)),
        has_confirmer=Exists(leaders.exclude(confirmed_by=None)),
        undertaking_accepted_at=last_accepted_at(user, "pk"),
    )


def _to_be_set_up(groups, hats):
    keeps = groups_where(hats, Permission.MANAGE_MEMBERS)
    for group in groups:
        if group.pk in keeps and not group.has_met:
            yield Need(
                group,
                "Set the group up, a step after the other",
                "From the first invitation to a year of dates and the terms of reference. The list shows what is done.",
                reverse("overview:group_start", args=[group.public_id]),
            )


def _waiting(kind_of_seat, user):
    seats = kind_of_seat.objects.active().filter(group=OuterRef("pk"), confirmed_by=None)
    return ArraySubquery(seats.exclude(user=user).exclude(granted_by=user).order_by("name").values("name"))


def _nominations_waiting(user):
    sent = Nomination.objects.active().filter(group=OuterRef("pk"), confirmed_by=None)
    about = JSONObject(name="name", public_id="public_id")
    return ArraySubquery(sent.exclude(user=user).exclude(granted_by=user).order_by("name").values(json=about))


def _seats_to_confirm(groups, hats):
    confirms = groups_where(hats, Permission.CONFIRM_MEMBERS)
    owns = {hat.group_id for hat in hats if hat.role == Role.SENIOR_OWNER}
    for group in groups:
        names = [*group.seats_waiting, *group.deputies_waiting]
        if names and (group.pk in confirms or (group.pk in owns and not group.has_confirmer)):
            yield Need(
                group,
                f"Confirm the seat of {names[0]}" if len(names) == 1 else f"Confirm {len(names)} seats",
                "Until somebody inside the group confirms a seat, nothing OFFICIAL-SENSITIVE opens to it.",
                reverse("groups:member_list", args=[group.public_id]),
            )


def _deputies_to_confirm(by_id, hats):
    confirms = groups_where(hats, Permission.CONFIRM_MEMBERS)
    for group in (by_id[group_id] for group_id in confirms):
        for nomination in group.nominations_waiting:
            yield Need(
                group,
                f"Confirm {nomination['name']} for one meeting",
                "They stand in for a member this time. Until then nothing OFFICIAL-SENSITIVE opens to them.",
                reverse("meetings:nomination_confirm", args=[nomination["public_id"]]),
            )


def _second_answers(user, by_id, hats):
    groups = groups_where(hats, Permission.SET_AUDIENCE)
    for wish, thing in wishes_for(user, groups) if groups else []:
        leaf = leaf_of(thing)
        yield Need(
            by_id[wish.group_id],
            f"Agree or refuse: who may read {leaf.called(thing).lower()}",
            "Somebody asks that more people read it, and it takes a second person.",
            reverse(leaf.page, args=[thing.public_id]),
        )


def _without_reader(by_id, hats):
    groups = groups_where(hats, Permission.RESTORE_CUSTODY)
    found = Counter(orphan.group_id for orphan in orphans_in(groups)) if groups else {}
    for group_id, number in found.items():
        yield Need(
            by_id[group_id],
            f"Name a reader for what nobody reads any more: {number}",
            "Those who were named have left. Chair and senior owner do this together.",
            reverse("groups:custody_list", args=[by_id[group_id].public_id]),
        )


def _undertakings(by_id, hats):
    bound = {hat.group_id: hat.undertaken for hat in hats if hat.seat_id and hat.role not in LOOKERS_ON}
    for group_id, holds in bound.items():
        group = by_id[group_id]
        last = Acceptance(at=group.undertaking_accepted_at) if group.undertaking_accepted_at else None
        if not holds or last.runs_out_soon:
            yield Need(
                group,
                "Accept the handling undertaking again" if last else "Accept the handling undertaking",
                _why_accept(holds, last),
                reverse("groups:undertaking_accept", args=[group.public_id]),
                day_of(last.holds_until) if last else timezone.localdate(),
            )


def _why_accept(holds, last):
    closed = "Until you do, the OFFICIAL-SENSITIVE parts of this group stay closed to you. It holds for a year."
    if not last:
        return closed
    runs_out = spoken(last.holds_until)
    return f"It runs out on {runs_out}; accept it again." if holds else f"It ran out on {runs_out}. {closed}"


# Terms of reference ---------------------------------------------------------------------------------------------------


def _terms_put():
    """The version that is with the members, if there is one, with all that was said about it, oldest first."""
    replied = Exists(TermsReply.objects.filter(objection=OuterRef("pk")))
    fields = {name: name for name in ["public_id", "seat_id", "name", "stands_in", "agrees"]}
    said = TermsAnswer.objects.filter(version=OuterRef("pk")).order_by("pk")
    put = TermsVersion.objects.filter(group=OuterRef("pk"), state=TermsVersion.State.PUT)
    lines = ArraySubquery(said.values(json=JSONObject(**fields, replied=replied)))
    return ArraySubquery(put.values(json=JSONObject(public_id="public_id", number="number", said=lines)))


def _terms_review_on():
    return Subquery(TermsVersion.objects.agreed().filter(group=OuterRef("pk")).values("review_on")[:1])


def _voice_of(terms, seat_id):
    """What counts of that seat: the member's own word, or else the deputy's; None while it is silent."""
    said = [answer for answer in terms["said"] if answer["seat_id"] == seat_id]
    own = [answer for answer in said if not answer["stands_in"]]
    return (own or said or [None])[-1]


def _terms_asked(by_id, hats):
    for hat in [hat for hat in hats if Permission.AGREE_TERMS in hat.permissions]:
        for terms in by_id[hat.group_id].terms_put:
            voice = _voice_of(terms, hat.seat_id)
            if voice is None:
                says, why = "Say whether you agree to the terms of reference {}", "Agree, or object with a reason."
            elif not voice["agrees"] and voice["replied"]:
                says, why = (
                    "Read the answer to your objection to the terms {}",
                    "You may change your mind, or let it stand.",
                )
            else:
                continue
            page = reverse("groups:terms_answer", args=[terms["public_id"]])
            yield Need(by_id[hat.group_id], says.format(terms["number"]), why, page)


def _objections(by_id, hats):
    for group in (by_id[group_id] for group_id in groups_where(hats, Permission.PUT_TERMS_TO_MEMBERS)):
        for terms in group.terms_put:
            voices = [_voice_of(terms, seat_id) for seat_id in {answer["seat_id"] for answer in terms["said"]}]
            for voice in voices:
                if not voice["agrees"] and not voice["replied"]:
                    yield Need(
                        group,
                        f"Answer the objection of {voice['name']}",
                        f"The terms {terms['number']} cannot be adopted before each objection has an answer.",
                        reverse("groups:terms_objection_answer", args=[voice["public_id"]]),
                    )


def _reviews(by_id, hats):
    """For who writes the terms, from four weeks before the day."""
    for group in (by_id[group_id] for group_id in groups_where(hats, Permission.EDIT_TERMS)):
        day = group.terms_review_on
        if day and day <= timezone.localdate() + BEFORE_REVIEW and not group.terms_put:
            yield Need(
                group,
                "Review the terms of reference",
                "Begin a new draft with the words of today, and put it to the members.",
                reverse("groups:terms_detail", args=[group.public_id]),
                day,
            )


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


def _minutes(by_id, meetings, hats):
    for meeting in meetings:
        minutes = meeting.record if meeting.state == Meeting.State.HELD else None
        if minutes is None or minutes.state not in MINUTES_NEED:
            continue
        permission, says, why = MINUTES_NEED[minutes.state]
        if meeting.group_id in groups_where(hats, permission):
            yield Need(
                by_id[meeting.group_id],
                says.format(day=written(timezone.localtime(meeting.starts_at), "j F")),
                why,
                reverse("meetings:minutes_detail", args=[minutes.public_id]),
            )


# Actions and answers --------------------------------------------------------------------------------------------------


def pressing_actions(user, groups):
    return Action.objects.visible_to(user).filter(group__in=groups).held_by(user).pressing()


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


def asked_answers(user, groups):
    asked = Answer.objects.visible_to(user).filter(group__in=groups, **answers_asked_of(user))
    return asked.select_related("criterion", "assessment")


def _answers(by_id, answers):
    for answer in answers:
        yield Need(
            by_id[answer.group_id],
            f"Answer criterion {answer.criterion.code}: {answer.criterion.title}",
            f"You were asked for it. {answer.assessment}.",
            reverse("maturity:answer_write", args=[answer.public_id]),
        )
