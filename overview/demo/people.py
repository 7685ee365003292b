"""The people of the demo as its first page lists them."""

from dataclasses import dataclass, field

from accounts.models import User
from groups.models import PAPG, Deputyship, Membership, Office
from lib import wall


@dataclass(frozen=True)
class Person:
    public_id: str
    name: str
    does: str  # job, role or whom they stand in for
    organisation: str
    notes: list = field(default_factory=list)


@wall.down()
def people_by_group():
    """Everybody once, with the first group in which they have a part; other parts stand beside it."""
    groups = PAPG.objects.select_related("lead_authority").order_by("pk")
    places = [_place(group) for group in groups]
    places.append({"name": "The service itself", "kind": "", "where": "here", "people": _operators()})
    return _everybody_once(places)


def _place(group):
    """The offices of a subgroup are listed with its parent."""
    name = group.lead_authority.name
    where = f"in the {group.name}" if group.parent_id else f"at {name}"
    return {"name": name, "kind": group.name, "where": where, "people": _people_of(group)}


def _everybody_once(places):
    first = {}
    for place in places:
        for person in place["people"]:
            known = first.setdefault(person.public_id, person)
            if known is not person:
                known.notes.append(f"Also {person.does.lower()} {place['where']}")
        place["people"] = [person for person in place["people"] if first[person.public_id] is person]
    return places


def _people_of(group):
    seats = Membership.objects.filter(group=group).select_related("user", "organisation").order_by("pk")
    deputyships = Deputyship.objects.filter(group=group).select_related("user", "organisation", "membership")
    offices = Office.objects.active().filter(authority=group.lead_authority).select_related("user", "authority")
    return [
        *[_seated(seat) for seat in seats],
        *[_deputy(deputyship) for deputyship in deputyships.order_by("membership", "order")],
        *[_officer(office) for office in offices.order_by("pk") if not group.parent_id],
    ]


def _seated(seat):
    notes = left(seat) if seat.confirmed_by_id else ["Seat not confirmed yet"]
    return Person(
        seat.user.public_id, seat.name, seat.get_role_display(), f"{seat.job_title}, {seat.organisation}", notes
    )


def _deputy(deputyship):
    standing_in = f"Deputy of {deputyship.membership.name}"
    return Person(
        deputyship.user.public_id,
        deputyship.name,
        standing_in,
        f"{deputyship.job_title}, {deputyship.organisation}",
        left(deputyship),
    )


def left(seat):
    """Whoever has left can be tried, too: the group opens to them no more."""
    return ["Has left"] if seat.has_ended else []


def _officer(office):
    return Person(office.user.public_id, office.user.name, office.get_role_display(), office.authority.name)


def _operators():
    return [
        Person(user.public_id, user.name, "Operator", "Runs the service and opens no group")
        for user in User.objects.filter(is_superuser=True)
    ]
