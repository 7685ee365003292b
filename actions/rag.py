"""How an action stands: red, amber or green, each with a word, so that nobody has to see the colour."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

DUE_SOON = timedelta(days=14)  # ten working days, in weeks without a bank holiday


def rag(action):
    """(words, kind of tag) of one action."""
    if not action.is_open:
        return action.get_status_display(), "ink"
    if action.is_overdue:
        return "Overdue", "red"
    if action.status == action.Status.STUCK:
        return "Stuck", "amber"
    if action.due_on <= timezone.localdate() + DUE_SOON:
        return "Due soon", "amber"
    return "On time", "green"


def count_by_rag(actions):
    """{"open", "red", "amber", "green"} of a queryset, in one query; by the same rule as `rag`."""
    today = timezone.localdate()
    red, soon = Q(due_on__lt=today), Q(due_on__lte=today + DUE_SOON) | Q(status="stuck")
    counts = actions.open().aggregate(
        open=Count("pk"), red=Count("pk", filter=red), amber=Count("pk", filter=soon & ~red)
    )
    return counts | {"green": counts["open"] - counts["red"] - counts["amber"]}
