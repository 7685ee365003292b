"""The action plan as one reader sees it."""

from actions.models import Action
from actions.rag import count_by_rag

SHOWN = ["open", "mine", "all"]


def plan_of(group, user, shown):
    """What the page of the plan shows: `shown` is one of SHOWN; what the reader may not read is bare numbers."""
    everything = Action.objects.filter(group=group)
    visible = everything.visible_to(user)
    return {
        "actions": list(_chosen(visible, user, shown).select_related("owner").due_first()),
        "withheld": list(everything.withheld_numbers(user)) if shown != "mine" else [],
        "counts": count_by_rag(visible),
        "shown": shown,
    }


def _chosen(visible, user, shown):
    if shown == "all":
        return visible
    return visible.open().held_by(user) if shown == "mine" else visible.open()
