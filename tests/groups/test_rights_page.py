"""What you can see here, and as whom: the page says what the rule answers, hat by hat, and why not."""

import re
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionReader
from groups.closed import why_closed
from groups.models import PAPG, Audience, Marking, Membership, Organisation
from groups.permission_words import WORDS
from groups.rights_page import worn_by
from groups.roles import Permission
from meetings.models import EntryReader
from tests import oracle
from tests.access_table import PERSONAS
from tests.test_the_rule import hats
from tests.world import CANARY, SEATS, make_deputy, make_seat
from tests.world_access import grant
from tests.world_meetings import make_entry

MOST_QUERIES = 12
AUDIENCES = ["everyone", "statutory", "authority", "named"]
MARKINGS = ["official", "official_sensitive"]
KINDS = {"council": "authority", "police": "police", "fire": "fire", "bid": "business", "venue": "venue"}
OUTSIDE = {"nobody", "stranger", "sibling", "operator", "ended", "powerless_deputy_of_chair", "auditor"}
NOT_IN_THIS_WORLD = {"anonymous", "half", "nominee", "guest"}
INSIDE = [name for name in PERSONAS if name not in OUTSIDE | NOT_IN_THIS_WORLD]


def address(group):
    return reverse("groups:rights_detail", args=[group.public_id])


def seat_of(name):
    role, organisation = SEATS[name]
    return oracle.Seat("here", role, KINDS[organisation], organisation == "council", confirmed=name != "unconfirmed")


def ways_of(name):
    """What this persona of the world is in Westhaven's group, in the oracle's words."""
    if name in SEATS:
        return [seat_of(name)]
    return {
        "deputy": [oracle.StandIn(seat_of("planner"), "authority", takes_part=True)],
        "venue_deputy_of_planner": [oracle.StandIn(seat_of("planner"), "venue")],
        "administrator": [oracle.Office("here", "administrator")],
        "senior_owner": [oracle.Office("here", "senior_owner")],
        "secretary_and_administrator": [
            oracle.Seat("here", "secretary", "authority", takes_part=True),
            oracle.Office("here", "administrator"),
        ],
    }[name]


def opened_by(way, undertaken):
    things = [oracle.Thing("here", *kind) for kind in product(AUDIENCES, MARKINGS)]
    return [oracle.opens(way, undertaken, thing, named=True) for thing in things]


def opened_on(page):
    """What each table of the page says, audience by audience."""
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    return [[word == "Opens" for word in re.findall(r"app-tag--\w+\">(Opens|Closed)<", table)] for table in tables]


@pytest.mark.parametrize("name", INSIDE)
def test_page_says_of_each_persona_what_the_oracle_says(signed_in, world, name):
    page = signed_in(world.people[name]).get(address(world.group)).content.decode()

    expected = [opened_by(way, undertaken=name != "not_undertaken") for way in ways_of(name)]
    assert sorted(opened_on(page)) == sorted(expected)
    assert CANARY not in page


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_outside_the_group_there_is_no_such_page(signed_in, world, name):
    assert signed_in(world.people[name]).get(address(world.group)).status_code == 404


@pytest.mark.proof
def test_page_says_of_everybody_in_the_crowd_what_the_oracle_says(crowd):
    wrong = []
    for group in PAPG.objects.all():
        for person in crowd.people[::5]:
            undertaken = person.undertaken == "now"
            said = {(c.audience, c.marking) for one in worn_by(person.user, group) for c in one.cells if c.opens}
            told = {
                kind
                for kind in product(AUDIENCES, MARKINGS)
                for way in person.ways
                if way.live and oracle.opens(way, undertaken, oracle.Thing(group.name, *kind), named=True)
            }
            wrong += [(person.ways, group.name, said, told)] if said != told else []
    assert wrong == []


def test_what_is_closed_has_a_reason_and_what_opens_has_none():
    for hat, way, undertaken in hats():
        organisations = [Organisation(name="One of them", kind=kind) for kind in hat.organisation_kinds]
        for kind in product(AUDIENCES, MARKINGS):
            reasons = why_closed(hat, organisations, Audience(kind[0]), Marking(kind[1]))
            opens = oracle.opens(way, undertaken, oracle.Thing("here", *kind), named=True)
            assert bool(reasons) != opens, (hat, kind, reasons)


@pytest.mark.parametrize(
    ("name", "audience", "marking", "reasons"),
    [
        ("venue", "statutory", "official", ["Westhaven Arena is a venue, so not a statutory partner."]),
        (
            "bid",
            "authority",
            "official",
            ["Westhaven Business District is a business forum, so not a statutory partner."],
        ),
        (
            "fire",
            "authority",
            "official_sensitive",
            ["Estuary fire neither leads this group nor takes part in it as an authority."],
        ),
        (
            "venue_deputy_of_planner",
            "statutory",
            "official",
            ["Westhaven Arena is a venue, so not a statutory partner."],
        ),
        (
            "unconfirmed",
            "everyone",
            "official_sensitive",
            ["Your seat waits to be confirmed by the chair or the secretary."],
        ),
        ("not_undertaken", "named", "official_sensitive", ["You have not accepted the handling undertaking."]),
        ("observer", "everyone", "official_sensitive", ["Observers do not read OFFICIAL-SENSITIVE."]),
        ("observer", "statutory", "official", ["Observers do not read what is for “Statutory partners”."]),
        (
            "prevent",
            "named",
            "official_sensitive",
            ["People who are here for context only do not read OFFICIAL-SENSITIVE."],
        ),
        (
            "senior_owner",
            "everyone",
            "official_sensitive",
            ["An office of the authority opens only what is OFFICIAL and for everyone in the group."],
        ),
    ],
)
def test_why_not_in_one_sentence(signed_in, world, name, audience, marking, reasons):
    response = signed_in(world.people[name]).get(address(world.group))

    [one] = response.context["worn"]
    [cell] = [cell for cell in one.cells if (cell.audience, cell.marking) == (audience, marking)]
    assert cell.reasons == reasons
    assert reasons[0] in response.content.decode()


def test_hats_stand_apart(signed_in, world):
    """As a deputy they are of the council, and their own seat is no looker-on's: neither lends that to the other."""
    make_deputy(world, "stands_in", "observer", "council")
    person = world.people["stands_in"]
    make_seat(world, "stands_in", "member", "venue", person=person, undertaken=False)

    page = signed_in(person).get(address(world.group)).content.decode()

    observer = oracle.StandIn(seat_of("observer"), "authority", takes_part=True)
    of_a_venue = oracle.Seat("here", "member", "venue")
    assert sorted(opened_on(page)) == sorted([opened_by(observer, True), opened_by(of_a_venue, True)])
    assert "You are here in 2 ways. Each counts by itself" in page
    assert "Standing in for Westhaven Observer, observer: 2 of 8 kinds of things open" in page


def test_it_says_who_confirmed_and_until_when_and_how_long_the_undertaking_holds(signed_in, world):
    until = timezone.now() + timezone.timedelta(days=70)
    Membership.objects.filter(pk=world.seats["fire"].pk).update(
        confirmed_by=world.people["secretary"], confirmed_at=timezone.now(), ends_at=until
    )

    response = signed_in(world.people["fire"]).get(address(world.group))

    [one] = response.context["worn"]
    assert one.confirmed_by == "Westhaven Secretary"
    assert one.place.ends_at == until
    assert response.context["accepted"].holds_until > until
    assert "Westhaven.Secretary" not in response.content.decode()


def test_the_undertaking_is_one_step_away_for_those_who_sit_there(signed_in, world):
    link = f'href="{reverse("groups:undertaking_accept", args=[world.group.public_id])}">'

    def page(name):
        return signed_in(world.people[name]).get(address(world.group)).content.decode()

    assert f"{link}Read and accept it" in page("not_undertaken")
    assert f"{link}Text 1" in page("planner")
    assert link not in page("administrator")


def test_what_they_may_do_is_what_the_hat_gives(signed_in, world):
    def may(name):
        [one] = signed_in(world.people[name]).get(address(world.group)).context["worn"]
        return one.may

    assert may("observer") == [WORDS[Permission.VIEW_GROUP], WORDS[Permission.EXPORT_TERMS]]
    assert WORDS[Permission.CONFIRM_MEMBERS] in may("chair")
    assert WORDS[Permission.CONFIRM_MEMBERS] not in may("senior_owner")
    Membership.objects.filter(group=world.group, role__in=["chair", "secretary"]).update(ends_at=timezone.now())
    assert WORDS[Permission.CONFIRM_MEMBERS] in may("senior_owner")


def test_each_permission_has_words():
    assert list(WORDS) == list(Permission)


def test_named_for_is_counted_by_kind_here_and_for_as_long_as_it_holds(signed_in, world):
    person, chair = world.people["venue"], world.people["chair"]
    for position, until in [(41, None), (42, None), (43, timezone.now())]:
        entry = make_entry(world, world.things.held_item, position, "named", audience="named")
        grant(entry, EntryReader, "meetings.view_minuteentry", person, chair, until=until)
    grant(world.things.action, ActionReader, "actions.view_action", person, chair)
    grant(world.other.things.named_entry, EntryReader, "meetings.view_minuteentry", person, chair)

    response = signed_in(person).get(address(world.group))

    assert response.context["named_for"] == [(1, "action"), (2, "minute entry")]


def test_it_is_found_from_the_members_page_and_from_the_foot_of_each_page(signed_in, world):
    client = signed_in(world.people["planner"])
    for page in ["groups:member_list", "groups:terms_detail"]:
        assert address(world.group) in client.get(reverse(page, args=[world.group.public_id])).content.decode()


@pytest.mark.parametrize("more", [0, 20])
def test_page_takes_as_many_queries_for_many_seats_as_for_few(signed_in, world, more, django_assert_max_num_queries):
    person = world.people["secretary_and_administrator"]
    for number in range(more):
        make_seat(world, f"more{number}", "member", "council")
        world.people[f"deputy{number}"] = person
        seat = world.seats[f"more{number}"]
        seat.deputyships.create(
            group=world.group,
            user=person,
            organisation=seat.organisation,
            name="Stands in",
            granted_by=world.people["grantor"],
        )
    client = signed_in(person)

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(address(world.group))

    assert len(response.context["worn"]) == 2 + more
