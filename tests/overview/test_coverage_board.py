"""Who is at the table, at a glance: gaps, deputies, attendance and the last update, the same for everybody inside."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import AreaStanding, Audience, BusinessArea, CheckAnswer, Marking, Membership, Portfolio
from meetings.models import Attendance, Contribution, Meeting
from overview.board import board_of, checks_in
from tests.world import CANARY, make_deputy, make_seat
from tests.world_meetings import make_contribution, make_item

QUERIES = 10
DAY = timedelta(days=1)


def board_page(world):
    return reverse("overview:coverage_board", args=[world.group.public_id])


def seen_by(signed_in, world, name="planner"):
    return signed_in(world.people[name]).get(board_page(world)).content.decode()


def area_of(code):
    return BusinessArea.objects.get(code=code)


def row_of(world, code, seat=None):
    rows = [row for rows in board_of(world.group).rows.values() for row in rows if row.place.area.code == code]
    return next(row for row in rows if seat is None or row.seat.pk == world.seats[seat].pk)


def seat_for(world, name, code, **fields):
    seat = make_seat(world, name, "member", fields.pop("organisation", "council"), **fields)
    seat.areas.add(area_of(code))
    return seat


def end(seat, days_ago):
    Membership.objects.filter(pk=seat.pk).update(ends_at=timezone.now() - days_ago * DAY)


def held(world, days_ago, lines):
    """A meeting that was held, with a roll of (seat, how they came)."""
    began = timezone.now() - days_ago * DAY
    number = Meeting.objects.filter(group=world.group).count() + 1
    meeting = Meeting.objects.create(group=world.group, number=number, starts_at=began, state=Meeting.State.HELD)
    for seat, came in lines:
        Attendance.objects.create(
            group=world.group,
            meeting=meeting,
            seat=seat,
            came=came,
            on_roll=True,
            name=seat.name,
            deputy_name=f"{world.word} Stand-in" if came == "deputy" else "",
            organisation=seat.organisation.name,
            seniority=seat.seniority,
            areas=list(seat.areas.values_list("code", flat=True)),
        )
    return meeting


# Areas ----------------------------------------------------------------------------------------------------------------


def test_board_says_the_finding_first(signed_in, world):
    page = seen_by(signed_in, world)

    assert "Who is at the table: 1 of 5 business areas" in page
    assert "One of the five business areas is represented." in page
    assert "Licensing has had no representative for 1 meeting." in page
    assert CANARY not in page


def test_area_whose_last_member_left_is_a_gap_since_that_day(signed_in, world):
    left = seat_for(world, "licensing", "licensing")
    held(world, 200, [(left, "here")])
    held(world, 60, [])
    end(left, 94)

    page, row = seen_by(signed_in, world), row_of(world, "licensing")

    assert row.state == ("Gap", "red")
    assert row.place.days_vacant == 94
    assert "Westhaven Licensing left" in page
    assert "Vacant 94 days" in page
    assert "Licensing has had no representative for 2 meetings" in page  # that of the world, 80 days ago, and this one
    assert [letter for letter, _class, _words in row.squares] == ["P", "–", "–"]


def test_who_only_looks_on_fills_no_gap(world):
    for role in ["observer", "context_only"]:
        make_seat(world, f"looks on as {role}", role, "council").areas.add(area_of("licensing"))

    assert row_of(world, "licensing").state == ("Gap", "red")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("licensing", ("Gap", "red")),
        ("cctv", ("Nobody", "amber")),
        ("ctsa", ("Nobody", "amber")),
        ("ambulance", ("Nobody", "open")),
    ],
)
def test_empty_place_is_red_among_the_five_and_partners_are_the_groups_choice(world, code, state):
    assert row_of(world, code).state == state


def test_seat_says_whether_it_is_confirmed_and_has_a_deputy(world):
    seat_for(world, "roads", "transport")
    seat_for(world, "safety", "community-safety", confirmed=False)

    states = [row_of(world, code).state[0] for code in ["planning", "transport", "community-safety"]]

    assert states == ["Covered", "No deputy", "Waits to be confirmed"]


def test_area_held_by_another_body_is_no_gap_and_says_whose_it_is(signed_in, world):
    AreaStanding.objects.create(
        group=world.group, authority=world.authority, area=area_of("transport"), standing="elsewhere", body="The county"
    )

    page = seen_by(signed_in, world, "chair")

    assert row_of(world, "transport").state == ("Held elsewhere", "open")
    assert "Held by The county" in page
    assert "Transport and highways: nobody is here from The county" in page
    assert "Ask them for a member" in page
    members = signed_in(world.people["chair"]).get(reverse("groups:member_list", args=[world.group.public_id]))
    assert "Held by The county" in members.content.decode()


def test_area_is_missed_as_long_as_one_authority_of_the_group_holds_it(world):
    world.group.participating.add(world.other.authority)
    for authority, state in [(world.authority, "Gap"), (world.other.authority, "Held elsewhere")]:
        AreaStanding.objects.create(
            group=world.group, authority=authority, area=area_of("transport"), standing="elsewhere", body="The county"
        )
        assert row_of(world, "transport").state[0] == state


# Attendance -----------------------------------------------------------------------------------------------------------


def test_squares_are_those_of_the_last_four_meetings_the_newest_last(signed_in, world):
    planner = world.seats["planner"]
    for days_ago, came in [(300, "deputy"), (60, "apologies"), (50, "deputy"), (40, "online"), (30, "not_here")]:
        held(world, days_ago, [(planner, came)])

    row, page = row_of(world, "planning"), seen_by(signed_in, world)

    assert [letter for letter, _class, _words in row.squares] == ["A", "D", "P", "–"]
    for letter, words in [("A", "apologies"), ("D", "deputy came"), ("P", "present"), ("–", "nobody")]:
        assert f'<span aria-hidden="true">{letter}</span><span class="govuk-visually-hidden">{words}</span>' in page


def test_last_attendance_says_which_deputy_came(world):
    held(world, 30, [(world.seats["planner"], "deputy")])

    assert row_of(world, "planning").last_came[1] == "Westhaven Stand-in"


# Last update ----------------------------------------------------------------------------------------------------------


def update_of(world, name="planner", code="planning"):
    update = row_of(world, code, name).update
    return update and (update.words, update.filed_at is not None)


def test_update_is_filed_or_nothing_to_report_with_its_day(signed_in, world):
    assert update_of(world) == ("filed", True)
    Contribution.objects.filter(pk=world.things.contribution.pk).update(state="nothing")
    assert update_of(world) == ("nothing to report", True)
    assert "nothing to report" in seen_by(signed_in, world)


@pytest.mark.parametrize("state", ["writing", None])
def test_update_that_is_being_written_is_not_answered_yet(world, state):
    things = world.things
    if state:
        Contribution.objects.filter(pk=things.contribution.pk).update(state=state, filed_at=None)
    else:
        make_item(world, things.meeting, 9, "second thing that the planner owns")

    assert update_of(world) == ("not answered", False)


def test_nobody_owes_an_update_for_the_meeting_after_the_next(world):
    later = Meeting.objects.create(group=world.group, number=9, starts_at=timezone.now() + 90 * DAY)
    make_item(world, later, 1, "far away")

    assert update_of(world) == ("filed", True)


@pytest.mark.parametrize(
    "limits",
    [
        {"audience": Audience.STATUTORY},
        {"audience": Audience.NAMED},
        {"marking": Marking.OFFICIAL_SENSITIVE},
    ],
)
def test_item_that_some_may_not_read_counts_for_nobody(signed_in, world, limits):
    """Neither that it was asked, nor that it was answered, nor its words."""
    ctsa = world.seats["adviser"]
    ctsa.areas.add(area_of("ctsa"))
    item = make_item(world, world.things.meeting, 7, "SECRETWORD", owner=ctsa, **limits)
    make_contribution(world, item, "adviser", "SECRETWORD", **limits)

    for name in ["observer", "adviser", "chair"]:
        page = seen_by(signed_in, world, name)
        assert "SECRETWORD" not in page
        assert row_of(world, "ctsa").update is None
    type(item).objects.filter(pk=item.pk).update(audience=Audience.EVERYONE, marking=Marking.OFFICIAL)
    assert row_of(world, "ctsa").update is not None


@pytest.mark.parametrize("limits", [{"audience": Audience.STATUTORY}, {"marking": Marking.OFFICIAL_SENSITIVE}])
@pytest.mark.parametrize("state", ["filed", "nothing"])
def test_of_an_update_that_some_may_not_read_nothing_is_told_but_that_it_is_there(world, limits, state):
    Contribution.objects.filter(pk=world.things.contribution.pk).update(state=state, **limits)

    assert update_of(world) == ("filed", False)


# Portfolios -----------------------------------------------------------------------------------------------------------


def portfolio(world, name, code="planning"):
    position = Portfolio.objects.filter(group=world.group).count() + 1
    return Portfolio.objects.create(group=world.group, area=area_of(code), name=name, position=position)


def titles(world, key):
    return [check.title for check in checks_in(world.group) if check.key == key]


def test_portfolio_that_nobody_speaks_for_is_missed_once_seats_name_theirs(world):
    plans, control = portfolio(world, "Local plans"), portfolio(world, "Building control")
    assert titles(world, "portfolio_silent") == []  # the one seat speaks for the whole area

    world.seats["planner"].portfolios.add(plans)
    assert titles(world, "portfolio_silent") == ["Nobody speaks for Building control"]

    seat_for(world, "builder", "planning").portfolios.add(control)
    assert titles(world, "portfolio_silent") == []


# Cost -----------------------------------------------------------------------------------------------------------------


def crowded(world, seats):
    for number in range(seats):
        seat = seat_for(world, f"crowd{number}", "planning", undertaken=False)
        make_deputy(world, f"deputy{number}", f"crowd{number}", "council")
        held(world, 100 + number, [(seat, "here")])
        make_item(world, world.things.meeting, 20 + number, "crowd", owner=seat)


@pytest.mark.parametrize("seats", [5, 50])
def test_board_asks_few_questions_however_many_sit_at_the_table(signed_in, world, django_assert_num_queries, seats):
    crowded(world, seats)
    CheckAnswer.objects.create(
        group=world.group, key="no_deputy_chair", kind="right", reason="Not yet", by=world.people["chair"]
    )
    browser = signed_in(world.people["planner"])
    browser.get(board_page(world))

    with django_assert_num_queries(QUERIES):
        page = browser.get(board_page(world)).content.decode()

    assert page.count("Westhaven Crowd") >= seats
