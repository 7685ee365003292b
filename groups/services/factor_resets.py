"""A lost second factor: two people who know the person give them a new start, and everything else waits for a chair."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from accounts.services import send_to_address, start_anew
from audit.services import record
from groups.access import MORE_PLACES, sits_in
from groups.models import Deputyship, FactorReset, Membership, Office
from groups.roles import Role
from lib import wall

NOT_ONE_S_OWN = (
    "Nobody does this for themselves, nor for the member whom they stand in for. Ask another chair or secretary"
)
WAITS_ALREADY = "Somebody has asked for it already. A second person now agrees or refuses"
OVER = "Nobody asks for it any more, or it was answered. Look at it again"
HAS_A_SEAT = "They sit in a group. Two people there do this, on the page of the seat"
NO_VOUCHER = (
    "Whoever vouches is another person: for an officer one of the same authority, or chair or secretary of one of its "
    "groups; for a guest or a deputy at one meeting, chair or secretary of that group"
)
SECOND = "You asked for it, so another chair or secretary agrees"


@transaction.atomic
def ask_for_reset(*, membership, spoken, by):
    """`spoken`: that the asker has spoken with the person. Raises ValidationError."""
    seat = _locked(membership, by)
    if seat.factor_resets.waiting().exists():
        raise ValidationError(WAITS_ALREADY)
    reset = FactorReset.objects.create(membership=seat, person=seat.user, asked_by=by)
    record(by=by, verb="second factor said to be lost", target=seat, reset=reset.public_id)
    return reset


@transaction.atomic
def answer_reset(*, membership, agreed, by):
    """Agreed: no factor, no password and no session of the person is left; they begin as at the invitation, and
    OFFICIAL-SENSITIVE stays closed to each of their seats until it is confirmed again. Raises ValidationError."""
    seat = _locked(membership, by)
    reset = seat.factor_resets.waiting().select_for_update().first()
    if reset is None:
        raise ValidationError(OVER)
    if agreed and reset.asked_by_id == by.pk:
        raise ValidationError(SECOND)
    reset.state = FactorReset.State.AGREED if agreed else FactorReset.State.REFUSED
    reset.answered_by, reset.answered_at = by, Now()
    reset.save(update_fields=["state", "answered_by", "answered_at"])
    if agreed:
        _close_to(seat.user, by)
        start_anew(user=seat.user, by=by)
    record(by=by, verb="reset agreed" if agreed else "reset refused", target=seat, reset=reset.public_id)


# What else opens OFFICIAL-SENSITIVE to somebody: each app to the right adds a function that closes it
ALSO_CLOSED = []


def _close_to(person, by):
    """Until each of their places is confirmed again, by whoever has spoken with them: in other groups, too, of which
    those who gave the new start see nothing."""
    with wall.down():
        for seats in (Membership.objects, Deputyship.objects):
            seats.filter(user=person).active().update(confirmed_by=None, confirmed_at=None)
        for close in ALSO_CLOSED:
            close(person=person, by=by)


@transaction.atomic
def give_new_start(*, person, voucher):
    """For who sits in no group: the operator is one of the two people, `voucher` the other.

    Who sits in a group has a page for it. Raises ValidationError.
    """
    with wall.down():
        if any(seats.filter(user=person).active().exists() for seats in (Membership.objects, Deputyship.objects)):
            raise ValidationError(HAS_A_SEAT)
        place = _vouched_for(person, voucher)
    record(by=None, verb="reset vouched for", target=place, person=person.public_id, voucher=voucher.public_id)
    _close_to(person, by=None)
    start_anew(user=person, by=None)
    transaction.on_commit(lambda: send_to_address(voucher.email, "reset_vouched_for", {}))


def _vouched_for(person, voucher):
    """The office that they hold, or the group to which they are invited, where the voucher knows who they are.

    For an officer no invitation counts: whoever keeps some group could invite them there. Raises ValidationError.
    """
    seats = Membership.objects.active().filter(user=voucher, user__is_active=True, confirmed_by__isnull=False)
    kept = seats.filter(role__in=[Role.CHAIR, Role.SECRETARY]).select_related("group__lead_authority")
    offices = Office.objects.active().filter(user=person).select_related("authority").order_by("pk")
    if offices:
        places = [office for office in offices if _works_for(voucher, office.authority_id, kept)]
    else:
        places = [seat.group for seat in kept if any(has_place(person, seat.group) for has_place in MORE_PLACES)]
    if voucher.pk == person.pk or not places:
        raise ValidationError(NO_VOUCHER)
    return places[0]


def _works_for(voucher, authority_id, kept):
    """Holds an office in the authority, or keeps a group that it leads."""
    offices = Office.objects.active().filter(user=voucher, user__is_active=True, authority=authority_id)
    return offices.exists() or any(seat.group.lead_authority_id == authority_id for seat in kept)


def _locked(membership, by):
    seat = Membership.objects.active().with_people().select_for_update(of=["self"]).filter(pk=membership.pk).first()
    if seat is None or seat.user_id == by.pk or sits_in(by, seat):
        raise ValidationError(NOT_ONE_S_OWN)
    return seat
