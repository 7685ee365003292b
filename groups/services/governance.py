"""Whom the group answers to."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import Governance

SAVED_MEANWHILE = (
    "Somebody changed this meanwhile. Yours is below, not saved, and what stands now is beside it. "
    "Save again to put yours in its place"
)


@transaction.atomic
def change_governance(*, group, edition, by, **fields):
    """Raises ValidationError when it is not what the writer saw that would be replaced."""
    governance = Governance.objects.select_for_update().get(group=group)
    if governance.edition != edition:
        raise ValidationError(SAVED_MEANWHILE, code="stale")
    for field, value in fields.items():
        setattr(governance, field, value)
    governance.edition += 1
    governance.save()
    record(by=by, verb="governance changed", target=governance, edition=governance.edition)
    return governance
