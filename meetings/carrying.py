"""Why an item is back from an earlier meeting, as far as the reader may know it."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from actions.models import Action
from meetings.models import AgendaItem, RaisedAction

Carried = AgendaItem.Carried


def matters_with_open_actions(items):
    """The matters among these items, now or at earlier meetings, from which an action is open."""
    return set(_raised(items).filter(action__in=Action.objects.open()).values_list("of_matter", flat=True))


def actions_of(items, user):
    """{matter: the actions from it, by number} that this person may read, whatever their state."""
    found = {}
    readable = {action.pk: action for action in Action.objects.visible_to(user).filter(raised__in=_raised(items))}
    for matter, action in _raised(items).filter(action__in=readable).values_list("of_matter", "action"):
        found.setdefault(matter, []).append(readable[action])
    return found


def _raised(items):
    matters = {item.matter_key for item in items}
    under = Q(item__in=matters) | Q(item__matter__in=matters)
    raised = RaisedAction.objects.filter(under).order_by("action__number")
    return raised.annotate(of_matter=Coalesce(F("item__matter"), F("item")))
