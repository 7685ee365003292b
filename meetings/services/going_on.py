"""How the meeting goes through its agenda: on, back, to any item, and to its end."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.services import record
from meetings.models import AgendaItem, Meeting
from meetings.services.attendance import follow_item
from meetings.services.carrying import carry_to_the_next
from meetings.services.pen import take_the_pen

State = AgendaItem.State


@transaction.atomic
def step_to(*, meeting, item, leaving=State.DONE, because="", by):
    """Leave the current item as `leaving`, and why it is parked, and go to `item` (None: the agenda is at its end).

    False when somebody else has gone on since `meeting` was read: then nothing is done.
    """
    if not _is_where_it_was(meeting):
        return False
    now = timezone.now()
    words = {} if leaving == State.PARKED and not because else {"parked_because": because}  # or those of last time stay
    _leave(meeting, now, state=leaving, **words)
    _come_to(meeting, item, now)
    record(by=by, verb="meeting went on to an item", target=meeting, item=item.public_id if item else "")
    return True


@transaction.atomic
def step_back(*, meeting, item, by):
    """Undo a step: the current item is again as it was, though its time is spent. False as `step_to`."""
    if not _is_where_it_was(meeting):
        return False
    now = timezone.now()
    _leave(meeting, now, begun_at=None)
    _come_to(meeting, item, now)
    record(by=by, verb="meeting went back to an item", target=meeting, item=item.public_id)
    return True


def _is_where_it_was(meeting):
    take_the_pen(meeting)
    on = {"pk": meeting.pk, "state": Meeting.State.OPEN, "current_item": meeting.current_item_id}
    return Meeting.objects.filter(**on).exists()


def _leave(meeting, now, **changes):
    item = AgendaItem.objects.filter(pk=meeting.current_item_id).first()
    if item:
        spent = round((now - item.begun_at).total_seconds()) if item.begun_at else 0
        AgendaItem.objects.filter(pk=item.pk).update(seconds_spent=F("seconds_spent") + max(0, spent), **changes)


def _come_to(meeting, item, now):
    follow_item(meeting, meeting.current_item_id, item)
    AgendaItem.objects.filter(pk=getattr(item, "pk", None)).update(begun_at=now)
    Meeting.objects.filter(pk=meeting.pk).update(current_item=item)
    meeting.current_item = item


@transaction.atomic
def take_minutes(*, item, giver, by):
    """The time of an item to come, for the one that needs it now. False when it has none left to give."""
    take_the_pen(item.meeting_id)
    giver = AgendaItem.objects.get(pk=giver.pk)
    if giver.minutes_now <= 0 or giver.state != State.WAITING:
        return False
    for line, minutes in [(item, giver.minutes_now), (giver, -giver.minutes_now)]:
        AgendaItem.objects.filter(pk=line.pk).update(minutes_moved=F("minutes_moved") + minutes)
    record(by=by, verb="agenda item gave its time", target=giver, to=item.public_id)
    return True


@transaction.atomic
def close_meeting(*, meeting, leaving=State.DONE, by):
    """The item that is open now is done, or goes on next time. What is left over goes to the next meeting."""
    take_the_pen(meeting)
    meeting = Meeting.objects.select_related("group__lead_authority").get(pk=meeting.pk)
    if meeting.state != Meeting.State.OPEN:
        return
    now = timezone.now()
    _leave(meeting, now, state=leaving)
    meeting.state, meeting.closed_at, meeting.current_item = Meeting.State.HELD, now, None
    meeting.save(update_fields=["state", "closed_at", "current_item"])
    record(by=by, verb="meeting closed", target=meeting)
    carry_to_the_next(group=meeting.group, by=by)
