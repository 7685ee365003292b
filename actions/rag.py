"""How an action stands: red, amber or green, each with a word, so that nobody has to see the colour."""

from collections import Counter, namedtuple
from datetime import timedelta

from django.utils import timezone

SOON = timedelta(days=14)  # ten working days, in weeks without a bank holiday
BAR = 310  # units of the drawing, with 2 between its parts

Rag = namedtuple("Rag", "words colour")
OVERDUE, STUCK, DUE_SOON = Rag("Overdue", "red"), Rag("Stuck", "amber"), Rag("Due soon", "amber")
ON_TIME = Rag("On time", "green")


def rag_of(action):
    if not action.is_open:
        return Rag(action.get_status_display(), "ink")
    if action.is_overdue:
        return OVERDUE
    if action.status == action.Status.STUCK:
        return STUCK
    return DUE_SOON if action.is_due_soon else ON_TIME


def last_day_of_soon():
    return timezone.localdate() + SOON


def count_by_rag(open_actions):
    """{"open", "red", "amber", "green", "bar"}; the last is drawn by actions/includes/plan_bar.html."""
    colours = Counter(rag_of(action).colour for action in open_actions)
    counts = {colour: colours[colour] for colour in ["red", "amber", "green"]}
    return {"open": len(open_actions), **counts, "bar": _bar(counts)}


def _bar(counts):
    """[{"colour", "x", "width"}, …], leaving out what is empty."""
    present = {colour: count for colour, count in counts.items() if count}
    gaps = 2 * (len(present) - 1)
    unit = (BAR - gaps) / sum(present.values()) if present else 0
    parts, x = [], 0
    for colour, count in present.items():
        width = round(unit * count, 1)
        parts.append({"colour": colour, "x": round(x, 1), "width": width})
        x += width + 2
    return parts
