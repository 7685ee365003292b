"""The access review: which seats and deputyships are to be confirmed as still right, and by when."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from groups.access import hats_in, sits_in
from groups.models import Audience, Deputyship, Marking, Membership
from groups.roles import ROLE_PERMISSIONS, SEAT_ROLES, Permission
from groups.sensitivity import within_limits

ASKED_BEFORE = timedelta(days=28)
KEEPERS = [role for role in SEAT_ROLES if Permission.MANAGE_MEMBERS in ROLE_PERMISSIONS[role]]
NOBODY_ELSE = timedelta(0)


def to_review(group, user):
    """(seats and deputyships that this person can confirm, those in which they sit themselves), soonest first.

    Each with `opens_sensitive`.
    """
    seats = Membership.objects.active().filter(group=group).select_related("organisation")
    deputyships = Deputyship.objects.active().filter(group=group, membership__in=seats.values("pk"))
    found = [*seats, *deputyships.select_related("organisation", "membership")]
    opening = {place_of(person, hat) for person, hats in hats_in(group).items() for hat in hats if opens_all(hat)}
    stood_in = {one.membership_id for one in found if isinstance(one, Deputyship) and one.user_id == user.pk}
    for one in found:
        is_seat = isinstance(one, Membership)
        one.opens_sensitive = (one.user_id, one.pk if is_seat else one.membership_id, not is_seat) in opening
        one.is_own = one.user_id == user.pk or (is_seat and one.pk in stood_in)
    found.sort(key=lambda one: (one.lapses_at, one.name))
    return [one for one in found if not one.is_own], [one for one in found if one.is_own]


def place_of(person, hat):
    return person, hat.seat_id, hat.stands_in


def opens_all(hat):
    return not hat.meeting_id and within_limits(hat, Audience.EVERYONE, Marking.OFFICIAL_SENSITIVE)


def why_not_review(seated, user):
    """Nobody keeps their own way in open, nor that of the member they stand in for; empty when they may."""
    if seated.user_id == user.pk or (isinstance(seated, Membership) and sits_in(user, seated)):
        return f"You sit in the seat of {seated.name} yourself: somebody else confirms it"
    return ""


# What is over ---------------------------------------------------------------------------------------------------------


def overdue(kind):
    """Live, and not confirmed in time."""
    return kind.objects.to_review_within(NOBODY_ELSE)


def lapsing_seats():
    """Of the overdue ones, those that somebody else here could have confirmed. A chair or a secretary goes only while
    another stays who is not overdue: so a group never lapses into having nobody who lets people in.
    """
    others = _other_keepers()
    in_time = others.with_review().filter(review_by__gt=Now())
    keeps = Q(role__in=KEEPERS)
    return overdue(Membership).filter(~keeps & Q(Exists(others)) | keeps & Q(Exists(in_time)))


def lapsing_deputyships():
    return overdue(Deputyship).filter(Exists(_other_keepers()))


def _other_keepers():
    keepers = Membership.objects.active().filter(group=OuterRef("group"), role__in=KEEPERS)
    return keepers.exclude(confirmed_by=None).exclude(user=OuterRef("user"))


def groups_that_wait():
    """The keys of groups with something overdue that does not lapse, for want of somebody to confirm it."""
    seats = overdue(Membership).exclude(pk__in=lapsing_seats().values("pk")).values("group")
    deputyships = overdue(Deputyship).exclude(pk__in=lapsing_deputyships().values("pk")).values("group")
    return {row["group"] for row in [*seats, *deputyships]}
