"""How an action stands: red, amber or green, each with a word, so that nobody has to see the colour."""

from collections import namedtuple
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

SOON = timedelta(days=14)  # ten working days, in weeks without a bank holiday

Rag = namedtuple("Rag", "words kind")
OVERDUE, STUCK = Rag("Overdue", "red"), Rag("Stuck", "amber")
DUE_SOON, ON_TIME = Rag("Due soon", "amber"), Rag("On time", "green")


def rag_of(action):
    if not action.is_open:
        return Rag(action.get_status_display(), "ink")
    if action.is_overdue:
        return OVERDUE
    if action.status == action.Status.STUCK:
        return STUCK
    return DUE_SOON if action.due_on <= timezone.localdate() + SOON else ON_TIME


def count_by_rag(actions):
    """{"open", "red", "amber", "green", "bar"} of a queryset, in one query; by the same rule as `rag_of`."""
    today = timezone.localdate()
    red, amber = Q(due_on__lt=today), Q(due_on__lte=today + SOON) | Q(status="stuck")
    counts = actions.open().aggregate(
        open=Count("pk"), red=Count("pk", filter=red), amber=Count("pk", filter=amber & ~red)
    )
    counts["green"] = counts["open"] - counts["red"] - counts["amber"]
    return counts | {"bar": bar_of(counts)}


BAR = 310  # units of the drawing, with 2 between the parts
COLOURS = ["red", "amber", "green"]


def bar_of(counts):
    """[{"colour", "x", "width"}, …] of the drawing that compares the three, leaving out what is empty."""
    present = [colour for colour in COLOURS if counts[colour]]
    unit = (BAR - 2 * (len(present) - 1)) / counts["open"] if present else 0
    parts, x = [], 0
    for colour in present:
        width = round(unit * counts[colour], 1)
        parts.append({"colour": colour, "x": round(x, 1), "width": width})
        x += width + 2
    return parts
