"""The chair is told of each seat that an administrator made or gave a new role, and of each second factor reset."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from groups.models import FactorReset, Membership, Office
from groups.roles import Role
from notices import kinds

TOLD_WITHIN = timedelta(days=7)  # of a seat that was confirmed before the chair could be told


def register():
    kinds.register(
        "seat_made",
        find_due=seats_to_tell_of,
        still_owed=chair_still_sits,
        template="seat_made",
        context=lambda notice: {},
        verb="chair told of a seat",
    )
    kinds.register(
        "second_factor_reset",
        find_due=resets_to_tell_of,
        still_owed=lambda notice: notice.person.is_active,
        template="second_factor_reset",
        context=lambda notice: {},
        verb="chair told of a reset",
    )


def seats_to_tell_of():
    """(chair, occasion, due_at); a seat that is given another role is another occasion."""
    seats = list(seats_made_by_administrators())
    chairs = defaultdict(list)
    for chair in chairs_of([seat.group_id for seat in seats]):
        chairs[chair.group_id].append(chair.user)
    return [
        (person, f"{seat.public_id}:{seat.role}", timezone.now())
        for seat in seats
        for person in chairs[seat.group_id]
        if person.pk not in (seat.user_id, seat.granted_by_id)
    ]


def seats_made_by_administrators():
    administrators = Office.objects.active().filter(
        role=Role.ADMINISTRATOR, user=OuterRef("granted_by"), authority=OuterRef("group__lead_authority")
    )
    recent = Q(confirmed_by=None) | Q(starts_at__gt=Now() - TOLD_WITHIN)
    return Membership.objects.active().filter(recent & Exists(administrators))


def chairs_of(group_ids):
    return Membership.objects.active().filter(group__in=group_ids, role=Role.CHAIR).select_related("user")


def chair_still_sits(notice):
    seat_id, _, role = notice.occasion.partition(":")
    seat = Membership.objects.active().filter(public_id=seat_id, role=role).first()
    return seat is not None and chairs_of([seat.group_id]).filter(user=notice.person, user__is_active=True).exists()


def resets_to_tell_of():
    """(chair, occasion, due_at): of each group in which the person has a seat or stands in, once for a reset."""
    recent = FactorReset.objects.done().filter(answered_at__gt=Now() - TOLD_WITHIN)
    return [
        (chair.user, reset.public_id, reset.answered_at)
        for reset in recent.select_related("person")
        for chair in chairs_of(Membership.objects.held_by(reset.person).values("group"))
        if chair.user_id != reset.person_id
    ]
