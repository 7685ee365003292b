from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry, Kind
from groups.models import Audience, Marking
from maturity import services as maturity
from maturity.framework import read_framework
from maturity.management.commands.load_framework import SHIPPED
from meetings.models import Decision, Meeting
from tests.actions.test_services import raised
from tests.world import CANARY, make_seat
from tests.world_meetings import make_item


def front(world):
    return reverse("overview:group_detail", args=[world.group.public_id])


@pytest.fixture
def closed_assessment(world):
    framework, _ = maturity.load_framework(read=read_framework(SHIPPED.read_text()))
    chair = world.people["chair"]
    assessment = maturity.start_assessment(
        group=world.group, authority=world.authority, themes=[framework.themes.first()], period="Last month", by=chair
    )
    for level, answer in enumerate(assessment.answers.select_related("assessment", "group__lead_authority")):
        maturity.write_answer(
            answer=answer,
            edition=0,
            level=level,
            text="Westhaven reason",
            confidence="high",
            marking=Marking.OFFICIAL_SENSITIVE,
            audience=Audience.STATUTORY,
            handling="",
            by=chair,
        )
    maturity.close_assessment(assessment=assessment, by=chair)
    return assessment


# Who gets in ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chair", 200),
        ("bid", 200),
        ("observer", 200),
        ("administrator", 200),
        ("senior_owner", 200),
        ("superuser_member", 200),
        ("auditor", 404),
        ("stranger", 404),
        ("sibling", 404),
        ("operator", 404),
        ("ended", 404),
        ("powerless_deputy_of_chair", 404),
    ],
)
def test_who_opens_the_front_page_of_a_group(signed_in, world, who, status):
    page = signed_in(world.people[who]).get(front(world))

    assert page.status_code == status
    assert CANARY not in page.content.decode() or who == "stranger"
    assert ("Westhaven Planner" in page.content.decode()) == (status == 200)


def test_home_lists_my_groups_and_no_other(signed_in, world):
    listed = {
        who: [group.name for group in signed_in(world.people[who]).get("/home/").context["my_groups"]]
        for who in ["planner", "stranger", "administrator", "auditor", "operator", "nobody"]
    }

    assert listed == {
        "planner": ["Westhaven Protect and Prepare Group"],
        "stranger": ["CANARY Protect and Prepare Group"],
        "administrator": ["Westhaven harbour group", "Westhaven Protect and Prepare Group"],
        "auditor": [],
        "operator": [],
        "nobody": [],
    }


def test_an_administrator_may_create_groups_of_their_authority(signed_in, world):
    address = reverse("groups:group_create", args=[world.authority.public_id])

    assert address in signed_in(world.people["administrator"]).get("/home/").content.decode()
    assert address not in signed_in(world.people["chair"]).get("/home/").content.decode()


# What is on the front page --------------------------------------------------------------------------------------------


def test_the_next_meeting_with_its_place_and_link(signed_in, world):
    page = signed_in(world.people["bid"]).get(front(world))

    text = page.content.decode()
    assert page.context["meeting"] == world.things.meeting
    assert "Westhaven Guildhall" in text
    assert "https://meet.example/room" in text


def test_updates_are_counted_as_far_as_the_reader_may_know(signed_in, world):
    """Item 1 has the planner's update filed; item 2, restricted, is owed by the adviser."""
    tallies = {
        who: signed_in(world.people[who]).get(front(world)).context["tally"] for who in ["chair", "planner", "bid"]
    }
    world.things.contribution.audience = Audience.AUTHORITY
    world.things.contribution.save()
    hidden = signed_in(world.people["bid"]).get(front(world)).context["tally"]

    assert {who: (tally["filed"], tally["owed"]) for who, tally in tallies.items()} == {
        "chair": (1, 1),
        "planner": (1, 1),
        "bid": (1, 0),
    }
    assert (hidden["filed"], hidden["owed"]) == (0, 0)


def test_an_open_meeting_comes_first_and_the_chair_goes_to_the_run_page(signed_in, world):
    Meeting.objects.filter(pk=world.things.meeting.pk).update(state="open")

    run = reverse("meetings:meeting_run", args=[world.things.meeting.public_id])
    assert run in signed_in(world.people["chair"]).get(front(world)).content.decode()
    assert run not in signed_in(world.people["bid"]).get(front(world)).content.decode()


def test_who_is_at_the_table(signed_in, world):
    page = signed_in(world.people["bid"]).get(front(world))

    [planning] = [cover for cover in page.context["table"].areas if cover.area.name == "Planning and development"]
    assert [seat.name for seat in planning.seats] == ["Westhaven Planner"]
    assert sorted(planning.seats[0].deputies) == ["Westhaven Deputy", "Westhaven Venue Deputy Of Planner"]
    assert planning.state == ("Covered", "ink")


def test_decisions_stand_there_once_their_minutes_are_out(signed_in, world):
    def shown():
        return list(signed_in(world.people["bid"]).get(front(world)).context["decisions"])

    assert shown() == [world.things.decision]
    Decision.objects.filter(pk=world.things.decision.pk).update(audience="statutory")
    assert shown() == []
    Decision.objects.filter(pk=world.things.decision.pk).update(audience="everyone")
    type(world.things.minutes).objects.filter(pk=world.things.minutes.pk).update(state="draft")
    assert shown() == []


def test_results_are_for_those_who_view_them_and_are_read_on_record(signed_in, world, closed_assessment):
    def page(who):
        return signed_in(world.people[who]).get(front(world))

    seen = {
        who: page(who).context["results"] is not None for who in ["chair", "adviser", "senior_owner", "planner", "bid"]
    }

    assert seen == {"chair": True, "adviser": True, "senior_owner": True, "planner": False, "bid": False}
    assert (page("chair").context["marking"], page("planner").context["marking"]) == ("official_sensitive", "official")
    read = Entry.objects.filter(kind=Kind.READING, target=world.group.public_id)
    assert set(read.values_list("actor", flat=True)) == {
        world.people[who].public_id for who in ["chair", "adviser", "senior_owner"]
    }


def test_an_empty_group_teaches(signed_in, world):
    page = signed_in(world.people["administrator"]).get(
        reverse("overview:group_detail", args=[world.sibling.group.public_id])
    )

    text = page.content.decode()
    assert "No meeting is planned" in text
    assert reverse("meetings:meeting_schedule", args=[world.sibling.group.public_id]) in text
    assert "Action plan: nothing open" in text


# What it costs --------------------------------------------------------------------------------------------------------


def add_rows(world):
    for number in range(3, 12):
        raised(world, "chair", days=number - 6)
        meeting = Meeting.objects.create(
            group=world.group, number=number, starts_at=timezone.now() + timedelta(days=number + 9)
        )
        for position in range(1, 4):
            make_item(world, meeting, position, "more", owner=world.seats["chair"])
        make_seat(world, f"new_{number}", "member", "fire", confirmed=False).areas.add(world.things.area)


def test_home_costs_the_same_with_few_and_many_rows(signed_in, world, django_assert_num_queries):
    chair = signed_in(world.people["chair"])
    with django_assert_num_queries(10):
        few = chair.get("/home/").context["needs_you_count"]

    add_rows(world)
    with django_assert_num_queries(10):
        many = chair.get("/home/").context["needs_you_count"]

    assert many > few + 30


def test_the_front_page_costs_the_same_with_few_and_many_rows(
    signed_in, world, closed_assessment, django_assert_num_queries
):
    chair = signed_in(world.people["chair"])
    chair.get(front(world))  # the reading is recorded
    with django_assert_num_queries(12):
        chair.get(front(world))

    add_rows(world)
    with django_assert_num_queries(12):
        chair.get(front(world))
