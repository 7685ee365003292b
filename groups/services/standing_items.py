"""What stands on every agenda."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audit.services import record
from groups.models import PAPG, StandingItem
from groups.sensitive_forms import cannot_read
from groups.sensitivity import seat_can_read


@transaction.atomic
def add_standing_item(*, group, by, **fields):
    """At the end of the list. Raises ValidationError when its owner could not read it."""
    new = StandingItem(group=group, **fields)
    refuse_blind_owner(new, new.marking, new.audience)
    PAPG.objects.select_for_update(of=["self"]).get(pk=group.pk)  # two at once get two positions
    last = StandingItem.objects.filter(group=group).aggregate(last=Max("position"))["last"]
    item = StandingItem.objects.create(group=group, position=(last or 0) + 1, **fields)
    record(by=by, verb="standing item added", target=item)
    return item


@transaction.atomic
def change_standing_item(*, standing_item, by, **fields):
    """Its words, and who leads it; who may read it is set apart. Agendas that were made from it stay as they are.

    Raises ValidationError when its owner could not read it.
    """
    for field, value in fields.items():
        setattr(standing_item, field, value)
    refuse_blind_owner(standing_item, standing_item.marking, standing_item.audience)
    standing_item.save(update_fields=list(fields))
    record(by=by, verb="standing item changed", target=standing_item)
    return standing_item


def refuse_blind_owner(item, marking, audience):
    if item.owner and not seat_can_read(item.owner, marking=marking, audience=audience):
        raise ValidationError(cannot_read(item.owner))
