"""The world: two authorities with two of everything, and every kind of person whom a rule could forget.

`world` is Westhaven's side; `world.other` is Eastmere's, whose every text carries CANARY: a response to somebody of
Westhaven that holds the word has shown too much, whatever its status code says.
"""

import copy
import functools
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import User
from groups.models import (
    PAPG,
    Acceptance,
    Audience,
    Authority,
    BusinessArea,
    Deputyship,
    Governance,
    Marking,
    Membership,
    Office,
    Organisation,
    Rules,
    StandingItem,
    TermsVersion,
    Undertaking,
)
from groups.roles import Role
from tests.databases import MIGRATED, WORKER, cloned, connect_to
from tests.world_meetings import add_meetings

CANARY = "CANARY"

# Who sits in Westhaven's group: role and organisation. What is special about somebody stands beside it.
SEATS = {
    "chair": (Role.CHAIR, "council"),
    "deputy_chair": (Role.DEPUTY_CHAIR, "police"),
    "secretary": (Role.SECRETARY, "council"),
    "planner": (Role.MEMBER, "council"),
    "adviser": (Role.ADVISER, "police"),
    "fire": (Role.MEMBER, "fire"),
    "bid": (Role.MEMBER, "bid"),
    "venue": (Role.MEMBER, "venue"),
    "observer": (Role.OBSERVER, "council"),
    "prevent": (Role.CONTEXT_ONLY, "council"),
    "unconfirmed": (Role.MEMBER, "council"),
    "not_undertaken": (Role.MEMBER, "council"),
    "ended": (Role.MEMBER, "council"),
    "superuser_member": (Role.MEMBER, "venue"),
}


@dataclass
class Side:
    """One authority with its group and what the group keeps."""

    word: str  # stands in every text of this side
    authority: Authority
    group: PAPG
    organisations: dict
    people: dict = field(default_factory=dict)
    seats: dict = field(default_factory=dict)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)

    @property
    def authority_organisation(self):
        return self.organisations["council"]

    @property
    def membership(self):
        return self.seats["planner"]


@pytest.fixture
def world(db):
    """A copy for this test alone; what the test changes in the database is rolled back or dropped with its clone."""
    return copy.deepcopy(the_world())


@pytest.fixture(scope="session")
def world_template(django_db_setup, django_db_blocker):
    """The name of a database with the world in it, which is built once a worker."""
    name = f"papg_{WORKER}_world"
    with django_db_blocker.unblock(), cloned(MIGRATED, name):
        the_world()
        connect_to(f"papg_{WORKER}")
        yield name


@pytest.fixture
def on_the_world(world_template, django_db_blocker):
    """Stays there until a test wants another: a connection that is new knows none of the tables and policies yet."""
    with django_db_blocker.unblock():
        connect_to(world_template)
        yield


@functools.cache
def the_world():
    """Built once a worker, in the database in which tests that ask for `world` then run."""
    return build_world()


def build_world():
    shared = _shared_organisations()
    west = _side("Westhaven", "E00000901", shared, SEATS)
    west.other = _side(CANARY, "E00000902", shared, SEATS)
    _people_forgotten(west)
    west.people["stranger"] = west.other.people["chair"]
    west.people["adviser_elsewhere"] = west.other.people["adviser"]
    return west


def make_person(name, **fields):
    return User.objects.create(email=f"{name}@westhaven.example", name=name.replace("_", " ").title(), **fields)


def make_seat(side, name, role, organisation, *, confirmed=True, undertaken=True, person=None):
    """A seat of today's person, granted by the grantor and confirmed by the confirmer."""
    person = person or make_person(f"{side.word.lower()}.{name}")
    seat = Membership.objects.create(
        group=side.group,
        user=person,
        organisation=side.organisations[organisation],
        name=f"{side.word} {name.replace('_', ' ').title()}",
        job_title=f"{side.word} job",
        brings=f"{side.word} brings this",
        role=role,
        granted_by=side.people["grantor"],
        starts_at=timezone.now() - timedelta(days=400),
        **_confirmation(side, confirmed),
    )
    if undertaken:
        accept(side, person)
    side.people[name], side.seats[name] = person, seat
    return seat


def make_deputy(side, name, seat_name, organisation, *, empowered=True, confirmed=True):
    person = make_person(f"{side.word.lower()}.{name}")
    seat = side.seats[seat_name]
    deputyship = Deputyship.objects.create(
        group=side.group,
        membership=seat,
        user=person,
        organisation=side.organisations[organisation],
        name=f"{side.word} {name.replace('_', ' ').title()}",
        empowered=empowered,
        granted_by=side.people["grantor"],
        starts_at=timezone.now() - timedelta(days=300),
        **_confirmation(side, confirmed),
    )
    accept(side, person)
    side.people[name] = person
    return deputyship


def accept(side, person):
    Acceptance.objects.create(person=person, sha256=side.things.undertaking.sha256, at=timezone.now())


def _confirmation(side, confirmed):
    if not confirmed:
        return {}
    return {"confirmed_by": side.people["confirmer"], "confirmed_at": timezone.now()}


def _shared_organisations():
    kinds = {"police": "police", "fire": "fire"}
    return {key: Organisation.objects.create(name=f"Estuary {key}", kind=kind) for key, kind in kinds.items()}


def _side(word, gss, shared, seats):
    authority = Authority.objects.create(name=f"{word} City Council", gss=gss, type="Unitary", nation="England")
    organisations = {
        **shared,
        "council": Organisation.objects.create(name=authority.name, kind="authority", authority=authority),
        "bid": Organisation.objects.create(name=f"{word} Business District", kind="business", kept_by=authority),
        "venue": Organisation.objects.create(name=f"{word} Arena", kind="venue", kept_by=authority),
    }
    group = PAPG.objects.create(name=f"{word} Protect and Prepare Group", lead_authority=authority)
    side = Side(word, authority, group, organisations)
    side.people["grantor"] = make_person(f"{word.lower()}.grantor")
    side.people["confirmer"] = make_person(f"{word.lower()}.confirmer")
    _house_of(side)
    for name, (role, organisation) in seats.items():
        make_seat(side, name, role, organisation, confirmed=name != "unconfirmed", undertaken=name != "not_undertaken")
    what_is_special(side)
    _offices_of(side)
    standing_items_of(side)
    add_meetings(side)
    return side


def _house_of(side):
    text = f"{side.word}: what is said here stays with those who may hear it."
    side.things.undertaking = Undertaking.objects.create(
        group=side.group, number=1, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()
    )
    side.things.governance = Governance.objects.create(group=side.group, parent_body=f"{side.word} board")
    side.things.rules = Rules.objects.create(group=side.group, quorum_areas=1)
    side.things.terms = TermsVersion.objects.create(group=side.group, number="0.1", quorum_areas=1)
    side.things.section = side.things.terms.sections.create(
        group=side.group, key="mission", position=1, title=f"{side.word} mission", text=f"{side.word} aims", edition=1
    )
    side.things.section.texts.create(edition=1, text=f"{side.word} aims", by=side.people["grantor"])


def what_is_special(side):
    area, _ = BusinessArea.objects.get_or_create(
        code="planning", defaults={"name": "Planning and development", "initial": "P", "kind": "five", "position": 1}
    )
    side.things.area = area
    side.seats["planner"].areas.add(area)
    side.things.deputyship = make_deputy(side, "deputy", "planner", "council")
    make_deputy(side, "venue_deputy_of_planner", "planner", "venue")
    make_deputy(side, "powerless_deputy_of_chair", "chair", "council", empowered=False)
    Membership.objects.filter(pk=side.seats["ended"].pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    User.objects.filter(pk=side.people["superuser_member"].pk).update(is_superuser=True, is_staff=True)


def _offices_of(side):
    for name in ["administrator", "senior_owner", "auditor"]:
        side.people[name] = make_person(f"{side.word.lower()}.{name}")
        Office.objects.create(
            user=side.people[name], authority=side.authority, role=name, granted_by=side.people["grantor"]
        )
    side.people["secretary_and_administrator"] = make_person(f"{side.word.lower()}.both")
    make_seat(
        side,
        "secretary_and_administrator",
        Role.SECRETARY,
        "council",
        person=side.people["secretary_and_administrator"],
    )
    Office.objects.create(
        user=side.people["secretary_and_administrator"],
        authority=side.authority,
        role="administrator",
        granted_by=side.people["grantor"],
    )


def standing_items_of(side):
    common = {"group": side.group, "owner": side.seats["planner"]}
    side.things.standing_open = StandingItem.objects.create(
        position=1, title=f"{side.word} events", decision_required=f"{side.word} which events", **common
    )
    side.things.standing_restricted = StandingItem.objects.create(
        position=2,
        title=f"{side.word} threat",
        marking=Marking.OFFICIAL_SENSITIVE,
        audience=Audience.STATUTORY,
        **common,
    )


def _people_forgotten(west):
    west.people["operator"] = make_person("operator", is_superuser=True, is_staff=True)
    west.people["nobody"] = make_person("nobody")
    second = PAPG.objects.create(name="Westhaven harbour group", lead_authority=west.authority)
    sibling = Side("Sibling", west.authority, second, west.organisations)
    sibling.people |= {"grantor": west.people["grantor"], "confirmer": west.people["confirmer"]}
    _house_of(sibling)
    make_seat(sibling, "sibling", Role.CHAIR, "council")
    west.people["sibling"] = sibling.people["sibling"]
    west.sibling = sibling
