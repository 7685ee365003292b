import pytest
from django.urls import reverse

from groups.models import BusinessArea
from tests.world import CANARY, make_deputy, make_seat

MOST_QUERIES = 12


def address(world):
    return reverse("groups:member_list", args=[world.group.public_id])


@pytest.mark.parametrize(
    "persona", ["chair", "planner", "observer", "prevent", "unconfirmed", "deputy", "administrator", "senior_owner"]
)
def test_everybody_in_the_group_sees_who_is_at_the_table(signed_in, world, persona):
    response = signed_in(world.people[persona]).get(address(world))
    page = response.content.decode()

    assert response.status_code == 200
    assert "Who is at the table: 1 of 5 business areas" in page
    assert "Westhaven Planner" in page
    assert "Westhaven Deputy" in page
    assert CANARY not in page


@pytest.mark.parametrize("persona", ["auditor", "operator", "nobody", "ended", "stranger", "sibling"])
def test_outside_the_group_there_is_no_such_page(signed_in, world, persona):
    response = signed_in(world.people[persona]).get(address(world))

    assert response.status_code == 404
    assert "Westhaven Planner" not in response.content.decode()


def test_page_calls_people_what_the_group_calls_them(signed_in, world):
    page = signed_in(world.people["chair"]).get(address(world)).content.decode()

    assert "Westhaven Planner" in page
    assert world.people["planner"].name == "Westhaven.Planner"
    assert "Westhaven.Planner" not in page
    assert world.people["planner"].email not in page


@pytest.mark.parametrize(
    ("persona", "invites", "confirms"),
    [("secretary", True, True), ("administrator", True, False), ("planner", False, False), ("observer", False, False)],
)
def test_buttons_are_for_those_who_may(signed_in, world, persona, invites, confirms):
    page = signed_in(world.people[persona]).get(address(world)).content.decode()

    assert ("Invite a member" in page) == invites
    assert ("Confirm Westhaven Unconfirmed" in page) == confirms


def test_coverage_says_what_stands_behind_each_area(signed_in, world):
    make_seat(world, "licensing", "member", "council").areas.add(area_of("licensing"))
    make_seat(world, "safety", "member", "council", confirmed=False).areas.add(area_of("community-safety"))
    make_seat(world, "roads", "observer", "council").areas.add(area_of("transport"))

    coverage = signed_in(world.people["chair"]).get(address(world)).context["coverage"]

    assert [(cover.area.code, cover.state[0]) for cover in coverage.five] == [
        ("planning", "Covered"),
        ("licensing", "No deputy"),
        ("community-safety", "Waits to be confirmed"),
        ("transport", "Gap"),  # who only looks on speaks for nobody
        ("emergency-planning", "Gap"),
    ]
    assert coverage.covered_count == 3


def area_of(code):
    return BusinessArea.objects.get(code=code)


def test_each_seat_stands_in_the_table_once(signed_in, world):
    two = [area_of("planning"), area_of("cctv")]
    make_seat(world, "busy", "member", "council").areas.add(*two)

    coverage = signed_in(world.people["chair"]).get(address(world)).context["coverage"]

    parts = ["leaders", "five_seats", "further_seats", "partner_seats", "other_seats"]
    placed = [seat.pk for part in parts for seat in getattr(coverage, part)]
    assert sorted(placed) == sorted(seat.pk for seat in coverage.seats)


def test_ended_members_stand_apart(signed_in, world):
    response = signed_in(world.people["chair"]).get(address(world))

    assert [seat.name for seat in response.context["ended"]] == ["Westhaven Ended"]
    assert "Westhaven Ended" not in [seat.name for seat in response.context["coverage"].seats]


def test_who_owes_the_undertaking_is_sent_to_it(signed_in, world):
    link = reverse("groups:undertaking_accept", args=[world.group.public_id])

    assert link in signed_in(world.people["not_undertaken"]).get(address(world)).content.decode()
    assert link not in signed_in(world.people["planner"]).get(address(world)).content.decode()
    assert link not in signed_in(world.people["administrator"]).get(address(world)).content.decode()


@pytest.mark.parametrize("more", [0, 30])
def test_page_takes_as_many_queries_for_many_seats_as_for_few(signed_in, world, more, django_assert_max_num_queries):
    for number in range(more):
        make_seat(world, f"more{number}", "member", "council").areas.add(area_of("planning"))
        make_deputy(world, f"deputy_of_more{number}", f"more{number}", "fire")
    client = signed_in(world.people["chair"])

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(address(world)).content.decode()

    assert page.count("Deputy Of More") == more * 2  # in the table and in the tile of the area
