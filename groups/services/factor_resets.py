"""A lost second factor: two people who know the person give them a new start, and everything else waits for a chair."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from accounts.services import start_anew
from audit.services import record
from groups.access import sits_in
from groups.models import Deputyship, FactorReset, Membership

NOT_ONE_S_OWN = (
    "Nobody does this for themselves, nor for the member whom they stand in for. Ask another chair or secretary"
)
WAITS_ALREADY = "Somebody has asked for it already. A second person now agrees or refuses"
OVER = "Nobody asks for it any more, or it was answered. Look at it again"
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
        for seats in (Membership.objects, Deputyship.objects):
            seats.filter(user=seat.user).active().update(confirmed_by=None, confirmed_at=None)
        start_anew(user=seat.user, by=by)
    record(by=by, verb="reset agreed" if agreed else "reset refused", target=seat, reset=reset.public_id)


def _locked(membership, by):
    seat = Membership.objects.active().with_people().select_for_update(of=["self"]).filter(pk=membership.pk).first()
    if seat is None or seat.user_id == by.pk or sits_in(by, seat):
        raise ValidationError(NOT_ONE_S_OWN)
    return seat
