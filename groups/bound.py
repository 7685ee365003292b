"""Whom a group's handling undertaking binds: every seat that could read OFFICIAL-SENSITIVE once it is accepted."""

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now

from groups.models import Acceptance, Deputyship, Membership, Undertaking
from groups.models.undertaking import UNDERTAKING_HOLDS
from groups.roles import STOOD_IN_FOR_ONLY_IF_EMPOWERED
from groups.sensitivity import LOOKERS_ON
from lib.dated import live


def seats_bound():
    """(seats, deputyships), both live; who looks on is bound by nothing, since nothing opens to them."""
    empowered_enough = Q(empowered=True) | ~Q(membership__role__in=STOOD_IN_FOR_ONLY_IF_EMPOWERED)
    deputyships = Deputyship.objects.active().filter(empowered_enough, live("membership__"))
    return (
        Membership.objects.active().exclude(role__in=LOOKERS_ON),
        deputyships.exclude(membership__role__in=LOOKERS_ON),
    )


def people_bound(**which):
    """Everybody whom the undertaking binds; `which` narrows the seats, as `group=` does."""
    seats, deputyships = (seats.filter(user=OuterRef("pk"), **which) for seats in seats_bound())
    return get_user_model().objects.filter(Q(Exists(seats)) | Q(Exists(deputyships)))


def has_accepted(sha256):
    """The clause on people that they accepted this text within a year."""
    held = Acceptance.objects.filter(person=OuterRef("pk"), sha256=sha256, at__gt=Now() - UNDERTAKING_HOLDS)
    return Q(Exists(held))


def last_accepted_at(user, group):
    """When this person last accepted the text that holds in `group` (a path from the row asked for it) today."""
    current = Undertaking.objects.filter(group=OuterRef(OuterRef(group))).order_by("-number").values("sha256")[:1]
    accepted = Acceptance.objects.filter(person=user, sha256=Subquery(current))
    return Subquery(accepted.order_by("-at").values("at")[:1])
