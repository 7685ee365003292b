"""Accepting a group's handling rules."""

from django.db import transaction
from django.db.models.functions import Now

from audit.services import record
from groups.access import UNDERTAKING_HOLDS
from groups.models import Acceptance


@transaction.atomic
def accept_undertaking(*, undertaking, by):
    """Holds for a year. Accepting again what still holds changes nothing."""
    held = by.acceptances.filter(sha256=undertaking.sha256, at__gt=Now() - UNDERTAKING_HOLDS)
    if found := held.first():
        return found
    acceptance = Acceptance.objects.create(person=by, sha256=undertaking.sha256)
    record(by=by, verb="undertaking accepted", target=undertaking)
    return acceptance
