"""Who may read a thing, and why: each person of the group in a line, by the one rule and no other."""

from dataclasses import dataclass
from datetime import datetime

from groups.access import hats_in
from groups.models import Audience, Marking
from groups.roles import Role
from groups.sensitivity import (
    AUDIENCES,
    LOOKERS_ON,
    MARKINGS,
    grants_to_read,
    has_named_readers,
    is_authors,
    opens,
)

IN_AUDIENCE = {
    Audience.EVERYONE: "It is for everyone in the group",
    Audience.STATUTORY: "Sits for a statutory partner",
    Audience.AUTHORITY: "Sits for an authority that leads or takes part",
    Audience.NAMED: "Is a named reader",
}
NOT_IN_AUDIENCE = {
    Audience.EVERYONE: "An auditor reads the audit log and nothing else",
    Audience.STATUTORY: "Does not sit for a statutory partner",
    Audience.AUTHORITY: "Does not sit for an authority that leads or takes part",
    Audience.NAMED: "Is not a named reader",
}


@dataclass(frozen=True)
class Line:
    name: str
    organisation: str
    as_whom: str
    reads: bool
    why: str
    until: datetime | None = None


def lines_of(thing):
    """Those who read the thing first; three queries and those of its guests, however many people there are."""
    everybody = hats_in(thing.group)
    named = named_readers(thing)
    members = {hat.seat_id: hat.name for hats in everybody.values() for hat in hats if not hat.stands_in}
    lines = [_line(thing, person, hats, named, members) for person, hats in everybody.items() if hats]
    return sorted(lines, key=lambda line: (not line.reads, line.name))


def named_readers(thing):
    """{person: until when} of the grants that count now."""
    if not has_named_readers(type(thing)):
        return {}
    return dict(grants_to_read(type(thing)).filter(content_object=thing).values_list("user", "until"))


def _line(thing, person, hats, named, members):
    reading = next((hat for hat in hats if opens(hat, thing, person, person in named)), None)
    authors = is_authors(person, thing, hats)
    hat = reading or hats[0]
    reads = reading is not None or authors or person in thing.people_let_in
    return Line(
        hat.name,
        hat.organisation,
        as_whom(hat, members),
        reads,
        why_reads(hat, thing, authors and not reading) if reads else why_not(hat, thing, person, named),
        named.get(person) if thing.audience == Audience.NAMED else None,
    )


def as_whom(hat, members):
    if not hat.stands_in:
        return hat.role.label
    member = members.get(hat.seat_id, "")
    return f"For this meeting, in place of {member}" if hat.meeting_id else f"Deputy of {member}"


def why_reads(hat, thing, as_author):
    if as_author:
        return "Wrote it"
    if thing.is_sent_up_to(hat):
        return "Results go to the senior owner"
    if hat.seat_id is None or thing.marking == Marking.OFFICIAL:
        return IN_AUDIENCE[thing.audience]
    return f"{IN_AUDIENCE[thing.audience]}; confirmed, and has accepted the undertaking"


def why_not(hat, thing, person, named):
    """The first thing that is missing, in the order in which the rule asks."""
    if not hat.covers(thing):
        return "Stands in at another meeting only"
    if not AUDIENCES[thing.audience](hat) or (thing.audience == Audience.NAMED and person not in named):
        return why_not_in_audience(hat, thing.audience)
    if not MARKINGS[thing.marking](hat):
        return why_not_sensitive(hat)
    return "It is not out yet: only those who work on it read it"


def why_not_in_audience(hat, audience):
    if audience in (Audience.STATUTORY, Audience.AUTHORITY) and hat.seat_id is None:
        return "An office reads only what is for everyone"
    if audience in (Audience.STATUTORY, Audience.AUTHORITY) and hat.role in LOOKERS_ON:
        return f"{Role(hat.role).label}: reads only what is for everyone"
    return NOT_IN_AUDIENCE[audience]


def why_not_sensitive(hat):
    if hat.seat_id is None:
        return "An office reads nothing that is OFFICIAL-SENSITIVE"
    if hat.role in LOOKERS_ON:
        return f"{Role(hat.role).label}: reads nothing that is OFFICIAL-SENSITIVE"
    return "Waits to be confirmed" if not hat.confirmed else "Has not accepted the handling undertaking of today"
