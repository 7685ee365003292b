"""Organisations that one authority keeps for itself: business forums, venues and others. The rest is shared."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import Organisation, OrganisationKind
from groups.services.refusals import refusing

KEPT_KINDS = [OrganisationKind.BUSINESS, OrganisationKind.VENUE, OrganisationKind.OTHER]
SHARED_KINDS = [
    OrganisationKind.POLICE,
    OrganisationKind.FIRE,
    OrganisationKind.AMBULANCE,
    OrganisationKind.STATUTORY,
]  # councils come with their authority, by load_authorities
STANDS_ALREADY = "There is already an organisation of this name. Choose it from the list"


@transaction.atomic
def add_organisation(*, authority, name, kind, by):
    """Raises ValidationError for a kind that is shared reference, and for a name that stands in the list."""
    if kind not in KEPT_KINDS:
        raise ValidationError("Choose a business forum, a venue or another organisation")
    with refusing(an_organisation_stands_once_in_a_list=STANDS_ALREADY):
        organisation = Organisation.objects.create(name=name, kind=kind, kept_by=authority)
    record(by=by, verb="organisation added", target=organisation, kept_by=authority.public_id)
    return organisation


@transaction.atomic
def add_shared_organisation(*, name, kind, by=None):
    """By the operator's command, for every authority. Raises ValidationError."""
    with refusing(an_organisation_stands_once_in_a_list="There is already an organisation of this name"):
        organisation = Organisation.objects.create(name=name, kind=kind)
    record(by=by, verb="organisation added", target=organisation, kind_of_organisation=kind)
    return organisation


def chosen_or_added(*, group, organisation, new_organisation, new_organisation_kind, by):
    """The organisation chosen on a form, or the one that the form asked to add to its list."""
    if organisation is not None:
        return organisation
    return add_organisation(authority=group.lead_authority, name=new_organisation, kind=new_organisation_kind, by=by)
