"""Deputies: appointing and confirming those who stand in for a member, and ending it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from accounts.services import invited_or_known
from audit.services import record
from groups.models import Deputyship
from groups.services.confirmations import confirm
from groups.services.grants import take_away_grants
from groups.services.memberships import is_own_address
from groups.services.organisations import chosen_or_added
from groups.services.refusals import refusing

NOT_YOURSELF = "You cannot appoint yourself. Ask another administrator, the chair or the secretary"
NOT_THE_MEMBER = "This is the member’s own address. A deputy is somebody else"
STANDS_IN_ALREADY = "This person is a deputy for this seat already"


@transaction.atomic
def appoint_deputy(
    *, membership, by, name, email, organisation=None, new_organisation="", new_organisation_kind="", **about
):
    """`about`: job_title, empowered. Raises ValidationError."""
    refuse_deputy(membership, email, by)
    organisation = chosen_or_added(
        group=membership.group,
        organisation=organisation,
        new_organisation=new_organisation,
        new_organisation_kind=new_organisation_kind,
        by=by,
    )
    user = invited_or_known(email=email, name=name)
    others = membership.deputyships.active().aggregate(last=Max("order"))
    with refusing(nobody_stands_in_twice_at_once={"email": STANDS_IN_ALREADY}):
        deputyship = membership.deputyships.create(
            group=membership.group,
            user=user,
            organisation=organisation,
            name=name,
            order=(others["last"] or 0) + 1,
            granted_by=by,
            **about,
        )
    record(by=by, verb="deputy appointed", target=deputyship, membership=membership.public_id)
    return deputyship


def refuse_deputy(membership, email, by):
    if is_own_address(email, membership.user):
        raise ValidationError(NOT_THE_MEMBER)
    if is_own_address(email, by):
        raise ValidationError(NOT_YOURSELF)


@transaction.atomic
def confirm_deputyship(*, deputyship, by):
    """Raises ValidationError."""
    deputyship = _locked(deputyship)
    confirm(deputyship, by=by)
    record(by=by, verb="deputy confirmed", target=deputyship)
    return deputyship


@transaction.atomic
def end_deputyship(*, deputyship, by):
    deputyship = _locked(deputyship)
    Deputyship.objects.filter(pk=deputyship.pk).update(ends_at=Now())
    record(by=by, verb="deputyship ended", target=deputyship, grants_ended=take_away_grants(deputyship.group))
    return deputyship


def _locked(deputyship):
    found = Deputyship.objects.active().with_people().select_for_update(of=["self"]).filter(pk=deputyship.pk).first()
    if found is None:
        raise ValidationError("This deputy no longer stands in for the member")
    return found
