from django.db import transaction
from django.db.models import Max, Value
from django.utils import timezone

from actions.models import Action
from actions.services import raise_action
from audit.services import record
from groups.models import PAPG, Membership, Rules
from groups.services import share_readers
from lib.editions import save_text
from meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionText,
    Escalation,
    Meeting,
    MinuteEntry,
    Minutes,
    RaisedAction,
)
from meetings.room import is_quorate
from meetings.services.room import expect_guests, statement_for


@transaction.atomic
def open_meeting(*, meeting, by):
    """Write the roll, copy the quorum rule, begin the minutes. Opening twice opens once."""
    meeting = Meeting.objects.select_for_update().select_related("group__lead_authority").get(pk=meeting.pk)
    if meeting.state != Meeting.State.PLANNED:
        return
    _write_roll(meeting)
    expect_guests(meeting)
    Minutes.objects.create(group=meeting.group, meeting=meeting)
    meeting.state = Meeting.State.OPEN
    meeting.opened_at = timezone.now()
    rules = Rules.objects.get(group=meeting.group)
    meeting.rules, meeting.statement = rules.quorum(), statement_for(rules)
    meeting.current_item = meeting.items.first()
    meeting.save(update_fields=["state", "opened_at", "rules", "statement", "current_item"])
    AgendaItem.objects.filter(pk=meeting.current_item_id).update(begun_at=meeting.opened_at)
    record(by=by, verb="meeting opened", target=meeting)


def _write_roll(meeting):
    seats = Membership.objects.active().filter(group=meeting.group).select_related("organisation")
    for seat in seats.prefetch_related("areas"):
        line, _ = Attendance.objects.get_or_create(meeting=meeting, seat=seat, defaults={"group": meeting.group})
        line.on_roll = True
        line.name, line.job_title, line.role, line.seniority = seat.name, seat.job_title, seat.role, seat.seniority
        line.organisation, line.organisation_kind = seat.organisation.name, seat.organisation.kind
        line.areas = sorted(area.code for area in seat.areas.all())
        if line.answer == Attendance.Answer.APOLOGIES:
            line.came = Attendance.Came.APOLOGIES
        line.save()


@transaction.atomic
def write_entry(*, item, text, edition, by, shareable="", withheld_because=""):
    """What was said under an item: the first entry that the writer may read, made when there is none.

    Raises StaleEdition, which holds the text that stands: so it may be no entry that is withheld from the writer.
    """
    minutes = _minutes_locked(item)
    entry = minutes.minuteentrys.visible_to(by).filter(item=item).order_by("position").first()
    if entry is None:
        if not (text or shareable):
            return None
        entry = MinuteEntry.objects.create(**_place_of(minutes, item))
        share_readers(item, entry)
    outside = {"shareable": shareable, "withheld_because": withheld_because}
    if save_text(entry, text=text, edition=edition, by=by, **outside):
        record(by=by, verb="minute entry saved", target=entry, edition=entry.edition)
    return entry


@transaction.atomic
def record_decision(*, item, text, reason, by, **more):
    """Number it, and call it proposed when the roll is not quorate now. `more`: options, dissent, what is shareable."""
    minutes = _minutes_locked(item)
    PAPG.objects.select_for_update(no_key=True).get(pk=item.group_id)
    last = Decision.objects.filter(group=item.group_id).aggregate(last=Max("number"))["last"] or 0
    words = {"text": text, "reason": reason, **more}
    kept = {name: value for name, value in words.items() if hasattr(DecisionText, name)}
    decision = Decision.objects.create(
        number=last + 1,
        edition=1,
        standing=Decision.Standing.MADE if is_quorate(minutes.meeting) else Decision.Standing.PROPOSED,
        recorded_by=by,
        **words,
        **_place_of(minutes, item),
    )
    decision.texts.create(edition=1, by=by, **kept)
    share_readers(item, decision)
    record(by=by, verb="decision recorded", target=decision)
    return decision


@transaction.atomic
def raise_action_in_meeting(*, item, text, owner, due_on, by, **outside):
    """`outside`: shareable, withheld_because. Raises ValidationError as `raise_action` does."""
    minutes = _minutes_locked(item)
    action = raise_action(
        group=item.group,
        owner=owner,
        text=text,
        due_on=due_on,
        origin=Action.Origin.MEETING,
        by=by,
        marking=item.marking,
        audience=item.audience,
        handling=item.handling,
        whole=item,
    )
    RaisedAction.objects.create(action=action, **outside, **_place_of(minutes, item))
    return action


def _minutes_locked(item):
    """The lock under which positions are given; approval waits for it and it for approval."""
    return Minutes.objects.select_for_update(of=["self"]).select_related("meeting").get(meeting=item.meeting_id)


def _place_of(minutes, item):
    """Where a new paragraph stands: it inherits the item's limits and takes the next position of the minutes."""
    return {
        "group": item.group,
        "minutes": minutes,
        "item": item,
        "position": next_position(minutes),
        "marking": item.marking,
        "audience": item.audience,
        "handling": item.handling,
    }


def next_position(minutes):
    return next_after(places_taken(minutes))


def next_after(places):
    return max(places, default=0) + 1


def places_taken(minutes):
    """{position: the key under which a paragraph was begun there, if it was}."""
    kinds = {MinuteEntry: "begun_as", **dict.fromkeys([Decision, RaisedAction, Escalation], Value(""))}
    first, *others = [
        kind.objects.filter(minutes=minutes, position__gt=0).order_by().values_list("position", key)
        for kind, key in kinds.items()
    ]
    return dict(first.union(*others, all=True))
