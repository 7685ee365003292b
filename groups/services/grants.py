"""What was granted to one person on one thing (named readers, criteria handed to them) ends with their last seat."""

from django.apps import apps
from django.db.models import CharField, F, Value

from groups.models import NamedReader
from groups.models.membership import seated_in


def take_away_grants(group):
    """From everybody who sits here no longer: who comes back, perhaps for another employer, begins anew.

    Returns the public ids of the things, for the record.
    """
    kinds = {model._meta.label: model for model in apps.get_models() if issubclass(model, NamedReader)}
    first, *others = [_left_behind(model, group) for model in kinds.values()]
    left = list(first.union(*others, all=True))
    for label in {label for label, _grant, _thing in left}:
        kinds[label].objects.filter(pk__in=[grant for of, grant, _thing in left if of == label]).delete()
    return sorted(thing for _label, _grant, thing in left)


def _left_behind(model, group):
    """(label of the kind, key of the grant, public id of the thing) of each grant to somebody who has gone."""
    grants = model.objects.filter(content_object__group=group).exclude(user__in=seated_in(group))
    grants = grants.exclude(permission__codename__startswith="attend_")  # a guest never needed a seat
    label = Value(model._meta.label, output_field=CharField())
    return grants.annotate(label=label, thing=F("content_object__public_id")).values_list("label", "pk", "thing")
