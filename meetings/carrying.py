"""Why an item is back from an earlier meeting, and where one went, as far as the reader may know it."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from actions.models import Action
from groups.built_for_readers import built_once_for_readers
from meetings.models import AgendaItem


def matters_with_open_actions(items):
    """The matters among these items, now or at earlier meetings, from which an action is open."""
    matters = {item.matter_key for item in items}
    return set(_from_matters(matters, Action.objects.open()).values_list("matter", flat=True))


def actions_of(items, user):
    """{matter: the actions from it, by number} that this person may read, whatever their state."""
    found = {}
    for action in _actions_from(user, *sorted({item.matter_key for item in items})):
        found.setdefault(action.matter, []).append(action)
    return found


@built_once_for_readers
def _actions_from(reader, *matters):
    return _from_matters(matters, Action.objects.visible_to(reader)).order_by("number")


def _from_matters(matters, actions):
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
