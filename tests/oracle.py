"""The reading rule once more, in plain Python from the policy, apart from the code: it imports none of ours.

A person is a list of ways of being in groups. A way counts as one hat, and one hat alone must satisfy everything.
"""

from dataclasses import dataclass

STATUTORY_KINDS = {"authority", "police", "fire", "ambulance", "statutory"}
LOOKING_ON = {"observer", "context_only"}
ONLY_IF_EMPOWERED = {"chair", "secretary"}

# By the state of a thing: the roles that may see it there, before audience and marking. A state not named here: all.
EDIT_MINUTES = {"chair", "secretary"}
APPROVE_MINUTES = {"chair", "deputy_chair"}
ADMITS = {
    "draft": EDIT_MINUTES,
    "at chair": EDIT_MINUTES | APPROVE_MINUTES,
    "discussed": EDIT_MINUTES | {"chair", "deputy_chair", "secretary"},
    "being answered": {"chair", "secretary"},
    "results": {"chair", "deputy_chair", "secretary", "adviser", "senior_owner"},
}
ANSWERS_CRITERIA = {"chair", "deputy_chair", "secretary", "member", "adviser"}


@dataclass(frozen=True)
class Seat:
    group: str
    role: str
    kind: str  # of its organisation
    takes_part: bool = False  # that organisation leads or takes part in the group
    confirmed: bool = True
    live: bool = True


@dataclass(frozen=True)
class StandIn:
    """A deputyship: for the member of `seat`, from an organisation of one's own."""

    seat: Seat
    kind: str
    takes_part: bool = False
    confirmed: bool = True
    empowered: bool = True
    live: bool = True


@dataclass(frozen=True)
class Office:
    group: str  # one that the authority leads
    role: str
    live: bool = True


@dataclass(frozen=True)
class Thing:
    group: str
    audience: str
    marking: str
    state: str = "out"


def may_read(ways, undertaken, thing, named, asked=False, author=False):
    """`undertaken`: groups whose text of today the person accepted within a year. `named`: they hold a live grant.

    `asked`: they were asked for this answer. `author`: they wrote it, and read it while they sit in the group.
    """
    living = [way for way in ways if way.live]
    return (
        any(opens(way, thing.group in undertaken, thing, named) and state_admits(way, thing, asked) for way in living)
        or (author and any(sits_in(way, thing.group) for way in living))
        or any(is_sent_up(way, thing) for way in living)
    )


def role_of(way):
    return way.seat.role if isinstance(way, StandIn) else way.role


def state_admits(way, thing, asked):
    if thing.state == "being answered" and asked and role_of(way) in ANSWERS_CRITERIA:
        return True
    return thing.state not in ADMITS or role_of(way) in ADMITS[thing.state]


def sits_in(way, group):
    if isinstance(way, StandIn):
        empowered = way.empowered or way.seat.role not in ONLY_IF_EMPOWERED
        return way.seat.live and empowered and way.seat.group == group
    return isinstance(way, Seat) and way.group == group


def is_sent_up(way, thing):
    """Results of an assessment, to the senior owner; never what is for named readers."""
    owns = isinstance(way, Office) and way.role == "senior_owner" and way.group == thing.group
    return owns and thing.state == "results" and thing.audience != "named"


def opens(way, undertaken, thing, named):
    if isinstance(way, Office):
        return way.group == thing.group and office_opens(way, thing)
    if isinstance(way, StandIn):
        return stand_in_opens(way, undertaken, thing, named)
    return (
        way.group == thing.group
        and seat_is_in_audience(way.role, [way.kind], [way.takes_part], thing, named)
        and seat_is_cleared(way.role, way.confirmed, undertaken, thing)
    )


def office_opens(office, thing):
    """The auditor reads the audit log and nothing else; the others, OFFICIAL that is for everyone."""
    return office.role != "auditor" and thing.marking == "official" and thing.audience == "everyone"


def stand_in_opens(way, undertaken, thing, named):
    seat = way.seat
    if seat.group != thing.group or not seat.live:
        return False
    if seat.role in ONLY_IF_EMPOWERED and not way.empowered:
        return False
    kinds, taking_part = [seat.kind, way.kind], [seat.takes_part, way.takes_part]
    return seat_is_in_audience(seat.role, kinds, taking_part, thing, named) and seat_is_cleared(
        seat.role, seat.confirmed and way.confirmed, undertaken, thing
    )


def seat_is_in_audience(role, kinds, taking_part, thing, named):
    if thing.audience == "everyone":
        return True
    if thing.audience == "named":
        return named
    partner = role not in LOOKING_ON and all(kind in STATUTORY_KINDS for kind in kinds)
    return partner and (thing.audience == "statutory" or all(taking_part))


def seat_is_cleared(role, confirmed, undertaken, thing):
    return thing.marking == "official" or (role not in LOOKING_ON and confirmed and undertaken)
