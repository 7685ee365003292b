import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.services import record
from groups.services import share_readers
from lib.editions import StaleEdition, save_text
from lib.templatetags.papg import long_day
from meetings.models import Meeting, MinuteEntry, Minutes, RaisedAction
from meetings.reasons import refuse_without_reason
from meetings.room import is_quorate
from meetings.services.room import said_in_the_room
from meetings.services.running import next_after, places_taken
from meetings.services.standings import standings_in

State = Minutes.State

UNANSWERED = (
    "A correction still waits for an answer of the secretary or the chair. Answer it first, then approve the minutes"
)
NO_QUORUM = "The meeting has no quorum now, so it cannot approve minutes. They wait, or the chair approves them by hand"
APPROVED = "The minutes of meeting {number}, {day}, were approved without change."
APPROVED_CORRECTED = "The minutes of meeting {number}, {day}, were approved with the corrections that stand in them."


@transaction.atomic
def add_entry(*, item, text, by, marking, audience, handling=None, begun_as="", edition=0, **outside):
    """A paragraph at the end of its item. `outside`: shareable, withheld_because.

    Sent again under the same `begun_as`, it raises StaleEdition, as one that stands.
    """
    minutes = Minutes.objects.select_for_update().get(meeting=item.meeting_id)
    taken = places_taken(minutes)
    was_begun = begun_as != "" and begun_as in taken.values()
    if was_begun and (entry := minutes.minuteentrys.visible_to(by).filter(begun_as=begun_as).first()):
        raise StaleEdition(entry.texts.select_related("by").latest("edition"))
    entry = MinuteEntry.objects.create(
        group=item.group,
        minutes=minutes,
        item=item,
        position=next_after(taken),
        marking=marking,
        audience=audience,
        handling=item.handling if handling is None else handling,
        begun_as="" if was_begun else begun_as,  # one that is withheld from its writer by now
        edition=1,
        text=text,
        **outside,
    )
    share_readers(item, entry)
    entry.saved_text = entry.texts.create(edition=1, by=by, text=text, **outside)
    record(by=by, verb="minute entry added", target=entry)
    return entry


@transaction.atomic
def edit_entry(*, entry, text, edition, by, **outside):
    """`outside`: shareable, withheld_because. Raises StaleEdition when somebody else saved first."""
    if save_text(entry, text=text, edition=edition, by=by, **outside):
        record(by=by, verb="minute entry saved", target=entry, edition=entry.edition)
    return entry


@transaction.atomic
def edit_decision(*, decision, text, edition, by, **more):
    """`more`: reason, options, dissent, shareable, withheld_because. Raises StaleEdition when somebody saved first."""
    if save_text(decision, text=text, edition=edition, by=by, **more):
        record(by=by, verb="decision edited", target=decision, edition=decision.edition)
    return decision


@transaction.atomic
def share_raised_action(*, raised, shareable, withheld_because, edition, by):
    """What may be shared of an action. Raises StaleEdition, with the line that stands, when somebody saved first."""
    outside = {"shareable": shareable, "withheld_because": withheld_because}
    line = RaisedAction.objects.select_for_update(of=["self"]).get(pk=raised.pk)
    if outside == {name: getattr(line, name) for name in outside}:
        return
    if line.edition != edition:
        raise StaleEdition(line)
    RaisedAction.objects.filter(pk=line.pk).update(**outside, edition=F("edition") + 1)
    record(by=by, verb="line of an action shared", target=line)


@transaction.atomic
def send_minutes_to_chair(*, minutes, by):
    _move(minutes, {State.DRAFT}, State.AT_CHAIR, "minutes sent to the chair", by)


@transaction.atomic
def circulate_minutes(*, minutes, by):
    """From now on each reader sees what audience and marking let them see."""
    _move(
        minutes, {State.DRAFT, State.AT_CHAIR}, State.CIRCULATED, "minutes circulated", by, circulated_at=timezone.now()
    )


@transaction.atomic
def recall_minutes(*, minutes, by):
    _move(
        minutes, {State.AT_CHAIR, State.CIRCULATED}, State.DRAFT, "minutes taken back to draft", by, circulated_at=None
    )


def _move(minutes, from_states, to_state, verb, by, **fields):
    """Raises ValidationError when somebody else has moved them meanwhile, or the meeting still goes on; on their way
    to a reader WithoutReason while a withheld passage has none.
    """
    locked = Minutes.objects.select_for_update(of=["self"]).select_related("meeting", "group__lead_authority")
    minutes = locked.get(pk=minutes.pk)
    if minutes.state not in from_states:
        raise ValidationError("These minutes have moved on since you opened the page. Look at them again.")
    if minutes.meeting.state != Meeting.State.HELD:
        raise ValidationError("Close the meeting first: its minutes are still being written.")
    if to_state in (State.AT_CHAIR, State.CIRCULATED):
        refuse_without_reason(minutes, by)
    for name, value in {**fields, "state": to_state}.items():
        setattr(minutes, name, value)
    minutes.save(update_fields=["state", *fields])
    record(by=by, verb=verb, target=minutes)
    return minutes


@transaction.atomic
def approve_minutes(*, minutes, by, item=None):
    """Lock, read, freeze and hash; then the database refuses every change to their words.

    `item`: that of a later meeting under which the group approves them, whose own minutes then say so. Raises
    ValidationError when that meeting has no quorum now, or a correction waits for an answer.

    The lock comes first: an edit under way waits for it and is then refused, so that nothing escapes the hash. It is of
    the minutes alone, as in the triggers, and all else is read once it is held: two locks could wait for each other.
    """
    if item:
        _say_so(item, minutes, by)
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if minutes.corrections.open().exists():
        raise ValidationError(UNANSWERED)
    for raised in minutes.raisedactions.select_related("action__owner"):
        raised.line = _line(raised.action)
        raised.save(update_fields=["line"])
    sha256 = hash_of(minutes)
    _move(
        minutes,
        {State.CIRCULATED},
        State.APPROVED,
        "minutes approved",
        by,
        approved_at=timezone.now(),
        approved_by=by,
        approved_under=item,
        sha256=sha256,
    )


def _say_so(item, minutes, by):
    """First, so that who holds two records at once always took the later one first."""
    if not is_quorate(item.meeting):
        raise ValidationError(NO_QUORUM)
    says = APPROVED_CORRECTED if minutes.corrections.filter(taken=True).exists() else APPROVED
    text = says.format(number=minutes.meeting.number, day=long_day(minutes.meeting.starts_at))
    limits = {name: getattr(item, name) for name in ["marking", "audience", "handling"]}
    add_entry(item=item, text=text, by=by, **limits)


def _line(action):
    return {
        "number": action.number,
        "text": action.text,
        "owner": action.owner.name,
        "due_on": action.due_on.isoformat(),
        "status": action.status,
    }


def hash_of(minutes):
    """SHA-256 over all words, numbers, decisions, attendance and frozen lines, in the order of the record."""
    return hashlib.sha256(json.dumps(_content(minutes), sort_keys=True).encode()).hexdigest()


def _content(minutes):
    """What was approved before there were corrections has none: the hash of it is the same as then."""
    corrections = minutes.corrections.values_list(
        "public_id", "position", "stood", "should_say", "reason", "by_name", "taken", "answer", "answered_by_name"
    )
    return _record(minutes) | ({"corrections": list(corrections)} if corrections else {})


def _record(minutes):
    meeting = minutes.meeting
    paragraph = ["public_id", "item__number", "position"]
    roll = meeting.roll.filter(on_roll=True).order_by("pk")
    content = {
        "meeting": [meeting.number, meeting.starts_at.isoformat(), meeting.place],
        "items": list(meeting.items.order_by("number").values_list("number", "title", "purpose")),
        "roll": list(roll.values_list("name", "organisation", "role", "came", "deputy_name")),
        "entries": list(minutes.minuteentrys.order_by("position").values_list(*paragraph, "text")),
        "decisions": list(
            minutes.decisions.order_by("position").values_list(
                *paragraph, "number", "text", "reason", "dissent", "standing"
            )
        ),
        "actions": list(minutes.raisedactions.order_by("position").values_list(*paragraph, "line")),
    }
    return content | {name: said for name, said in _said_besides(minutes).items() if said}


def _said_besides(minutes):
    """What a record may hold since later versions. Left out where there is none, so that older hashes still verify."""
    kinds = [minutes.minuteentrys, minutes.decisions, minutes.raisedactions]
    outside = [kind.values_list("position", "shareable", "withheld_because") for kind in kinds]
    asked = minutes.escalations.order_by("number")
    return {
        "escalations": [
            [number, item, text, reason, reply_by.isoformat(), *([position] if position else [])]
            for number, item, text, reason, reply_by, position in asked.values_list(
                "number", "item__number", "text", "reason", "reply_by", "position"
            )
        ],
        "outside": sorted(said for rows in outside for said in rows if any(said[1:])),
        **said_in_the_room(minutes.meeting),
        "options": list(minutes.decisions.exclude(options="").order_by("position").values_list("position", "options")),
        **standings_in(minutes),
    }
