"""Why an item is back from an earlier meeting, and where one went, as far as the reader may know it."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from actions.models import Action
from meetings.models import AgendaItem


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


def carried_from(meeting, user):
    """The items of later meetings at which items of this one came back, each with what it was, `carried_from`.

    Of which this person may read both; one query.
    """
    readable = AgendaItem.objects.visible_to(user)
    back = readable.filter(carried_from__in=readable.filter(meeting=meeting).order_by().values("pk"))
    return list(back.select_related("meeting", "carried_from").order_by("carried_from__place", "carried_from__number"))


def items_in(carried):
    return [item for back in carried for item in (back, back.carried_from)]
