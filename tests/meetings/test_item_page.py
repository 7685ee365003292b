"""The page of an agenda item: what was filed for it, what came of it, why it is back and where it went."""

import pytest
from django.urls import reverse

from audit.models import Entry
from meetings.models import AgendaItem, Contribution, ItemReader, Minutes
from tests.meetings.decisions import decided
from tests.world_access import grant
from tests.world_meetings import RESTRICTED, make_contribution, make_entry, make_item


def page_of(signed_in, world, item, who):
    answer = signed_in(world.people[who]).get(reverse("meetings:item_detail", args=[item.public_id]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_each_reader_finds_what_was_filed_as_far_as_it_is_for_them(signed_in, world):
    make_contribution(world, world.things.item, "secretary", "begun", state=Contribution.State.WRITING, filed_at=None)

    pages = {who: page_of(signed_in, world, world.things.item, who) for who in ["adviser", "venue"]}

    found = {who: [word in page for word in ["open update", "restricted update"]] for who, page in pages.items()}
    assert found == {"adviser": [True, True], "venue": [True, False]}
    assert "Update withheld" in pages["venue"]
    assert "Westhaven begun" not in pages["adviser"]


def test_item_of_a_meeting_that_was_held_shows_its_part_of_the_minutes_under_their_numbers(signed_in, world):
    decided(world, "kept decision", **RESTRICTED)

    pages = {who: page_of(signed_in, world, world.things.held_item, who) for who in ["adviser", "venue"]}

    words = ["open entry", "Westhaven decision", "open action", "named entry", "kept decision", "restricted entry"]
    assert {who: [word in page for word in words] for who, page in pages.items()} == {
        "adviser": [True, True, True, True, True, False],  # the last is of another item
        "venue": [True, True, True, False, False, False],
    }
    assert [f"Entry {number}: withheld" in pages["venue"] for number in (2, 5)] == [True, True]
    minutes = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])
    assert f'href="{minutes}#p1"' in pages["venue"]


@pytest.mark.parametrize(("state", "sees"), [("draft", False), ("circulated", True)])
def test_member_sees_nothing_of_minutes_that_are_still_being_written(signed_in, world, state, sees):
    Minutes.objects.filter(meeting=world.things.held).update(state=state)

    pages = {who: page_of(signed_in, world, world.things.held_item, who) for who in ["planner", "secretary"]}

    words = ["open entry", "Westhaven decision", "What came of it", "In the minutes of meeting 1"]
    assert [[word in page for word in words] for page in pages.values()] == [[sees] * 4, [True] * 4]


def test_decision_of_a_meeting_that_goes_on_stands_there_before_its_minutes(signed_in, world):
    Minutes.objects.filter(meeting=world.things.held).update(state="draft")
    world.things.held.state = "open"
    world.things.held.save()

    page = page_of(signed_in, world, world.things.held_item, "planner")

    assert [word in page for word in ["Westhaven decision", "open entry", "In the minutes"]] == [True, False, False]


def test_it_says_why_it_is_back_and_where_it_went_to_who_may_read_the_item_there(signed_in, world):
    things = world.things
    back = {"carried_from": things.held_item, "matter": things.held_item, "carried_because": "not_reached"}
    item = make_item(world, things.meeting, 7, "back", times_back=2, **back)

    before, after = (page_of(signed_in, world, one, "venue") for one in (things.held_item, item))
    assert "put off for the 2nd time" in after
    assert "Item 1 of meeting 1</a>" in after
    assert "Item 7 of meeting 2</a>" in before

    AgendaItem.objects.filter(pk=item.pk).update(**RESTRICTED)
    assert "Carried to" not in page_of(signed_in, world, things.held_item, "venue")
    assert "Carried to" in page_of(signed_in, world, things.held_item, "adviser")


def test_guest_sees_the_item_and_nothing_else(signed_in, world):
    guest, item = world.people["nobody"], world.things.item
    about = {"name": "Westhaven Guest", "organisation": world.authority_organisation, "reason": "To speak"}
    grant(item, ItemReader, "meetings.attend_agendaitem", guest, world.people["chair"], **about)

    page = page_of(signed_in, world, item, "nobody")

    assert "Westhaven events" in page
    assert [word in page for word in ["update", "withheld", "What was filed"]] == [False, False, False]


def test_what_it_shows_is_recorded_as_read(signed_in, world):
    page_of(signed_in, world, world.things.item, "adviser")

    [reading] = Entry.objects.readings().filter(actor=world.people["adviser"].public_id)
    assert world.things.restricted_contribution.public_id in str(reading.detail)


def test_it_costs_the_same_with_few_and_many_rows(signed_in, world, django_assert_max_num_queries):
    browser, things = signed_in(world.people["chair"]), world.things
    address = reverse("meetings:item_detail", args=[things.held_item.public_id])
    back = {"carried_from": things.item, "matter": things.item, "carried_because": "action_open", "times_back": 1}
    AgendaItem.objects.filter(pk=things.held_item.pk).update(**back)
    browser.get(address)
    with django_assert_max_num_queries(12) as few:
        browser.get(address)
    for position in range(50, 60):
        make_entry(world, things.held_item, position, f"entry {position}")
        decided(world, f"decision {position}")
    for seat in ["chair", "planner", "adviser", "fire"]:
        make_contribution(world, things.held_item, seat, "more")
    browser.get(address)
    with django_assert_max_num_queries(12) as many:
        browser.get(address)
    assert len(many) == len(few)
