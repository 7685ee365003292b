"""The action plan as one reader sees it."""

from actions.models import Action
from actions.rag import count_by_rag
from groups.access import hats_of

SHOWN = ["open", "mine", "all"]


def plan_of(group, user, shown):
    """What the page of the plan shows: `shown` is one of SHOWN; what the reader may not read is bare numbers."""
    everything = Action.objects.filter(group=group)
    seats = {hat.seat_id for hat in hats_of(user) if hat.seat_id}
    visible = everything.visible_to(user).select_related("owner").due_first()
    actions = sorted(visible if shown == "all" else visible.open(), key=lambda action: not action.is_open)
    return {
        "actions": [action for action in actions if shown != "mine" or action.owner_id in seats],
        "withheld": list(everything.withheld_numbers(user)) if shown != "mine" else [],
        "counts": count_by_rag([action for action in actions if action.is_open]),
        "shown": shown,
    }
