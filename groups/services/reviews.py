"""The access review: confirming what is still right, and the end of what nobody confirmed in time."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from audit.services import record
from groups.models import PAPG, Deputyship, Membership
from groups.reviews import lapsing_deputyships, lapsing_seats, why_not_review
from groups.services.grants import take_away_grants
from groups.services.member_imports import forget_lists
from groups.services.memberships import close, close_seat
from lib import wall

LOOKS_BACK = timedelta(days=7)  # to seats that ended by themselves


@transaction.atomic
def review_access(*, group, seats, deputyships, by):
    """`seats`, `deputyships`: public ids of those that are still right. Raises ValidationError for one's own."""
    for kind, ids in [(Membership, seats), (Deputyship, deputyships)]:
        rows = kind.objects.active().filter(group=group, public_id__in=ids).select_for_update(of=["self"])
        for seated in rows:
            if refusal := why_not_review(seated, by):
                raise ValidationError(refusal)
        kind.objects.filter(pk__in=[seated.pk for seated in rows]).update(reviewed_at=Now(), reviewed_by=by)
    record(by=by, verb="access reviewed", target=group, seats=sorted({*seats}), deputyships=sorted({*deputyships}))


def end_what_is_over():
    """The step of each minute's sweep."""
    lapse_memberships()
    end_what_was_granted()
    with wall.down():
        forget_lists()


def lapse_memberships():
    """Ends what nobody confirmed in time. Safe to run twice: each is asked again under a lock on its group."""
    with wall.down():
        for lapsing, lapse in [(lapsing_deputyships, _lapse_deputyship), (lapsing_seats, _lapse_seat)]:
            for key, group in lapsing().values_list("pk", "group"):
                with transaction.atomic():
                    PAPG.objects.select_for_update(no_key=True).get(pk=group)
                    for seated in lapsing().filter(pk=key).select_related("group__lead_authority"):
                        lapse(seated)


def _lapse_seat(seat):
    close_seat(seat)
    Membership.objects.filter(pk=seat.pk).update(lapsed=True)
    record(by=None, verb="membership lapsed", target=seat, grants_ended=take_away_grants(seat.group))


def _lapse_deputyship(deputyship):
    rows = Deputyship.objects.filter(pk=deputyship.pk)
    close(rows)
    rows.update(lapsed=True)
    record(by=None, verb="deputyship lapsed", target=deputyship, grants_ended=take_away_grants(deputyship.group))


def end_what_was_granted():
    """What was granted in person to somebody whose seat has come to its last day: who comes back begins anew."""
    with wall.down():
        ended = {"ends_at__lte": Now(), "ends_at__gt": Now() - LOOKS_BACK}
        seats, deputyships = (kind.objects.filter(**ended).values("group") for kind in [Membership, Deputyship])
        for group in PAPG.objects.filter(pk__in=seats.union(deputyships)).select_related("lead_authority"):
            with transaction.atomic():
                if gone := take_away_grants(group):
                    record(by=None, verb="grants of those who left ended", target=group, grants_ended=gone)
