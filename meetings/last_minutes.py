"""The item of an agenda under which the minutes of the meeting before are approved: one made from a standing item that
says so, whenever it was made."""

from django.db.models import F

from meetings.models import Meeting, Minutes

FEW = 3  # meetings back: a waiting record that is older is for the chair to approve


def add_last_minutes(meeting, lines):
    """Gives the lines that are for it the `minutes` to approve under them. One query, and none without such a line."""
    lines = [line for line in lines if line.item and line.item.approves_minutes]
    before = minutes_before(meeting) if lines else []
    for line in lines:
        line.minutes = before


def minutes_before(meeting):
    """Of the meeting before, newest first: whatever their state; of earlier ones what waits, or was approved here."""
    held = Minutes.objects.filter(group=meeting.group_id, meeting__state=Meeting.State.HELD)
    held = held.filter(meeting__starts_at__lt=meeting.starts_at).annotate(at_meeting=F("approved_under__meeting"))
    found = list(held.select_related("meeting").order_by("-meeting__starts_at", "-meeting")[:FEW])
    return [one for one in found if one == found[0] or not one.is_final or one.at_meeting == meeting.pk]
