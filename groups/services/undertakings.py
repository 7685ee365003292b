"""Accepting a group's handling rules."""

from django.db import transaction

from audit.services import record
from groups.models import Acceptance


@transaction.atomic
def accept_undertaking(*, undertaking, by):
    """Holds for a year. Accepting again what still holds changes nothing."""
    if held := undertaking.acceptance_of(by):
        return held
    acceptance = Acceptance.objects.create(person=by, sha256=undertaking.sha256)
    record(by=by, verb="undertaking accepted", target=undertaking)
    return acceptance
