"""The decisions of a group across its meetings, as one reader sees them, and what became of each.

Of a decision that is not for this reader, the whole log shows the number and nothing else; a search knows of none.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from groups.built_for_readers import built_once_for_readers
from groups.names import names_in
from groups.readings import AT_ONCE, page_of
from groups.roles import Permission
from meetings.access import may_open_minutes, open_meeting_of
from meetings.models import AgendaItem, Decision, DecisionStanding, Meeting
from meetings.models.minutes import OUT
from meetings.models.standing import ENDS, STANDS, to_review_by, with_standing
from meetings.record import heading_for
from meetings.room import is_quorate

PROPOSED = Decision.Standing.PROPOSED


@dataclass(frozen=True)
class LogLine:
    number: int
    decision: Decision | None = None  # None: not for this reader
    is_out: bool = True  # False: the minutes that hold it are still being written


def decisions_for(user, group):
    """Those that this person may read, each with how it stands as far as they know."""
    decisions = Decision.objects.visible_to(user).filter(group=group).select_related("minutes__meeting")
    return with_standing(decisions, DecisionStanding.objects.known_to(user))


def log_for_page(group, user, asked, filters):
    """`asked`: what the address says, of which "page" is read here; `filters`: those of DecisionLogForm. Five queries,
    however many decisions there are.
    """
    mine, page = decisions_for(user, group), page_of(asked.get("page", ""))
    start = (page - 1) * AT_ONCE
    if any(filters.values()):
        found = found_by(mine, **filters)
        lines = [_line(decision) for decision in found.order_by("-number")[start : start + AT_ONCE + 1]]
        count = found.count()
    else:
        lines, count = _whole_log(group, mine, start), None
    return {
        "lines": lines[:AT_ONCE],
        "found_count": count,
        "newer": page - 1,
        "older": page + 1 if len(lines) > AT_ONCE else 0,
        **_counted(mine),
    }


def _counted(mine):
    due = Q(review_by__lte=timezone.localdate()) & ~Q(stands__in=ENDS)
    counts = {"total": Count("pk"), "proposed": Count("pk", Q(stands=PROPOSED)), "due": Count("pk", due)}
    return mine.order_by().aggregate(**counts)


def _whole_log(group, mine, start):
    places = Decision.objects.filter(group=group).order_by("-number").values_list("pk", "number", "minutes__state")
    places = list(places[start : start + AT_ONCE + 1])
    readable = {decision.pk: decision for decision in mine.filter(pk__in=[pk for pk, *_rest in places])}
    return [
        _line(readable[pk]) if pk in readable else LogLine(number, is_out=state in OUT) for pk, number, state in places
    ]


def _line(decision):
    decision.stands_words = STANDS[decision.stands]
    decision.has_ended = decision.stands in ENDS
    day = decision.review_by
    decision.is_due = bool(day) and day <= timezone.localdate() and not decision.has_ended
    return LogLine(decision.number, decision)


def found_by(decisions, *, standing="", year=None, meeting=None, words="", due=False):
    clauses = [
        Q(stands=standing) if standing else Q(),
        Q(minutes__meeting__starts_at__year=year) if year else Q(),
        Q(minutes__meeting=meeting) if meeting else Q(),
        *(_says(word) for word in words.split()),
    ]
    found = decisions.filter(*clauses)
    return to_review_by(timezone.localdate(), found) if due else found


def _says(word):
    fields = ["text", "reason", "options", "dissent"]
    return Q(*[Q(**{f"{field}__icontains": word}) for field in fields], _connector=Q.OR)


def years_of(group):
    """In which it met: those of its decisions alone would tell of withheld ones."""
    met = Meeting.objects.filter(group=group).exclude(state=Meeting.State.PLANNED)
    return [moment.year for moment in met.datetimes("starts_at", "year", order="DESC")]


def log_to_export(group, user, filters):
    """(decisions, bare numbers of those that are not for this reader): what the page shows, all its pages together."""
    mine = decisions_for(user, group)
    if any(filters.values()):
        return list(found_by(mine, **filters).order_by("-number")), []
    decisions = list(mine.order_by("-number"))
    others = Decision.objects.filter(group=group).exclude(pk__in=[decision.pk for decision in decisions])
    return decisions, list(others.order_by("-number").values_list("number", flat=True))


def decided_in(minutes, group, user):
    """What this person may read of what the meeting of these minutes decided."""
    return [_line(decision).decision for decision in _decided_in(user, minutes.pk, group.pk)]


@built_once_for_readers
def _decided_in(reader, minutes, group):
    return decisions_for(reader, group).filter(minutes=minutes).order_by("number")


@built_once_for_readers
def waiting_for(user, group):
    """Decisions that wait for a quorum to confirm them, as far as this person may read them."""
    return decisions_for(user, group).filter(stands=PROPOSED).order_by("number")


def waiting_at(meeting, user, may, roll):
    """What a page of a meeting says of them; `confirms`: this person can do it now."""
    if meeting.state == Meeting.State.HELD or not meeting.decisions_were_proposed:
        return {"waiting": []}
    return about_waiting(waiting_for(user, meeting.group_id), meeting, may, roll)


def about_waiting(waiting, meeting, may, roll):
    confirms = bool(waiting) and meeting.state == Meeting.State.OPEN and Permission.RUN_MEETING in may
    return {"waiting": waiting, "confirms": confirms and is_quorate(meeting, roll)}


# One decision ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One thing that became of a decision."""

    says: str
    at: datetime
    by: str
    where: str
    reason: str = ""
    superseded_by: Decision | None = None
    review_on: date | None = None


def about_decision(decision, user, may):
    """({…}, the sensitive things among it): the decision as it stands, what became of it, and where it was made."""
    group, names = decision.group, names_in(decision.group)
    decisions = decisions_for(user, group).select_related("minutes__meeting", "recorded_by")
    decision = decisions.annotate(heading=heading_for(user), item_number=F("item__number")).get(pk=decision.pk)
    item = AgendaItem(**decision.heading, number=decision.item_number) if decision.heading else None
    changes = DecisionStanding.objects.known_to(user).filter(decision=decision)
    changes = changes.select_related("minutes__meeting", "superseded_by", "set_by")
    minutes = decision.minutes
    open_meeting = open_meeting_of(group)
    return {
        "decision": _line(decision).decision,
        "item": item,
        "minutes": minutes if may_open_minutes(minutes, may) else None,
        "recorded_by": names.get(decision.recorded_by.public_id, decision.recorded_by.name),
        "steps": [_recorded(decision), *(_step(change, names) for change in changes)],
        "in_place_of": in_place_of(decision, user),
        "confirms": decision.stands == PROPOSED
        and Permission.RUN_MEETING in may
        and open_meeting is not None
        and is_quorate(open_meeting),
        "changes": decision.stands not in ENDS and may_change(may, open_meeting),
    }, [decision, *([item] if item else [])]


def may_change(may, open_meeting):
    """In a quorate meeting those who run it; between meetings the chair or the deputy chair."""
    runs = Permission.RUN_MEETING in may and open_meeting is not None and is_quorate(open_meeting)
    return runs or Permission.APPROVE_MINUTES in may


def in_place_of(decision, user):
    """The numbers and addresses of those that this one superseded."""
    rows = DecisionStanding.objects.known_to(user).filter(superseded_by=decision)
    return list(rows.order_by("decision__number").values_list("decision__number", "decision__public_id"))


def _recorded(decision):
    says = "Proposed, without a quorum" if decision.standing == PROPOSED else "Made"
    meeting = decision.minutes.meeting
    return Step(says, meeting.starts_at, "", f"At meeting {meeting.number}", review_on=decision.review_on)


def _step(change, names):
    meeting = change.minutes.meeting if change.minutes else None
    return Step(
        change.get_standing_display(),
        meeting.starts_at if meeting else change.set_at,
        names.get(change.set_by.public_id, change.set_by.name),
        f"At meeting {meeting.number}" if meeting else "Outside a meeting",
        change.reason,
        change.superseded_by,
        change.review_on,
    )


@dataclass(frozen=True)
class Done:
    """What a meeting did to a decision; `change` is None where that is not for this reader."""

    number: int
    change: DecisionStanding | None

    @property
    def address(self):
        return reverse("meetings:decision_detail", args=[self.change.decision.public_id])


def done_by(minutes, user, places=None):
    """`places`: (pk, number) of all that it did, where they came with the minutes; else they are asked for here."""
    rows = DecisionStanding.objects.changed_at(minutes)
    places = rows.values_list("pk", "decision__number") if places is None else places
    readable = rows.visible_to(user).select_related("decision", "superseded_by") if places else []
    readable = {change.pk: change for change in readable}
    return [Done(number, readable.get(pk)) for pk, number in places]


def decisions_in(done):
    return [one.change.decision for one in done if one.change]
