"""Who is at the table: the areas that should be there, and the seats that speak for them."""

from dataclasses import dataclass, field

from groups.areas import holders_in
from groups.models import BusinessArea, Membership
from groups.roles import Role
from groups.sensitivity import LOOKERS_ON

LEADERS = [Role.CHAIR, Role.DEPUTY_CHAIR, Role.SECRETARY]


@dataclass
class AreaCover:
    """One area and the seats that speak for it. Who only looks on speaks for none."""

    area: BusinessArea
    seats: list = field(default_factory=list)

    @property
    def is_gap(self):
        """Nobody is missed where another body holds the function."""
        return not self.seats and not self.area.holders

    @property
    def state(self):
        """(words, kind of tag)."""
        if not self.seats:
            return ("Gap", "red") if self.is_gap else ("Held elsewhere", "open")
        if not any(seat.confirmed_by_id for seat in self.seats):
            return "Waits to be confirmed", "open"
        if not any(seat.deputies for seat in self.seats):
            return "No deputy", "amber"
        return "Covered", "ink"

    @property
    def in_brief(self):
        """(words, kind of tag) on one line. Further roles and partners are the group's choice, so none is a gap."""
        if self.is_gap:
            return f"{self.area.name}: nobody", "open"
        words, kind = self.state
        return (self.area.name, kind) if kind == "ink" else (f"{self.area.name}: {words.lower()}", kind)


@dataclass
class Coverage:
    """A group's seats, in the order of the page: under who leads, then under the kind of their first area."""

    seats: list
    areas: list

    def of_kind(self, kind):
        return [cover for cover in self.areas if cover.area.kind == kind]

    @property
    def five(self):
        return self.of_kind(BusinessArea.Kind.FIVE)

    @property
    def further(self):
        return self.of_kind(BusinessArea.Kind.FURTHER)

    @property
    def partners(self):
        return self.of_kind(BusinessArea.Kind.EXTERNAL)

    @property
    def covered_count(self):
        return sum(bool(cover.seats) for cover in self.five)

    @property
    def unconfirmed(self):
        return [seat for seat in self.seats if not seat.confirmed_by_id]

    @property
    def unconfirmed_deputies(self):
        return [deputy for seat in self.seats for deputy in seat.deputies if not deputy.confirmed_by_id]

    @property
    def leaders(self):
        found = [seat for seat in self.seats if seat.role in LEADERS]
        return sorted(found, key=lambda seat: LEADERS.index(seat.role))

    @property
    def five_seats(self):
        return self._others_of(BusinessArea.Kind.FIVE)

    @property
    def further_seats(self):
        return self._others_of(BusinessArea.Kind.FURTHER)

    @property
    def partner_seats(self):
        return self._others_of(BusinessArea.Kind.EXTERNAL)

    @property
    def other_seats(self):
        return self._others_of(None)

    @property
    def in_order(self):
        """Every seat once, as the table has them."""
        return [*self.leaders, *self.five_seats, *self.further_seats, *self.partner_seats, *self.other_seats]

    def _others_of(self, kind):
        return [seat for seat in self.seats if seat.role not in LEADERS and _kind_of(seat) == kind]


def _kind_of(seat):
    return seat.areas_held[0].kind if seat.areas_held else None


def seats_of(group):
    """The seats alone, in the same order; three queries, however many there are."""
    return Coverage(_live_seats(group), []).in_order


def coverage_of(group):
    """Four queries, however many seats there are; each area with `holders`, as in groups.areas."""
    seats = _live_seats(group)
    covers = [AreaCover(area) for area in BusinessArea.objects.annotate(holders=holders_in(group))]
    for cover in covers:
        cover.seats = [seat for seat in seats if cover.area in seat.areas_held and seat.role not in LOOKERS_ON]
    return Coverage(seats, covers)


def _live_seats(group):
    return list(Membership.objects.active().filter(group=group).with_places().order_by("name"))
