"""Why an item is back from an earlier meeting, as far as the reader may know it."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from actions.models import Action


def matters_with_open_actions(items):
    """The matters among these items, now or at earlier meetings, from which an action is open."""
    return set(_from_matters(items, Action.objects.open()).values_list("matter", flat=True))


def actions_of(items, user):
    """{matter: the actions from it, by number} that this person may read, whatever their state."""
    found = {}
    for action in _from_matters(items, Action.objects.visible_to(user)).order_by("number"):
        found.setdefault(action.matter, []).append(action)
    return found


def _from_matters(items, actions):
    matters = {item.matter_key for item in items}
    raised = Q(raised__item__in=matters) | Q(raised__item__matter__in=matters)
    return actions.filter(raised).annotate(matter=Coalesce(F("raised__item__matter"), F("raised__item")))
