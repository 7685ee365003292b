"""What somebody saw to by hand about a joiner or a leaver."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import ChecklistTick


@transaction.atomic
def tick_item(*, membership, item, done, by):
    """Ticks it, or takes the tick back; what stands so already stays. Raises ValidationError for no such item."""
    if item not in ChecklistTick.Item.values:
        raise ValidationError("There is no such line. Open the page again")
    ticks = ChecklistTick.objects.filter(membership=membership, item=item)
    if done:
        _tick, changed = ticks.get_or_create(
            membership=membership, item=item, defaults={"group": membership.group, "ticked_by": by}
        )
    else:
        changed, _ = ticks.delete()
    if changed:
        record(by=by, verb="checklist ticked" if done else "checklist tick taken back", target=membership, item=item)
