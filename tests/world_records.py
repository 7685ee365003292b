"""Minutes in each of their states, with an entry or a decision in them."""

from datetime import timedelta

from django.utils import timezone

from meetings.models import Decision, Meeting, Minutes
from tests.world_meetings import keep_text, make_entry


def record(side, number, minutes_state, **fields):
    began = timezone.now() - timedelta(days=100 - number)
    held = {"state": Meeting.State.HELD, "opened_at": began, "closed_at": began, **fields}
    meeting = Meeting.objects.create(
        group=side.group,
        number=number,
        starts_at=began,
        place=f"{side.word} Guildhall",
        rules=side.things.rules.quorum(),
        **held,
    )
    return Minutes.objects.create(group=side.group, meeting=meeting, state=minutes_state)


def entry_of(side, item, position, text, **fields):
    """`make_entry` puts an entry into the minutes that the side has in hand: here, into those of its own item."""
    before, side.things.minutes = side.things.minutes, item.meeting.record
    entry = make_entry(side, item, position, text, **fields)
    side.things.minutes = before
    return entry


def decide(side, minutes, item, position, number, text, **fields):
    decision = Decision.objects.create(
        group=side.group,
        minutes=minutes,
        item=item,
        position=position,
        number=number,
        text=f"{side.word} {text}",
        reason=f"{side.word} reason",
        edition=1,
        recorded_by=side.people["secretary"],
        **{"standing": Decision.Standing.MADE, **fields},
    )
    keep_text(decision)
    return decision
