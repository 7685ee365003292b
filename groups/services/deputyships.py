"""Deputies: appointing and confirming those who stand in for a member, and ending it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.services import invited_or_known
from audit.services import record
from groups.models import Deputyship, Membership
from groups.services.confirmations import confirm
from groups.services.grants import take_away_grants
from groups.services.memberships import close, is_own_address
from groups.services.organisations import chosen_or_added
from groups.services.refusals import refusing
from lib.dated import with_moments

NOT_YOURSELF = "You cannot appoint yourself. Ask another administrator, the chair or the secretary"
NOT_THE_MEMBER = "This is the member’s own address. A deputy is somebody else"
NOT_YOUR_OWN = "Nobody changes the place that they stand in themselves. Ask the member, the chair or the secretary"
STANDS_IN_THEN = "This person stands in for the seat at that time already, by another entry in the list of deputies"
STANDS_IN_ALREADY = "This person is a deputy for this seat already"


@transaction.atomic
def appoint_deputy(
    *, membership, by, name, email, organisation=None, new_organisation="", new_organisation_kind="", **about
):
    """The last in order. `about`: job_title, empowered, starts_on, ends_on. Raises ValidationError."""
    refuse_deputy(membership, email, by)
    organisation = chosen_or_added(
        group=membership.group,
        organisation=organisation,
        new_organisation=new_organisation,
        new_organisation_kind=new_organisation_kind,
        by=by,
    )
    user = invited_or_known(email=email, name=name)
    others = membership.deputyships.not_ended().aggregate(last=Max("order"))
    with refusing(nobody_stands_in_twice_at_once={"email": STANDS_IN_ALREADY}):
        deputyship = membership.deputyships.create(
            group=membership.group,
            user=user,
            organisation=organisation,
            name=name,
            order=(others["last"] or 0) + 1,
            granted_by=by,
            **with_moments(about),
        )
    record(by=by, verb="deputy appointed", target=deputyship, membership=membership.public_id)
    return deputyship


def refuse_deputy(membership, email, by):
    if is_own_address(email, membership.user):
        raise ValidationError(NOT_THE_MEMBER)
    if is_own_address(email, by):
        raise ValidationError(NOT_YOURSELF)


@transaction.atomic
def change_deputyship(*, deputyship, by, **about):
    """`about`: name, job_title, empowered, starts_on, ends_on. Raises ValidationError.

    Who lets a deputy act for the chair or the secretary has made the place what it is: a third person confirms it anew.
    """
    deputyship = _locked(deputyship)
    if deputyship.user_id == by.pk:
        raise ValidationError(NOT_YOUR_OWN)
    if about.get("empowered") and not deputyship.empowered:
        deputyship.granted_by, deputyship.confirmed_by, deputyship.confirmed_at = by, None, None
    for field, value in with_moments(about, is_new=False).items():
        setattr(deputyship, field, value)
    with refusing(nobody_stands_in_twice_at_once={"ends_on": STANDS_IN_THEN}):
        deputyship.save()
    record(by=by, verb="deputyship changed", target=deputyship)
    return deputyship


@transaction.atomic
def move_deputy(*, deputyship, up, by):
    """One place up or down among the deputies of the seat; False for the first and the last."""
    Membership.objects.select_for_update(of=["self"]).get(pk=deputyship.membership_id)
    deputies = list(Deputyship.objects.not_ended().filter(membership=deputyship.membership_id).in_order().only("pk"))
    here = deputies.index(deputyship)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(deputies):
        return False
    deputies.insert(there, deputies.pop(here))
    for order, deputy in enumerate(deputies, start=1):
        deputy.order = order
    Deputyship.objects.bulk_update(deputies, ["order"])
    record(by=by, verb="deputies put in another order", target=deputyship)
    return True


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
    close(Deputyship.objects.filter(pk=deputyship.pk))
    record(by=by, verb="deputyship ended", target=deputyship, grants_ended=take_away_grants(deputyship.group))
    return deputyship


def _locked(deputyship):
    deputyships = Deputyship.objects.not_ended().with_people().select_for_update(of=["self"])
    found = deputyships.filter(pk=deputyship.pk).first()
    if found is None:
        raise ValidationError("This deputy no longer stands in for the member")
    return found
