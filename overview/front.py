"""The front page of a group, and the home page over all one's groups, as one reader sees them."""

from dataclasses import dataclass

from django.db.models import Q

from actions.models import Action
from actions.rag import count_by_rag
from groups.built_for_readers import built_once_for_readers
from groups.markings import highest_marking
from groups.models import Office
from groups.roles import READ_THE_LOG, Role
from lib.built_once import built_once
from maturity import scoring
from maturity.models import Answer, Assessment
from meetings.decision_log import decisions_for
from meetings.invited import invitations_of
from meetings.models.minutes import OUT
from overview.coming import meetings_in_hand, next_of, tally_of
from overview.drift import agreed_terms, drift_of
from overview.group_needs import groups_in_hand
from overview.needs import answers_asked_of, asked_answers, needs_of, pressing_actions
from overview.subgroups import lines_of
from overview.table import table_of

RECENT = 4


def home_of(user):
    groups = groups_in_hand(user)
    keys = [group.pk for group in groups]
    meetings = meetings_in_hand(user, *keys)
    needs = needs_of(
        user,
        groups,
        meetings=meetings,
        actions=pressing_actions(user, *keys),
        answers=asked_answers(user, *keys),
    )
    for group in groups:
        group.next_meeting = next_of([meeting for meeting in meetings if meeting.group_id == group.pk])
    return {
        "needs": needs,
        "needs_you_count": len(needs),
        "my_groups": groups,
        "invitations": invitations_of(user),
        **authorities_of(user),
    }


def authorities_of(user):
    """Those in which this person holds an office that has a page of its own."""
    held = [(office.authority, office.role) for office in _offices_of(user.pk)]
    return {
        "administered": [authority for authority, role in held if role == Role.ADMINISTRATOR],
        "audited": [authority for authority, role in held if role in READ_THE_LOG],
    }


@built_once
def _offices_of(person):
    return Office.objects.active().filter(user=person).select_related("authority").order_by("authority__name")


def front_of(group, user):
    """(what the page shows, the sensitive things among it)."""
    groups = groups_in_hand(user, more=agreed_terms)
    [here] = [one for one in groups if one == group]
    meetings = meetings_in_hand(user, here.pk)
    actions = _open_actions(user, group.pk)
    answers = _answers(user, group.pk)
    decisions = _decisions(user, group.pk)
    results = results_of([answer for answer in answers if answer.assessment.is_closed])
    asked = [answer for answer in answers if not answer.assessment.is_closed]
    needs = needs_of(user, [here], meetings=meetings, actions=actions, answers=asked)
    meeting = next_of(meetings)
    shown = [*decisions, *(results.answers if results else [])]
    return {
        "needs": needs,
        "needs_you_count": len(needs),
        "my_groups": groups,
        "leaders": [{**leader, "role": Role(leader["role"]).label} for leader in here.leaders],
        "meeting": meeting,
        "tally": tally_of(meeting) if meeting else {},
        "drift": drift_of(here),
        "table": table_of(group),
        "counts": count_by_rag(actions),
        "decisions": decisions,
        "results": results,
        "parent": here.parent,
        "subgroups": lines_of(here, meeting),
        "marking": highest_marking(shown),
    }, shown


@built_once_for_readers
def _open_actions(reader, group):
    return Action.objects.visible_to(reader).open().filter(group=group)


@built_once_for_readers
def _decisions(reader, group):
    out = decisions_for(reader, group).filter(minutes__state__in=OUT)
    return out.order_by("-number")[:RECENT]


@built_once_for_readers
def _answers(reader, group):
    """Those of the assessment closed last, and those that the reader was asked for."""
    last_closed = Assessment.objects.filter(group=group, state=Assessment.State.CLOSED).order_by("-closed_at")
    wanted = Q(assessment=last_closed.values("pk")[:1]) | Q(**answers_asked_of(reader))
    answers = Answer.objects.visible_to(reader).filter(wanted, group=group).with_criteria()
    return answers.select_related("assessment__framework", "criterion__theme")


@dataclass(frozen=True)
class Results:
    assessment: Assessment
    answers: list
    themes: list  # (theme, its answers in order)
    weakest: list


def results_of(answers):
    """The results of one assessment as far as the reader may see them; None when that is nothing."""
    if not answers:
        return None
    themes = {}
    for answer in answers:
        themes.setdefault(answer.criterion.theme, []).append(answer)
    return Results(answers[0].assessment, answers, list(themes.items()), scoring.weakest(answers))
