"""What a meeting leaves over comes back at the next one, and says why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from groups.models import Membership, StandingItem
from meetings import services
from meetings.minutes_document import content_of
from meetings.models import AgendaItem, ItemReader, Meeting, Minutes
from tests.meetings.decisions import decided
from tests.world_access import grant
from tests.world_meetings import RESTRICTED, make_item


@pytest.fixture
def place(world):
    """The meeting is open, of four items of which none is a standing one; another is planned a month after it."""
    things = world.things
    things.roads = make_item(world, things.meeting, 3, "roads")
    things.square = make_item(world, things.meeting, 4, "square")
    services.open_meeting(meeting=things.meeting, by=world.people["chair"])
    things.next = schedule(world, 40)
    return world


def schedule(place, days):
    about = {"starts_at": timezone.now() + timedelta(days=days), "minutes_long": 60, "place": "", "joining_link": ""}
    return services.schedule_meeting(group=place.group, by=place.people["secretary"], **about)


def hold(place, meeting, **states):
    """Opens it where it is not, leaves its items by their titles as said, and closes it."""
    by = place.people["chair"]
    services.open_meeting(meeting=meeting, by=by)
    items = AgendaItem.objects.filter(meeting=meeting)
    items.update(state="done")
    for title, state in states.items():
        items.filter(title=f"Westhaven {title}").update(state=state)
    services.close_meeting(meeting=Meeting.objects.get(pk=meeting.pk), leaving=states.get("current", "done"), by=by)


def close(place, **states):
    hold(place, place.things.meeting, **states)


def agenda(meeting):
    return list(meeting.items.exclude(carried_from=None).values_list("title", "carried_because", "times_back"))


def page_of(place, signed_in, meeting, who="chair"):
    address = reverse("meetings:meeting_detail", args=[meeting.public_id])
    return " ".join(signed_in(place.people[who]).get(address).content.decode().split())


def raise_action(place, item, text="Draw the plan", **fields):
    by, owner = place.people["chair"], place.seats["planner"]
    due_on = timezone.localdate() + timedelta(days=5)
    action = services.raise_action_in_meeting(item=item, text=text, owner=owner, due_on=due_on, by=by)
    Action.objects.filter(pk=action.pk).update(**fields)
    return action


def test_what_was_not_reached_and_what_was_parked_come_back_and_what_was_done_does_not(place, signed_in):
    AgendaItem.objects.filter(pk=place.things.square.pk).update(parked_because="nobody to speak")
    close(place, roads="waiting", square="parked")

    assert agenda(place.things.next) == [("Westhaven roads", "not_reached", 1), ("Westhaven square", "parked", 1)]
    copy = place.things.next.items.get(title="Westhaven roads")
    as_it_was = ["purpose", "decision_required", "owner", "minutes", "marking", "audience", "matter_key"]
    assert [getattr(copy, name) == getattr(place.things.roads, name) for name in as_it_was] == [True] * 7
    page = page_of(place, signed_in, place.things.next)
    assert "Not reached last time." in page
    assert "Parked last time: nobody to speak" in page


def test_what_comes_back_stands_before_any_other_business(place):
    first, last = place.things.next.items.all()
    AgendaItem.objects.filter(pk=last.pk).update(title="Any other business")
    close(place, roads="waiting", square="parked")

    titles = [first.title, "Westhaven roads", "Westhaven square", "Any other business"]
    assert list(place.things.next.items.values_list("title", flat=True)) == titles


def test_standing_item_is_on_the_next_agenda_once_and_says_that_it_is_back(world):
    standing = StandingItem.objects.create(group=world.group, position=90, title="Westhaven licensing")
    first, second = schedule(world, 5), schedule(world, 7)
    hold(world, first, licensing="waiting")

    assert agenda(second) == [("Westhaven licensing", "not_reached", 1)]
    assert second.items.filter(from_standing=standing).count() == 1


def test_why_a_standing_item_was_parked_is_told_to_nobody_who_was_not_told_then(world, signed_in):
    StandingItem.objects.create(group=world.group, position=90, title="Westhaven licensing")
    first, second = schedule(world, 5), schedule(world, 7)
    first.items.filter(title="Westhaven licensing").update(parked_because="an informant", **RESTRICTED)
    hold(world, first, licensing="parked")

    page = page_of(world, signed_in, second, who="venue")
    assert "Parked last time." in page
    assert "an informant" not in page


def test_item_that_is_put_off_again_and_again_counts_and_is_flagged_to_the_chair(place, signed_in):
    close(place, roads="waiting")
    hold(place, place.things.next, roads="parked")
    third = schedule(place, 50)
    assert agenda(third) == [("Westhaven roads", "parked", 2)]
    assert "put off for the 2nd time" in page_of(place, signed_in, third)
    assert "in a row" not in page_of(place, signed_in, third)

    hold(place, third, roads="waiting")
    fourth = schedule(place, 60)
    flag = "Put off 3 times in a row."
    pages = {who: page_of(place, signed_in, fourth, who=who) for who in ["chair", "planner"]}
    assert {who: "Not reached last time, put off for the 3rd time." in page for who, page in pages.items()} == {
        "chair": True,
        "planner": True,
    }
    assert {who: flag in page for who, page in pages.items()} == {"chair": True, "planner": False}


def test_secretary_moves_what_was_put_off_too_often_to_the_top_in_one_step(place, signed_in):
    root = place.things.roads
    back = {"carried_from": root, "matter": root, "carried_because": "not_reached", "times_back": 3}
    item = make_item(place, place.things.next, 30, "roads", **back)
    browser = signed_in(place.people["secretary"])
    page = browser.get(reverse("meetings:meeting_detail", args=[place.things.next.public_id])).content.decode()
    assert page.count('value="first"') == 1

    browser.post(reverse("meetings:item_move", args=[item.public_id]), {"to": "first"})
    assert place.things.next.items.first() == item


def test_item_is_back_because_an_action_from_it_is_open_and_names_it(place, signed_in):
    action = raise_action(place, place.things.roads)
    close(place)
    assert agenda(place.things.next) == [("Westhaven roads", "action_open", 1)]
    link = f'Back because <a class="govuk-link" href="{action.get_absolute_url()}">Action {action.number}</a> is open.'
    assert link in page_of(place, signed_in, place.things.next)

    hold(place, place.things.next)
    third = schedule(place, 50)
    assert agenda(third) == [("Westhaven roads", "action_open", 2)]
    assert f"Action {action.number}</a> is open, 2nd time." in page_of(place, signed_in, third)

    Action.objects.filter(pk=action.pk).update(status="done")
    assert f"Action {action.number}</a>, closed since." in page_of(place, signed_in, third)
    hold(place, third)
    assert agenda(schedule(place, 60)) == []


def test_action_that_the_reader_may_not_read_is_not_named(place, signed_in):
    action = raise_action(place, place.things.roads, **RESTRICTED)
    close(place)
    pages = {who: page_of(place, signed_in, place.things.next, who=who) for who in ["planner", "venue"]}
    named = {who: f"Action {action.number}" in page for who, page in pages.items()}
    assert named == {"planner": True, "venue": False}
    assert "Back because of what came out of it last time." in pages["venue"]


def test_standing_item_comes_by_itself_whatever_actions_are_open(world):
    StandingItem.objects.create(group=world.group, position=90, title="Westhaven licensing")
    first, second = schedule(world, 5), schedule(world, 7)
    services.open_meeting(meeting=first, by=world.people["chair"])
    raise_action(world, first.items.select_related("group__lead_authority").get(title="Westhaven licensing"))
    hold(world, first)
    assert agenda(second) == []


def test_one_row_of_reasons_ends_where_the_other_begins(place):
    raise_action(place, place.things.roads)
    close(place)
    hold(place, place.things.next, roads="waiting")
    assert agenda(schedule(place, 50)) == [("Westhaven roads", "not_reached", 1)]


def test_what_is_left_over_waits_for_a_meeting_to_be_scheduled_and_comes_back_once(place):
    Meeting.objects.filter(pk=place.things.next.pk).update(starts_at=timezone.now() - timedelta(days=1))
    close(place, roads="waiting")
    assert agenda(place.things.next) == []  # planned for a day that is past: it did not happen

    new = schedule(place, 50)
    assert agenda(new) == [("Westhaven roads", "not_reached", 1)]
    assert agenda(schedule(place, 20)) == []


def test_meeting_of_before_items_had_times_says_nothing_of_what_it_reached(world):
    assert agenda(schedule(world, 20)) == []


def test_whoever_left_owns_nothing_that_comes_back(place):
    seat = place.seats["planner"]
    Membership.objects.filter(pk=seat.pk).update(ends_at=timezone.now())
    close(place, roads="waiting")
    assert place.things.next.items.get(carried_because="not_reached").owner is None


def test_item_for_named_readers_comes_back_with_them_and_for_nobody_else(place, signed_in):
    things, people = place.things, place.people
    AgendaItem.objects.filter(pk=things.roads.pk).update(audience="named")
    grant(things.roads, ItemReader, "meetings.view_agendaitem", people["adviser"], people["chair"])
    close(place, roads="waiting")

    pages = {who: page_of(place, signed_in, things.next, who=who) for who in ["adviser", "chair", "venue"]}
    assert {who: ("Westhaven roads" in page, "Not reached" in page) for who, page in pages.items()} == {
        "adviser": (True, True),
        "chair": (False, False),
        "venue": (False, False),
    }


def test_meeting_page_asks_as_many_queries_for_many_items_that_are_back_as_for_one(
    place, signed_in, django_assert_num_queries
):
    raise_action(place, place.things.roads)
    close(place)
    browser = signed_in(place.people["chair"])
    address = reverse("meetings:meeting_detail", args=[place.things.next.public_id])
    browser.get(address)
    with django_assert_num_queries(11):
        browser.get(address)
    root = place.things.roads
    for number in range(20, 30):
        old = make_item(place, place.things.meeting, number, f"matter {number}")
        back = {"carried_from": old, "matter": root, "carried_because": "action_open", "times_back": 1}
        make_item(place, place.things.next, number, f"item {number}", **back)
    with django_assert_num_queries(11):
        browser.get(address)


# Where it went --------------------------------------------------------------------------------------------------------


def went_round(place):
    """The minutes of the meeting that is closed, with their readers."""
    Minutes.objects.filter(meeting=place.things.meeting).update(state="circulated", circulated_at=timezone.now())
    return Minutes.objects.get(meeting=place.things.meeting)


def test_minutes_say_where_an_item_went_with_a_link_to_it_there(place, signed_in):
    AgendaItem.objects.filter(pk=place.things.square.pk).update(parked_because="nobody to speak")
    close(place, square="parked")
    minutes, back = went_round(place), place.things.next.items.get(title="Westhaven square")

    page = signed_in(place.people["venue"]).get(reverse("meetings:minutes_detail", args=[minutes.public_id]))
    page = " ".join(page.content.decode().split())

    assert "4. Westhaven square: parked (nobody to speak). Carried to" in page
    assert (
        f'href="{reverse("meetings:item_detail", args=[back.public_id])}">meeting {place.things.next.number}<' in page
    )


@pytest.mark.parametrize("narrowed", ["square", "what it became"])
def test_where_an_item_went_is_told_to_whoever_reads_it_in_both_places(place, signed_in, narrowed):
    close(place, square="parked")
    minutes, back = went_round(place), place.things.next.items.get(title="Westhaven square")
    AgendaItem.objects.filter(pk=place.things.square.pk if narrowed == "square" else back.pk).update(**RESTRICTED)
    address = reverse("meetings:minutes_detail", args=[minutes.public_id])

    told = {who: signed_in(place.people[who]).get(address).content.decode() for who in ["adviser", "venue"]}

    assert {who: "Carried forward" in page for who, page in told.items()} == {"adviser": True, "venue": False}


def test_copies_on_paper_say_it_to_the_same_readers_and_are_marked_by_it(place):
    close(place, square="parked")
    AgendaItem.objects.filter(title="Westhaven square").update(**RESTRICTED)
    minutes, told = went_round(place), {}
    for who in ["adviser", "venue"]:
        content = content_of(minutes, place.people[who])
        told[who] = ([(each["title"], each["meeting"]) for each in content["carried"]], content["marking"])

    assert told == {
        "adviser": ([("Westhaven square", place.things.next.number)], "OFFICIAL-SENSITIVE"),
        "venue": ([], "OFFICIAL"),
    }


def test_page_of_a_held_meeting_lists_what_it_decided_for_those_who_may_read_it(place, signed_in):
    minutes, item = place.things.meeting.record, place.things.roads
    decided(place, "open decision", minutes=minutes, item=item)
    decided(place, "closed decision", minutes=minutes, item=item, **RESTRICTED)
    close(place)
    before = page_of(place, signed_in, place.things.meeting, "venue")
    went_round(place)
    after = {who: page_of(place, signed_in, place.things.meeting, who) for who in ["adviser", "venue"]}

    assert "open decision" not in before
    assert {who: ["open decision" in page, "closed decision" in page] for who, page in after.items()} == {
        "adviser": [True, True],
        "venue": [True, False],
    }
