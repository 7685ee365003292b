"""Offices of an authority. The first administrator of a real installation comes by command."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.services import invited_or_known
from audit.services import record
from groups.models import Authority, Office


@transaction.atomic
def appoint_first_officer(*, authority, role, name, email, by=None):
    """For an authority in which nobody holds this office now. Raises ValidationError when somebody does."""
    Authority.objects.select_for_update().get(pk=authority.pk)  # two commands at once appoint one person
    if Office.objects.active().filter(authority=authority, role=role).exists():
        raise ValidationError(f"{authority} has somebody in this office already; they appoint others.")
    user = invited_or_known(email=email, name=name)
    office = Office.objects.create(user=user, authority=authority, role=role, granted_by=by)
    record(by=by, verb="office given", target=office, role=role)
    return office
