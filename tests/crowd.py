"""A crowd for the reading rule: some 600 people in two groups, and each kind of thing in both, made in a few queries.

What is made in the database stands beside it in the oracle's words.
"""

import hashlib
import random
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count, cycle, product

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from actions.models import Action
from groups.models import (
    PAPG,
    Acceptance,
    Authority,
    Deputyship,
    Membership,
    Office,
    Organisation,
    StandingItem,
    Undertaking,
)
from maturity.models import Answer, Assessment, Criterion, Framework, Theme
from meetings.models import AgendaItem, Decision, Meeting, MinuteEntry, Minutes
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
    things: dict = field(default_factory=dict)  # {(model, primary key): what is known of it}


@dataclass(frozen=True)
class Known:
    thing: oracle.Thing
    grant: str  # that everybody holds on it
    asked: bool = False  # everybody was asked for it
    author: int | None = None


# Whom there is --------------------------------------------------------------------------------------------------------


def seat(role, organisation, group="here", **fields):
    kind = "authority" if organisation.startswith("authority") else organisation
    return oracle.Seat(group, role, kind, organisation in (LEADS, TAKES_PART), **fields)


def stand_in(for_seat, organisation, **fields):
    own = seat(for_seat.role, organisation)
    return oracle.StandIn(for_seat, own.kind, own.takes_part, **fields)


def everybody():
    chance = random.Random(2026)  # noqa: S311  the same crowd each time
    return [*with_a_seat(), *with_the_pen_elsewhere(), *with_an_office(), *standing_in(chance), *with_two_hats(chance)]


def with_a_seat():
    for role, organisation, confirmed in product(ROLES, ORGANISATIONS, [True, False]):
        for undertaken in UNDERTAKEN[:2]:
            yield Person([seat(role, organisation, confirmed=confirmed)], undertaken, superuser=role == "member")
    for role in ROLES:
        yield Person([seat(role, LEADS, live=False)])
        for undertaken in UNDERTAKEN[2:]:
            yield Person([seat(role, "police")], undertaken)


def with_the_pen_elsewhere():
    """So that what is not out yet in the other group has a reader among the crowd, too."""
    yield Person([seat("secretary", LEADS, "there")])


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
        self.not_now = cycle(
            [{"starts_at": NOW - 9 * DAY, "ends_at": NOW - DAY}, {"starts_at": NOW + DAY, "ends_at": None}]
        )
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
        """What is not live is by turns over and yet to come."""
        if live:
            return {"starts_at": NOW - 9 * DAY, "ends_at": None}
        return next(self.not_now)

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
    Assessment.objects.filter(period="results").update(state="closed", closed_at=NOW)
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
        things = Things(crowd, builder, name, group)
        grants = GRANTS if name == "here" else ["live"]
        for known in every_kind_of_thing(name, grants):
            things.item(known)
            things.action(known)
            for state in ["discussed", "draft", "at chair", "out"]:
                things.entry(replace(known, thing=replace(known.thing, state=state)))
            for state, asked in [("being answered", True), ("being answered", False), ("results", False)]:
                things.answer(replace(known, thing=replace(known.thing, state=state), asked=asked))
            if known.thing.audience != "named":
                things.standing_item(known)
                for state in ["out", "draft", "at chair"]:  # "out": what follows an open meeting
                    things.decision(replace(known, thing=replace(known.thing, state=state)))


def every_kind_of_thing(group, grants):
    """Where no readers are named, a grant opens nothing."""
    for marking in ["official", "official_sensitive"]:
        for audience in ["everyone", "statutory", "authority"]:
            yield Known(oracle.Thing(group, audience, marking), "none")
        for grant in grants:
            yield Known(oracle.Thing(group, "named", marking), grant)
    yield Known(oracle.Thing(group, "authority", "official"), "live")


class Things:
    """Makes each kind of thing in one group, and writes down what is known of it."""

    def __init__(self, crowd, builder, name, group):
        self.crowd, self.group, self.by, self.number = crowd, group, builder.grantor, count(10)
        self.seat = Membership.objects.filter(group=group).first()
        self.authors = cycle(person.user for person in crowd.people[::7])
        self.places = {state: self.place(number, state) for number, state in enumerate(RECORDS, start=1)}
        self.framework = Framework.objects.create(
            key=name, version="1", title=name, status="local", disclaimer="Ours", scale=[]
        )
        self.theme = Theme.objects.create(framework=self.framework, code="A", name="Lead", intent="To", position=1)
        self.assessments = {
            state: Assessment.objects.create(
                group=group, authority=group.lead_authority, framework=self.framework, period=state
            )
            for state in ASSESSMENTS
        }

    def place(self, number, state):
        minutes_state, meeting_state = RECORDS[state]
        times = {} if meeting_state == "open" else {"closed_at": NOW}
        meeting = Meeting.objects.create(
            group=self.group, number=number, starts_at=NOW, state=meeting_state, opened_at=NOW, **times
        )
        minutes = Minutes.objects.create(group=self.group, meeting=meeting, state=minutes_state)
        item = AgendaItem.objects.create(group=self.group, meeting=meeting, number=1, title="Ground")
        return {"group": self.group, "minutes": minutes, "item": item}

    def know(self, made, known):
        self.crowd.things[type(made), made.pk] = known

    def limits(self, known):
        return {"audience": known.thing.audience, "marking": known.thing.marking}

    def item(self, known):
        about = {"group": self.group, "meeting": self.places["out"]["minutes"].meeting, "title": "Item"}
        self.know(AgendaItem.objects.create(number=next(self.number), **about, **self.limits(known)), known)

    def standing_item(self, known):
        about = {"group": self.group, "position": next(self.number), "title": "Standing"}
        self.know(StandingItem.objects.create(owner=self.seat, **about, **self.limits(known)), known)

    def action(self, known):
        author = next(self.authors)
        about = {"group": self.group, "owner": self.seat, "text": "Act", "edition": 1, "origin": "hand"}
        days = {"due_on": NOW.date(), "baseline_on": NOW.date()}
        made = Action.objects.create(number=next(self.number), raised_by=author, **about, **days, **self.limits(known))
        self.know(made, replace(known, author=author.pk))

    def entry(self, known):
        place = self.places[known.thing.state]
        about = {"position": next(self.number), "text": "Said", "edition": 1}
        self.know(MinuteEntry.objects.create(**place, **about, **self.limits(known)), known)

    def decision(self, known):
        place = self.places["discussed" if known.thing.state == "out" else known.thing.state]
        about = {"position": next(self.number), "number": next(self.number), "text": "So", "reason": "For"}
        made = Decision.objects.create(**place, **about, standing="made", recorded_by=self.by, **self.limits(known))
        self.know(made, known)

    def answer(self, known):
        number = next(self.number)
        words = {"code": f"A{number}", "title": "Title", "question": "So?", "statements": {}}
        criterion = Criterion.objects.create(theme=self.theme, position=number, **words)
        about = {"group": self.group, "assessment": self.assessments[known.thing.state], "criterion": criterion}
        self.know(Answer.objects.create(text="", edition=1, **about, **self.limits(known)), known)


RECORDS = {
    "discussed": ("draft", "open"),
    "draft": ("draft", "held"),
    "at chair": ("at_chair", "held"),
    "out": ("circulated", "held"),
}
ASSESSMENTS = ["being answered", "results"]


def _grants(crowd):
    until = {"live": NOW + DAY, "without end": None, "expired": NOW - DAY}
    for (model, pk), known in crowd.things.items():
        if known.grant in until and hasattr(model, "readers"):
            grant_to_all(crowd, model, pk, "view", until[known.grant])
        if known.asked:
            grant_to_all(crowd, model, pk, "change", None)


def grant_to_all(crowd, model, pk, verb, until):
    permission = Permission.objects.get(codename=f"{verb}_{model._meta.model_name}")
    rows = model.readers.rel.related_model
    rows.objects.bulk_create(
        rows(user=person.user, permission=permission, content_object_id=pk, until=until) for person in crowd.people
    )
