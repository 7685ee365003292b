"""Restricting an agenda item restricts all that came out of it, and nothing opens it again by mistake."""

import pytest
from django.urls import reverse

from groups.models import Membership
from groups.services import set_limits
from meetings import services
from meetings.models import AgendaItem, Contribution, EntryReader
from tests.world_meetings import RESTRICTED


def item_form(item, **fields):
    return {
        "title": item.title,
        "purpose": item.purpose,
        "decision_required": item.decision_required,
        "owner": item.owner.public_id,
        "minutes": str(item.minutes),
        **fields,
    }


def edit(browser, item, **fields):
    return browser.post(reverse("meetings:item_edit", args=[item.public_id]), item_form(item, **fields))


def limit(browser, item, **limits):
    """Set who may read the item."""
    typed = {"marking": item.marking, "audience": item.audience, "handling": "", "reason": "", **limits}
    return browser.post(reverse("meetings:item_readers", args=[item.public_id]), typed)


def test_action_raised_under_an_item_is_restricted_with_it(signed_in, world):
    plan = reverse("actions:action_plan", args=[world.group.public_id])
    venue = signed_in(world.people["venue"])
    assert "Westhaven open action" in venue.get(plan).content.decode()

    limit(signed_in(world.people["secretary"]), world.things.held_item, **RESTRICTED)

    world.things.action.refresh_from_db()
    assert (world.things.action.marking, world.things.action.audience) == ("official_sensitive", "statutory")
    assert "Westhaven open action" not in venue.get(plan).content.decode()


def test_item_is_not_closed_to_the_owner_of_an_action_raised_under_it(signed_in, world):
    world.things.action.owner = world.seats["venue"]
    world.things.action.save()
    browser = signed_in(world.people["secretary"])

    told = limit(browser, world.things.held_item, **RESTRICTED)

    assert "Westhaven Venue could not read action 1" in told.content.decode()
    world.things.held_item.refresh_from_db()
    assert world.things.held_item.audience == "everyone"
    world.things.action.status = "done"
    world.things.action.save()
    assert limit(browser, world.things.held_item, **RESTRICTED).status_code == 302


def test_reader_named_under_an_item_that_is_closed_to_them_reads_it_no_more(signed_in, world):
    set_limits(
        thing=world.things.entry,
        marking="official",
        audience="named",
        handling="",
        readers=[world.seats["adviser"], world.seats["chair"]],
        reason="need to know",
        by=world.people["secretary"],
    )
    adviser = signed_in(world.people["adviser"])
    minutes = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])
    assert "Westhaven open entry" in adviser.get(minutes).content.decode()

    limit(signed_in(world.people["secretary"]), world.things.held_item, audience="authority")

    page = adviser.get(minutes).content.decode()
    assert "Westhaven open entry" not in page
    assert "Westhaven held events" not in page
    left = EntryReader.objects.filter(content_object=world.things.entry).values_list("user", flat=True)
    assert set(left) == {world.people["secretary"].pk, world.people["chair"].pk}


def test_heading_of_the_minutes_is_for_readers_of_the_item(signed_in, world):
    """A named reader whose seat came to look on only reads the entry, and of the item its number."""
    AgendaItem.objects.filter(pk=world.things.held_item.pk).update(audience="statutory")
    browser = signed_in(world.people["planner"])
    minutes = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])
    before = browser.get(minutes).content.decode()

    Membership.objects.filter(pk=world.seats["planner"].pk).update(role="observer")

    after = browser.get(minutes).content.decode()
    assert "Westhaven held events" in before
    assert "Westhaven named entry" in after
    assert "Westhaven held events" not in after


@pytest.mark.parametrize("who", ["chair", "secretary"])
def test_page_opened_before_the_item_was_restricted_does_not_open_it_again(signed_in, world, who):
    item, browser = world.things.item, signed_in(world.people[who])
    address = reverse("meetings:item_readers", args=[item.public_id])
    form = browser.get(address).context["form"]
    opened = {name: form[name].value() or "" for name in form.fields}
    limit(signed_in(world.people["chair"]), item, **RESTRICTED)

    told = browser.post(address, {**opened, "handling": "Do not forward", "reason": "Events are public"})

    assert "changed meanwhile" in told.content.decode()
    item.refresh_from_db()
    assert (item.marking, item.audience) == ("official_sensitive", "statutory")
    form = told.context["form"]
    again = {name: form[name].value() or "" for name in ("marking", "audience", "handling", "reason", "limits_seen")}
    assert browser.post(address, again).status_code == 302  # seen and meant: a second person is asked
    item.refresh_from_db()
    assert (item.marking, item.audience) == ("official_sensitive", "statutory")


def test_words_of_an_item_are_final_with_its_minutes_but_its_readers_are_not(signed_in, world):
    services.approve_minutes(minutes=world.things.minutes, by=world.people["chair"])
    browser = signed_in(world.people["secretary"])

    told = edit(browser, world.things.held_item, title="Another history")
    saved = limit(browser, world.things.held_item, **RESTRICTED)

    assert (told.status_code, saved.status_code) == (200, 302)
    assert "approved" in told.content.decode()
    world.things.held_item.refresh_from_db()
    assert (world.things.held_item.title, world.things.held_item.audience) == ("Westhaven held events", "statutory")


def test_action_that_was_restricted_alone_is_gone_from_the_minutes_too(signed_in, world):
    type(world.things.action).objects.filter(pk=world.things.action.pk).update(**RESTRICTED)
    address = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])
    pages = {name: signed_in(world.people[name]).get(address).content.decode() for name in ["fire", "venue"]}
    assert {name: "Westhaven open action" in page for name, page in pages.items()} == {"fire": True, "venue": False}


def test_nobody_owes_an_update_for_an_item_that_is_withheld_from_them(signed_in, world):
    AgendaItem.objects.filter(pk=world.things.item.pk).update(audience="named")
    Contribution.objects.filter(pk=world.things.contribution.pk).update(seat=world.seats["fire"])
    page = signed_in(world.people["planner"]).get(reverse("meetings:updates_owed"))
    assert "Westhaven events" not in page.content.decode()
