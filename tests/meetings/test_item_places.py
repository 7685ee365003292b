"""One form puts an item where it belongs on the agenda, and tells nobody what else stands there."""

import re

import pytest
from django.urls import reverse

from groups.models import Audience, Marking, StandingItem
from meetings.models import AgendaItem, Meeting
from tests.meetings.test_agenda import item_form, numbers_in_order
from tests.world_meetings import make_item


@pytest.fixture
def closing(world):
    """Item 3 of the planned meeting: where its closing business begins."""
    standing = StandingItem.objects.create(group=world.group, title="Any other business", position=90)
    item = make_item(world, world.things.meeting, 3, "last", from_standing=standing)
    AgendaItem.objects.filter(pk=item.pk).update(title=standing.title)
    return item


def chosen(page):
    """The words of what is selected under "Where it stands", and all that could be."""
    said = page.content.decode().split('name="before"')[1].split("</select>")[0]
    options = re.findall(r'<option value="\w*"( selected)?>([^<]*)', said)
    return [words for on, words in options if on], [words for _on, words in options]


def test_added_item_stands_before_any_other_business_unless_the_secretary_says_otherwise(signed_in, world, closing):
    browser, meeting = signed_in(world.people["secretary"]), world.things.meeting
    address = reverse("meetings:item_add", args=[meeting.public_id])
    assert chosen(browser.get(address))[0] == ["Before 3: Any other business"]

    browser.post(address, item_form(world, before=closing.public_id))
    browser.post(address, item_form(world, before=""))
    browser.post(address, item_form(world, before=world.things.item.public_id))

    assert numbers_in_order(world) == [6, 1, 2, 4, 3, 5]


def test_form_of_an_item_moves_it_and_leaves_it_where_nothing_else_was_chosen(signed_in, world, closing):
    browser, item = signed_in(world.people["secretary"]), world.things.item
    address = reverse("meetings:item_edit", args=[item.public_id])
    assert chosen(browser.get(address))[0] == ["Before 2: Westhaven threat"]

    browser.post(address, item_form(world, before=world.things.threat.public_id))
    assert numbers_in_order(world) == [1, 2, 3]
    browser.post(address, item_form(world, before=closing.public_id))
    assert numbers_in_order(world) == [2, 1, 3]
    browser.post(address, item_form(world, before=""))
    assert numbers_in_order(world) == [2, 3, 1]


def test_choice_of_places_names_no_item_that_is_withheld_and_leaves_one_between_in_its_place(signed_in, world, closing):
    AgendaItem.objects.filter(pk=world.things.threat.pk).update(audience=Audience.NAMED)
    browser, item = signed_in(world.people["secretary"]), world.things.item
    address = reverse("meetings:item_edit", args=[item.public_id])

    assert chosen(browser.get(address)) == (
        ["Before 3: Any other business"],
        ["At the end", "Before 3: Any other business"],
    )
    browser.post(address, item_form(world, before=closing.public_id))
    assert numbers_in_order(world) == [1, 2, 3]


def test_page_that_names_a_sensitive_item_among_the_places_is_marked_and_its_reading_recorded(signed_in, world):
    page = signed_in(world.people["secretary"]).get(reverse("meetings:item_add", args=[world.things.meeting.public_id]))

    assert "Before 2: Westhaven threat" in chosen(page)[1]
    assert page.context["marking"] == Marking.OFFICIAL_SENSITIVE


def test_agenda_of_a_held_meeting_has_no_place_to_choose(signed_in, world, closing):
    Meeting.objects.filter(pk=world.things.meeting.pk).update(state="held")
    browser = signed_in(world.people["secretary"])
    address = reverse("meetings:item_add", args=[world.things.meeting.public_id])

    assert "Where it stands" not in browser.get(address).content.decode()
    browser.post(address, item_form(world, before=world.things.item.public_id))
    assert numbers_in_order(world) == [1, 2, 3, 4]
