"""The whole table of a group in two queries: every area with its portfolios, and every seat, held now or ended."""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Value, When
from django.db.models.functions import JSONObject, Now
from django.utils import timezone

from groups.areas import areas_in
from groups.models import PAPG, BusinessArea, Deputyship, Membership
from groups.roles import Role
from groups.sensitivity import LOOKERS_ON
from lib.dated import live

Kind = BusinessArea.Kind


@dataclass
class Place:
    """One area and who speaks for it, or spoke for it last. Who only looks on speaks for none."""

    area: BusinessArea
    seats: list
    left: Membership | None = None  # whose seat ended last, where nobody speaks for the area now

    @property
    def is_empty(self):
        return not self.seats

    @property
    def is_held_elsewhere(self):
        """Nobody is missed where the function is not the council's own."""
        return self.is_empty and bool(self.area.holders)

    @property
    def days_vacant(self):
        left = self.left and timezone.localdate(self.left.ends_at)
        return (timezone.localdate() - left).days if left else None

    @property
    def silent_portfolios(self):
        """Portfolios that nobody speaks for. A seat that names none of the area's speaks for the whole of it."""
        here = {portfolio["public_id"] for portfolio in self.area.portfolios_here}
        named = [here.intersection(seat.portfolio_ids) for seat in self.seats]
        if not all(named):
            return []
        spoken_for = set().union(*named)
        return [portfolio for portfolio in self.area.portfolios_here if portfolio["public_id"] not in spoken_for]


@dataclass
class Seating:
    group: PAPG
    areas: list
    seats: list  # held now
    ended: list = field(default_factory=list)  # the latest first

    @cached_property
    def places(self):
        return [self._place(area) for area in self.areas]

    def _place(self, area):
        seats = [seat for seat in self.speakers if area.code in seat.area_codes]
        gone = [seat for seat in self.ended if area.code in seat.area_codes and seat.role not in LOOKERS_ON]
        return Place(area, seats, gone[0] if gone and not seats else None)

    def of_kind(self, kind):
        return [place for place in self.places if place.area.kind == kind]

    @property
    def speakers(self):
        return [seat for seat in self.seats if seat.role not in LOOKERS_ON]

    def of_role(self, role):
        return [seat for seat in self.seats if seat.role == role]

    @property
    def chair(self):
        return next(iter(self.of_role(Role.CHAIR)), None)

    @property
    def without_deputy(self):
        """Of those who speak for an area: the chair has the deputy chair."""
        return [seat for seat in self.speakers if seat.area_codes and not seat.standing_in]

    @property
    def covered_count(self):
        return sum(not place.is_empty for place in self.of_kind(Kind.FIVE))


def seating_of(group):
    seats = list(_seats_that_began(group))
    return Seating(
        group=group,
        areas=list(areas_in(group)),
        seats=[seat for seat in seats if seat.is_held],
        ended=sorted((seat for seat in seats if not seat.is_held), key=lambda seat: seat.ends_at, reverse=True),
    )


def _seats_that_began(group):
    """Each with `area_codes`, `portfolio_ids` and, as they are now, its deputies in `standing_in`."""
    areas = Membership.areas.through.objects.filter(membership=OuterRef("pk"))
    portfolios = Membership.portfolios.through.objects.filter(membership=OuterRef("pk"), portfolio__removed_at=None)
    deputies = Deputyship.objects.active().filter(membership=OuterRef("pk")).order_by("order", "pk")
    in_brief = JSONObject(name="name", empowered="empowered", person="user__public_id")
    return (
        Membership.objects.filter(group=group, starts_at__lte=Now())
        .select_related("organisation")
        .annotate(
            is_held=Case(When(live(), then=Value(True)), default=Value(False)),
            area_codes=ArraySubquery(areas.values("businessarea__code")),
            portfolio_ids=ArraySubquery(portfolios.values("portfolio__public_id")),
            standing_in=ArraySubquery(deputies.values(json=in_brief)),
        )
        .order_by("name")
    )
