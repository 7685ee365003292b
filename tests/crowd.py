"""A crowd for the reading rule: some 600 people in two groups, and each kind of thing in both, made in a few queries.

What is made in the database stands beside it in the oracle's words.
"""

import hashlib
import random
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from groups.models import PAPG, Acceptance, Authority, Deputyship, Membership, Office, Organisation, Undertaking
from meetings.models import AgendaItem, ItemReader, Meeting
from tests import oracle

ROLES = ["chair", "deputy_chair", "secretary", "member", "adviser", "observer", "context_only"]
KINDS = ["police", "fire", "ambulance", "statutory", "business", "venue", "other"]
LEADS, TAKES_PART, ELSEWHERE = "authority that leads", "authority that takes part", "authority from elsewhere"
ORGANISATIONS = [LEADS, TAKES_PART, ELSEWHERE, *KINDS]
UNDERTAKEN = ["now", "never", "an older text", "more than a year ago"]
GRANTS = ["none", "live", "without end", "expired"]
NOW = timezone.now()
DAY = timedelta(days=1)


@dataclass
class Person:
    ways: list
    undertaken: str = "now"
    superuser: bool = False
    user: User = None


@dataclass
class Crowd:
    people: list
    things: dict = field(default_factory=dict)  # {primary key: (oracle's thing, which grants there are on it)}


# Whom there is --------------------------------------------------------------------------------------------------------


def seat(role, organisation, group="here", **fields):
    kind = "authority" if organisation.startswith("authority") else organisation
    return oracle.Seat(group, role, kind, organisation in (LEADS, TAKES_PART), **fields)


def stand_in(for_seat, organisation, **fields):
    own = seat(for_seat.role, organisation)
    return oracle.StandIn(for_seat, own.kind, own.takes_part, **fields)


def everybody():
    chance = random.Random(2026)  # noqa: S311  the same crowd each time
    return [*with_a_seat(), *with_an_office(), *standing_in(chance), *with_two_hats(chance)]


def with_a_seat():
    for role, organisation, confirmed in product(ROLES, ORGANISATIONS, [True, False]):
        for undertaken in UNDERTAKEN[:2]:
            yield Person([seat(role, organisation, confirmed=confirmed)], undertaken, superuser=role == "member")
    for role in ROLES:
        yield Person([seat(role, LEADS, live=False)])
        for undertaken in UNDERTAKEN[2:]:
            yield Person([seat(role, "police")], undertaken)


def with_an_office():
    for role, live in product(["administrator", "senior_owner", "auditor"], [True, False]):
        yield Person([oracle.Office("here", role, live=live)], superuser=live)
    yield Person([], superuser=True)


def standing_in(chance):
    for role, empowered in product(ROLES, [True, False]):
        for _ in range(10):
            yield Person([some_stand_in(chance, role=role, empowered=empowered)], chance.choice(UNDERTAKEN))


def some_stand_in(chance, role=None, empowered=None, group="here"):
    member = some_seat(chance, role=role, group=group, live=chance.random() < 0.9)
    return stand_in(
        member,
        chance.choice(ORGANISATIONS),
        confirmed=chance.random() < 0.7,
        empowered=chance.random() < 0.5 if empowered is None else empowered,
        live=chance.random() < 0.9,
    )


def some_seat(chance, role=None, group="here", live=True):
    return seat(
        role or chance.choice(ROLES), chance.choice(ORGANISATIONS), group, confirmed=chance.random() < 0.7, live=live
    )


def with_two_hats(chance):
    """Where the rule is most easily broken: what one hat lacks, the other has."""
    for _ in range(160):
        first = chance.choice([some_seat, some_stand_in])(chance, group=chance.choice(["here", "there"]))
        second = chance.choice([some_stand_in, some_office])(chance, group=chance.choice(["here", "there"]))
        yield Person([first, second], chance.choice(UNDERTAKEN), superuser=chance.random() < 0.2)


def some_office(chance, group):
    return oracle.Office(group, chance.choice(["administrator", "senior_owner", "auditor"]))


# Into the database ----------------------------------------------------------------------------------------------------


class Builder:
    def __init__(self):
        self.grantor, self.confirmer = people("grantor", 1)[0], people("confirmer", 1)[0]
        authorities = {
            name: Authority.objects.create(name=name, gss=f"E0000080{number}", type="Unitary", nation="England")
            for number, name in enumerate([LEADS, TAKES_PART, ELSEWHERE])
        }
        self.authority = authorities[LEADS]
        self.organisations = {
            name: Organisation.objects.create(name=name, kind="authority", authority=authority)
            for name, authority in authorities.items()
        } | {kind: Organisation.objects.create(name=f"Some {kind}", kind=kind) for kind in KINDS}
        self.groups = {"here": self.group("here"), "there": self.group("there")}
        self.groups["here"].participating.add(authorities[TAKES_PART])
        self.groups["there"].participating.add(authorities[LEADS], authorities[TAKES_PART])

    def group(self, name):
        """Both groups use the same text, so that one acceptance holds in both; the office is of "here" alone."""
        leads = self.authority if name == "here" else Authority.objects.create(name=name, gss="E00000809")
        group = PAPG.objects.create(name=name, lead_authority=leads)
        for number, text in enumerate(["older", "current"], start=1):
            Undertaking.objects.create(group=group, number=number, text=text, sha256=sha256(text))
        return group

    def organisation_of(self, kind, takes_part):
        return self.organisations[(LEADS if takes_part else ELSEWHERE) if kind == "authority" else kind]

    def lifetime(self, live):
        return {"starts_at": NOW - 9 * DAY, "ends_at": None if live else NOW - DAY}

    def row(self, kind, user, way, organisation, **fields):
        confirmation = {"confirmed_by": self.confirmer, "confirmed_at": NOW} if way.confirmed else {}
        return kind(
            user=user,
            organisation=organisation,
            name="Somebody",
            granted_by=self.grantor,
            **self.lifetime(way.live),
            **confirmation,
            **fields,
        )

    def membership(self, user, way):
        organisation = self.organisation_of(way.kind, way.takes_part)
        return self.row(Membership, user, way, organisation, group=self.groups[way.group], role=way.role)

    def deputyship(self, user, way, membership):
        organisation = self.organisation_of(way.kind, way.takes_part)
        about = {"group": membership.group, "membership": membership, "empowered": way.empowered}
        return self.row(Deputyship, user, way, organisation, **about)

    def office(self, user, way):
        authority = self.groups[way.group].lead_authority
        return Office(user=user, authority=authority, role=way.role, granted_by=self.grantor, **self.lifetime(way.live))


def build_crowd():
    crowd, builder = Crowd(everybody()), Builder()
    for person, user in zip(crowd.people, people("person", len(crowd.people)), strict=True):
        person.user = user
        user.is_superuser = person.superuser
    User.objects.bulk_update([person.user for person in crowd.people], ["is_superuser"])
    _seat(crowd, builder)
    _undertake(crowd)
    _things(crowd, builder)
    _grants(crowd)
    return crowd


def people(word, number):
    return User.objects.bulk_create(
        User(email=f"{word}{one}@crowd.example", name=f"{word} {one}") for one in range(number)
    )


def _ways(crowd, kind):
    return [(person.user, way) for person in crowd.people for way in person.ways if isinstance(way, kind)]


def _seat(crowd, builder):
    Membership.objects.bulk_create(builder.membership(user, way) for user, way in _ways(crowd, oracle.Seat))
    Office.objects.bulk_create(builder.office(user, way) for user, way in _ways(crowd, oracle.Office))
    standing = _ways(crowd, oracle.StandIn)
    members = people("member", len(standing))
    seats = Membership.objects.bulk_create(
        builder.membership(member, way.seat) for member, (_user, way) in zip(members, standing, strict=True)
    )
    Deputyship.objects.bulk_create(
        builder.deputyship(user, way, membership) for membership, (user, way) in zip(seats, standing, strict=True)
    )


def _undertake(crowd):
    accepted = {
        "now": ("current", NOW - DAY),
        "an older text": ("older", NOW - DAY),
        "more than a year ago": ("current", NOW - 366 * DAY),
    }
    Acceptance.objects.bulk_create(
        Acceptance(person=person.user, sha256=sha256(accepted[person.undertaken][0]), at=accepted[person.undertaken][1])
        for person in crowd.people
        if person.undertaken in accepted
    )


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _things(crowd, builder):
    for name, group in builder.groups.items():
        meeting = Meeting.objects.create(group=group, number=1, starts_at=NOW)
        grants = GRANTS if name == "here" else ["live"]
        for number, (audience, marking, grant) in enumerate(every_kind_of_thing(grants)):
            item = AgendaItem.objects.create(
                group=group, meeting=meeting, number=number, title="Item", audience=audience, marking=marking
            )
            crowd.things[item.pk] = oracle.Thing(name, audience, marking), grant


def every_kind_of_thing(grants):
    """(audience, marking, what grant everybody holds on it); where no readers are named, a grant opens nothing."""
    for marking in ["official", "official_sensitive"]:
        yield from ((audience, marking, "none") for audience in ["everyone", "statutory", "authority"])
        yield from (("named", marking, grant) for grant in grants)
    yield "authority", "official", "live"


def _grants(crowd):
    may_view = Permission.objects.get(codename="view_agendaitem")
    until = {"live": NOW + DAY, "without end": None, "expired": NOW - DAY}
    ItemReader.objects.bulk_create(
        ItemReader(user=person.user, permission=may_view, content_object_id=pk, until=until[grant])
        for pk, (_thing, grant) in crowd.things.items()
        if grant in until
        for person in crowd.people
    )
