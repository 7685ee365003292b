"""What a joiner has still to do, and what is still to do about a leaver: facts, and a few ticks that the group keeps.

A fact is a clause on the seat, so that all of them are one query. Nothing is said of the person's account before they
have signed in since the seat began: whoever invites an address would learn otherwise whether there was an account.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q

from groups.access import undertaking_accepted
from groups.models import ChecklistTick, Deputyship, Membership, StandingItem, TermsAnswer
from groups.models.checklist import JOINER, LEAVER
from groups.roles import ROLE_PERMISSIONS, Permission, Role
from groups.sensitivity import LOOKERS_ON


@dataclass(frozen=True)
class Fact:
    """`clause()` is asked of the seat; `applies(role)`: whether the role has anything to do with it."""

    key: str
    says: str
    clause: Callable
    applies: Callable = field(default=lambda role: True)


@dataclass(frozen=True)
class Line:
    says: str
    is_done: bool
    item: str = ""  # of what is ticked by hand


SIGNED_IN = Q(user__last_login__gt=F("starts_at"))


def _has_factor():
    return SIGNED_IN & Q(Exists(Authenticator.objects.filter(user=OuterRef("user"))))


def _has_accepted():
    return SIGNED_IN & Q(undertaking_accepted())


def _has_deputy():
    return Exists(Deputyship.objects.active().filter(membership=OuterRef("pk")))


def _has_agreed():
    return Exists(TermsAnswer.objects.filter(seat=OuterRef("pk"), agrees=True))


def _may(permission):
    return lambda role: permission in ROLE_PERMISSIONS[Role(role)]


def _reads(role):
    return role not in LOOKERS_ON


# Apps to the right add what they know: of a joiner, and of what a seat still holds
JOINER_FACTS = [
    Fact("signed_in", "Signed in since the seat began", lambda: SIGNED_IN),
    Fact("factor", "Second factor set up", _has_factor),
    Fact("accepted", "Handling undertaking accepted", _has_accepted, _reads),
    Fact("confirmed", "Seat confirmed", lambda: Q(confirmed_by__isnull=False)),
    Fact("deputy", "A deputy named", _has_deputy, _may(Permission.NOMINATE_DEPUTY)),
    Fact("agreed", "Terms of reference agreed to", _has_agreed, _may(Permission.AGREE_TERMS)),
]
STILL_HOLDS = [lambda: Exists(StandingItem.objects.filter(owner=OuterRef("pk")))]


def _holds_nothing():
    return ~Q(*[Q(holds()) for holds in STILL_HOLDS], _connector=Q.OR)


def _deputy_sits():
    stood_in = Deputyship.objects.filter(membership=OuterRef(OuterRef("pk"))).values("user")
    return Exists(Membership.objects.not_ended().filter(group=OuterRef("group"), user__in=stood_in))


LEAVER_FACTS = [
    Fact("ended", "Access ended", lambda: Q(ends_at__isnull=False)),
    Fact("handed_over", "Items and actions handed over", _holds_nothing),
    Fact("stepped_up", "A deputy has a seat of their own", _deputy_sits),
]


def checklist_of(seat):
    """The lines about a joiner, or about a leaver once the seat has ended. One query."""
    known, items = (LEAVER_FACTS, LEAVER) if seat.has_ended else (JOINER_FACTS, JOINER)
    facts = [fact for fact in known if fact.applies(seat.role)]
    clauses = {fact.key: ExpressionWrapper(Q(fact.clause()), output_field=BooleanField()) for fact in facts}
    ticks = ArraySubquery(ChecklistTick.objects.filter(membership=OuterRef("pk")).values("item"))
    found = Membership.objects.filter(pk=seat.pk).values(ticked=ticks, **clauses).get()
    by_hand = [Line(item.label, item in found["ticked"], item.value) for item in items]
    return [*(Line(fact.says, bool(found[fact.key])) for fact in facts), *by_hand]
