"""Attendance by organisation, seniority and meeting: from the rolls alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Membership
from meetings.attendance_over_time import Share, attendance_of
from meetings.models import Minutes
from meetings.rolls import RollLine
from tests.overview.test_coverage_board import held
from tests.world import CANARY


def attendance_page(world):
    return reverse("meetings:attendance_list", args=[world.group.public_id])


def counted(share):
    return share.total, share.members, share.deputies, share.apologies, share.silent


def test_seats_are_counted_by_organisation_and_seniority_of_that_day(signed_in, world):
    planner, fire = world.seats["planner"], world.seats["fire"]
    planner.seniority = "head"
    held(world, 40, [(planner, "here"), (fire, "apologies")])
    held(world, 30, [(planner, "deputy"), (fire, "not_here")])
    Membership.objects.filter(pk=planner.pk).update(seniority="officer", organisation=world.organisations["fire"])

    found = attendance_of(world.group, None)

    by_organisation = {name: counted(share) for name, share in found["by_organisation"]}
    assert by_organisation["Estuary fire"] == (2, 0, 0, 1, 1)
    assert by_organisation["Westhaven City Council"] == (5, 4, 1, 0, 0)  # with three of the world's meeting
    assert {name: counted(share) for name, share in found["by_seniority"]} == {
        "Head of service": (2, 1, 1, 0, 0),
        "Not recorded": (6, 4, 0, 1, 1),
    }
    assert [counted(share) for _meeting, share in found["by_meeting"]][:2] == [(2, 0, 1, 0, 1), (2, 1, 0, 1, 0)]
    page = signed_in(world.people["observer"]).get(attendance_page(world)).content.decode()
    assert "deputy: Westhaven Stand-in" in page
    assert CANARY not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "Draft"), ("at_chair", "With the chair"), ("circulated", "not yet approved"), ("approved", "Approved")],
)
def test_each_meeting_says_how_far_its_minutes_are(signed_in, world, state, words):
    approved = {"approved_at": timezone.now(), "approved_by": world.people["chair"]} if state == "approved" else {}
    Minutes.objects.filter(meeting=world.things.held).update(state=state, **approved)
    held(world, 30, [(world.seats["fire"], "here")])

    page = signed_in(world.people["observer"]).get(attendance_page(world))

    table = page.content.decode().partition('id="meetings"')[2]
    assert [word in table for word in (words, "None")] == [True, True]
    assert reverse("meetings:meeting_detail", args=[world.things.held.public_id]) in table


def test_last_eight_meetings_count_or_those_of_a_year(world):
    for days_ago in range(10, 20):
        held(world, days_ago, [(world.seats["planner"], "here")])
    held(world, 800, [(world.seats["fire"], "here")])
    old = (timezone.now() - timezone.timedelta(days=800)).year

    assert len(attendance_of(world.group, None)["by_meeting"]) == 8
    found = attendance_of(world.group, str(old))
    assert (found["year"], [name for name, _share in found["by_organisation"]]) == (old, ["Estuary fire"])


@pytest.mark.parametrize("asked", ["1999", "x", "", "20261\x00"])
def test_year_without_meetings_stands_for_the_last_ones(signed_in, world, asked):
    answer = signed_in(world.people["planner"]).get(attendance_page(world), {"year": asked})

    assert answer.status_code == 200
    assert "Attendance: all seats were filled" in answer.content.decode()


def test_group_without_meetings_is_told_what_will_stand_here(signed_in, world):
    page = signed_in(world.people["sibling"]).get(
        reverse("meetings:attendance_list", args=[world.sibling.group.public_id])
    )

    assert "no meeting was held yet" in page.content.decode()


@pytest.mark.parametrize(
    ("came", "of", "words"),
    [
        (0, 0, "none"),
        (0, 9, "none"),
        (1, 9, "few"),
        (4, 9, "about half"),
        (6, 9, "most"),
        (19, 20, "nearly all"),
        (3, 3, "all"),
    ],
)
def test_share_is_said_in_words(came, of, words):
    lines = [RollLine(1, "here" if n < came else "apologies", "", "", "", "", []) for n in range(of)]

    assert Share(lines).words == words


@pytest.mark.parametrize("meetings", [2, 40])
def test_page_asks_few_questions(signed_in, world, django_assert_num_queries, meetings):
    for number in range(meetings):
        held(world, 1 + number, [(world.seats["planner"], "here"), (world.seats["fire"], "deputy")])
    browser = signed_in(world.people["planner"])
    browser.get(attendance_page(world))

    with django_assert_num_queries(6):
        browser.get(attendance_page(world))
