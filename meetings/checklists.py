"""What this room knows of joiners and leavers: who has come to a meeting, and who still owns items of one to come."""

from django.db.models import Exists, OuterRef

from groups.checklists import JOINER_FACTS, STILL_HOLDS, Fact
from meetings.models import AgendaItem, Attendance, Meeting


def register():
    JOINER_FACTS.append(Fact("has_come", "Came to a first meeting", has_come))
    STILL_HOLDS.append(holds_items_to_come)


def has_come():
    """In person or online; whoever stood in came for themselves."""
    came = [Attendance.Came.HERE, Attendance.Came.ONLINE]
    return Exists(Attendance.objects.filter(seat=OuterRef("pk"), on_roll=True, came__in=came))


def holds_items_to_come():
    to_come = [Meeting.State.PLANNED, Meeting.State.OPEN]
    return Exists(AgendaItem.objects.filter(owner=OuterRef("pk"), meeting__state__in=to_come))
