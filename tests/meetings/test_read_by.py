"""“Read by 11 of 14”: how many for everybody, who for chair, deputy chair and secretary; and what is whose."""

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from meetings import services
from meetings.models import MinuteEntry, Minutes


def page_for(signed_in, world, who):
    return signed_in(world.people[who]).get(reverse("meetings:minutes_detail", args=[world.things.minutes.public_id]))


@pytest.fixture
def official(world):
    """Nothing but OFFICIAL in them: a reading is recorded all the same."""
    MinuteEntry.objects.filter(minutes=world.things.minutes).update(marking="official", audience="everyone")
    return world


def test_it_counts_the_members_on_the_roll_once_each(signed_in, official):
    counts = [
        page_for(signed_in, official, who).context["read_count"] for who in ["planner", "planner", "adviser", "fire"]
    ]

    assert counts == [1, 1, 2, 2]  # the fire service was not on the roll
    assert "Read by 2 of 4" in page_for(signed_in, official, "planner").content.decode()


@pytest.mark.parametrize(
    ("who", "sees"), [("chair", True), ("secretary", True), ("deputy_chair", True), ("planner", False)]
)
def test_who_has_is_for_those_who_answer_for_the_record(signed_in, official, who, sees):
    page_for(signed_in, official, "adviser")

    page = page_for(signed_in, official, who)

    has_read = [line.name for line in page.context["readers"] if line.read_at]
    assert ("Westhaven Adviser" in has_read) == sees
    assert ("Who has, and who has not" in page.content.decode()) == sees


def test_reader_sees_when_they_read(signed_in, official):
    assert "You read them today." in page_for(signed_in, official, "planner").content.decode()
    assert "You read them" not in page_for(signed_in, official, "fire").content.decode()


def test_a_reading_before_they_went_round_is_none(signed_in, official):
    page_for(signed_in, official, "planner")
    Minutes.objects.filter(pk=official.things.minutes.pk).update(circulated_at=timezone.now())

    assert page_for(signed_in, official, "adviser").context["read_count"] == 1


def test_drafts_have_no_readers_to_count(signed_in, official):
    Minutes.objects.filter(pk=official.things.minutes.pk).update(state="draft", circulated_at=None)

    page = page_for(signed_in, official, "secretary")

    assert "Read by" not in page.content.decode()


def test_what_is_yours_stands_first_and_is_marked(signed_in, world):
    yours = {
        who: [paragraph.number for paragraph in page_for(signed_in, world, who).context["yours"]]
        for who in ["planner", "deputy", "fire"]
    }

    assert yours == {"planner": [4], "deputy": [4], "fire": []}
    assert "Report progress" in page_for(signed_in, world, "planner").content.decode()
    assert "Report progress" not in page_for(signed_in, world, "fire").content.decode()


def test_an_action_stands_as_it_was_then_and_as_it_is_today(signed_in, world):
    services.approve_minutes(minutes=world.things.minutes, by=world.people["chair"])
    moved_to = world.things.action.due_on.replace(year=world.things.action.due_on.year + 1)
    Action.objects.filter(pk=world.things.action.pk).update(status="stuck", due_on=moved_to, owner=world.seats["fire"])

    page = " ".join(page_for(signed_in, world, "venue").content.decode().split())

    assert "<dt>Then</dt><dd>Not started</dd>" in page
    today = page.partition("<dt>Today</dt>")[2].partition("</dd>")[0]
    assert "Stuck" in today
    assert f"by {moved_to:%A %-d %B %Y}, with Westhaven Fire" in today


def test_page_says_as_whom_one_reads(signed_in, world):
    assert "You read these as member, for Westhaven Arena." in page_for(signed_in, world, "venue").content.decode()
    assert (
        "You read these as deputy, for Westhaven City Council." in page_for(signed_in, world, "deputy").content.decode()
    )
