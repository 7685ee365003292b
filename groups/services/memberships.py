"""Seats: giving, changing, confirming and ending them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Least, Now

from accounts.services import invited_or_known
from audit.services import record
from groups.access import sits_in
from groups.models import Membership
from groups.services.confirmations import confirm
from groups.services.grants import take_away_grants
from groups.services.organisations import chosen_or_added
from groups.services.refusals import refusing
from lib.dated import midnight, with_moments

NOT_YOURSELF = "You cannot give yourself a seat. Ask another administrator, the chair or the secretary"
NOT_YOUR_OWN_ROLE = "Nobody changes the role of a seat that they sit in. Ask another chair, secretary or administrator"
NOT_YOUR_OWN_DAYS = "Nobody changes the days of a seat that they sit in. Ask another chair, secretary or administrator"
OTHER_SEAT_THEN = "This person has another seat in the group at that time"
SITS_ALREADY = "This person has a seat in the group already"
# Who else stands in for a member: each app to the right adds a function of a seat, which gives their rows.
MORE_STAND_INS = []
CHANGED_MEANWHILE = "The seat was changed while you were looking at it. Look at it again before you confirm it"


@transaction.atomic
def invite_member(
    *,
    group,
    by,
    name,
    email,
    role,
    organisation=None,
    new_organisation="",
    new_organisation_kind="",
    areas=(),
    portfolios=(),
    **about,
):
    """A new seat, not yet confirmed. `about`: job_title, seniority, brings, starts_on, ends_on. Raises ValidationError.

    Whether there was an account at this address, neither the answer nor its time nor its errors tell.
    """
    if is_own_address(email, by):
        raise ValidationError(NOT_YOURSELF)
    organisation = chosen_or_added(
        group=group,
        organisation=organisation,
        new_organisation=new_organisation,
        new_organisation_kind=new_organisation_kind,
        by=by,
    )
    user = invited_or_known(email=email, name=name)
    with refusing(nobody_sits_twice_at_once={"email": SITS_ALREADY}):
        membership = Membership.objects.create(
            group=group,
            user=user,
            organisation=organisation,
            name=name,
            role=role,
            granted_by=by,
            **with_moments(about),
        )
    membership.portfolios.add(*portfolios)
    membership.areas.add(*with_areas_of(portfolios, areas))
    record(by=by, verb="member invited", target=membership, role=role)
    return membership


def with_areas_of(portfolios, areas):
    """Who speaks for a portfolio speaks for its area."""
    return {*areas, *(portfolio.area for portfolio in portfolios)}


def is_own_address(email, user):
    return email.strip().lower() == user.email.lower()


def is_own(seat, user):
    return seat.user_id == user.pk or sits_in(user, seat)


@transaction.atomic
def change_membership(*, membership, by, role, areas, portfolios=(), **about):
    """`about`: name, job_title, seniority, brings, starts_on, ends_on. Raises ValidationError when it would change
    one's own role or days.

    Who gives a new role has made the seat what it is, so from then on a third person confirms it; whoever stands in for
    the member was confirmed for the old role, and is confirmed again too.
    """
    seat = locked_seat(membership)
    new_role = role != seat.role
    about = with_moments(about, is_new=False)
    new_days = about.get("ends_at", seat.ends_at) != seat.ends_at or "starts_at" in about
    if (new_role or new_days) and is_own(seat, by):
        raise ValidationError(NOT_YOUR_OWN_ROLE if new_role else NOT_YOUR_OWN_DAYS)
    if new_role:
        seat.role, seat.granted_by, seat.confirmed_by, seat.confirmed_at = role, by, None, None
    for field, value in about.items():
        setattr(seat, field, value)
    with refusing(nobody_sits_twice_at_once={"ends_on": OTHER_SEAT_THEN}):
        seat.save()
    # of portfolios that were removed, the seat keeps what it held
    seat.portfolios.set([*portfolios, *seat.portfolios.exclude(removed_at=None)])
    seat.areas.set(with_areas_of(portfolios, areas))
    if new_role:
        for stand_ins in [seat.deputyships.not_ended(), *(more(seat) for more in MORE_STAND_INS)]:
            stand_ins.update(confirmed_by=None, confirmed_at=None)
    record(by=by, verb="role changed" if new_role else "membership changed", target=seat, role=role)
    return seat


@transaction.atomic
def confirm_membership(*, membership, by, role=None):
    """`role` is the one that was looked at before saying yes. Raises ValidationError."""
    seat = locked_seat(membership)
    if role is not None and role != seat.role:
        raise ValidationError(CHANGED_MEANWHILE)
    confirm(seat, by=by)
    record(by=by, verb="membership confirmed", target=seat, role=seat.role)
    return seat


@transaction.atomic
def end_membership(*, membership, by, ends_on=None, **detail):
    """From now on or from that day, and for whoever stands in: access is gone with the next request.

    `detail` goes into the record.
    """
    seat = locked_seat(membership)
    close_seat(seat, ends_on)
    if ends_on:
        detail["ends_on"] = ends_on.isoformat()
    record(by=by, verb="membership ended", target=seat, grants_ended=take_away_grants(seat.group), **detail)
    return seat


@transaction.atomic
def step_up(*, deputyship, by):
    """A seat of their own for a deputy, in the member's role and for what the member speaks for, not yet confirmed.

    They come for the organisation that they stood in for. Raises ValidationError.
    """
    seat = deputyship.membership
    if deputyship.user_id == by.pk:
        raise ValidationError(NOT_YOURSELF)
    user = invited_or_known(email=deputyship.user.email, name=deputyship.name)
    with refusing(nobody_sits_twice_at_once=SITS_ALREADY):
        membership = Membership.objects.create(
            group=seat.group,
            user=user,
            organisation=deputyship.organisation,
            name=deputyship.name,
            job_title=deputyship.job_title,
            role=seat.role,
            brings=seat.brings,
            granted_by=by,
        )
    membership.areas.set(seat.areas.all())
    membership.portfolios.set(seat.portfolios.current())
    record(by=by, verb="deputy stepped up", target=membership, role=seat.role, deputyship=deputyship.public_id)
    return membership


def close_seat(seat, on=None):
    """A seat that has not begun by then never does."""
    close(Membership.objects.filter(pk=seat.pk), on)
    close(seat.deputyships.not_ended(), on)


def close(seats, on=None):
    """Now, or as that day begins in London. Those that end sooner keep their end: LEAST passes over what is NULL."""
    at = Value(midnight(on)) if on else Now()
    seats.update(starts_at=Least("starts_at", at), ends_at=Least("ends_at", at))


def locked_seat(membership):
    """The seat as it stands now, until the end of the transaction. Raises ValidationError when it has ended."""
    seats = Membership.objects.not_ended().with_people().select_for_update(of=["self"])
    seat = seats.filter(pk=membership.pk).first()
    if seat is None:
        raise ValidationError("This seat has ended")
    return seat
