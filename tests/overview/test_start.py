"""The way of a new group to its first meeting: each step is done when the group itself says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import PAPG, BusinessArea, Membership
from groups.services import confirm_membership, create_group
from groups.services.areas import set_area_standing
from meetings.models import Meeting
from meetings.services import schedule_meeting
from tests.groups.test_governance import FORM as GOVERNANCE
from tests.world import make_seat


@pytest.fixture
def new_group(world):
    return create_group(authority=world.authority, name="A new group", by=world.people["administrator"])


def start_of(group):
    return reverse("overview:group_start", args=[group.public_id])


def done(client, group):
    return [step.is_done for step in client.get(start_of(group)).context["steps"]]


def test_a_group_that_was_just_made_shows_the_way(signed_in, world, new_group):
    client = signed_in(world.people["administrator"])

    page = client.get(start_of(new_group)).content.decode()

    assert "Set the group up: 0 of 6 steps done" in page
    assert "Next: Invite the chair, the secretary and the deputy chair" in page


def test_who_makes_a_group_is_led_to_its_first_steps(signed_in, world):
    client = signed_in(world.people["administrator"])

    answer = client.post(reverse("groups:group_create", args=[world.authority.public_id]), {"name": "Another"})

    assert answer.headers["Location"] == start_of(PAPG.objects.get(name="Another"))


def test_people_are_invited_and_confirmed(signed_in, world, new_group):
    client, side = signed_in(world.people["administrator"]), replace(world, group=new_group)
    for role, organisation in [("chair", "council"), ("secretary", "council"), ("deputy_chair", "police")]:
        make_seat(side, f"new_{role}", role, organisation, confirmed=role != "chair", undertaken=False)

    assert done(client, new_group)[:3] == [True, False, False]

    seat = Membership.objects.get(group=new_group, role="chair")
    for area in BusinessArea.objects.filter(kind="five"):
        seat.areas.add(area)
    confirm_membership(membership=seat, by=world.people["senior_owner"])

    assert done(client, new_group)[:3] == [True, True, True]


def test_area_that_another_body_holds_wants_nobody(signed_in, world, new_group):
    client, side = signed_in(world.people["administrator"]), replace(world, group=new_group)
    transport = BusinessArea.objects.get(code="transport")
    seat = make_seat(side, "new_chair", "chair", "council", undertaken=False)
    for area in BusinessArea.objects.filter(kind="five").exclude(pk=transport.pk):
        seat.areas.add(area)
    assert done(client, new_group)[1] is False

    set_area_standing(
        group=new_group,
        authority=world.authority,
        area=transport,
        standing="elsewhere",
        body="The county",
        by=world.people["administrator"],
    )

    assert done(client, new_group)[1] is True


def test_governance_dates_and_terms(signed_in, world, new_group):
    client = signed_in(world.people["administrator"])
    client.post(reverse("groups:governance_edit", args=[new_group.public_id]), GOVERNANCE)
    for month in range(1, 5):
        schedule_meeting(
            group=new_group,
            starts_at=timezone.now() + timedelta(days=30 * month),
            minutes_long=90,
            place="",
            joining_link="",
            by=world.people["administrator"],
        )

    assert done(client, new_group)[3:] == [True, True, False]


@pytest.mark.parametrize(("who", "times"), [("administrator", 1), ("chair", 1), ("planner", 0), ("observer", 0)])
def test_it_stands_first_on_the_home_page_until_the_group_has_met(signed_in, world, who, times):
    client = signed_in(world.people[who])

    assert ways(client, world.group) == []  # it has
    Meeting.objects.filter(group=world.group).update(state="planned", closed_at=None)
    assert len(ways(client, world.group)) == times


def ways(client, group):
    return [need for need in client.get("/home/").context["needs"] if need.url == start_of(group)]


@pytest.mark.parametrize("more", [0, 45])
def test_page_takes_as_many_queries_with_few_members_as_with_many(signed_in, world, django_assert_num_queries, more):
    for number in range(more):
        make_seat(world, f"more_{number}", "member", "council").areas.add(world.things.area)
    client = signed_in(world.people["chair"])

    with django_assert_num_queries(11):
        client.get(start_of(world.group))
