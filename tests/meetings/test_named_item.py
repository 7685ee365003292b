"""What hangs on an item for named readers is for those readers, from its first moment."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.sensitivity import can_read
from groups.services import set_limits
from meetings import services
from tests.access_bodies import OPEN, UPDATE

NAMED = {"marking": "official", "audience": "named", "reason": "They asked"}
READERS = ["chair", "secretary", "planner"]  # the chair names the other two
ASKED = [*READERS, "deputy_chair", "adviser", "fire", "venue", "observer", "superuser_member"]


def for_named(world, thing):
    readers = [world.seats[name] for name in READERS if name != "chair"]
    set_limits(thing=thing, **NAMED, readers=readers, by=world.people["chair"])
    thing.refresh_from_db()
    return thing


def readers_of(world, thing):
    """Those who read it, in Python; SQL says the same."""
    thing = type(thing).objects.get(pk=thing.pk)
    listed = [name for name in ASKED if type(thing).objects.visible_to(world.people[name]).filter(pk=thing.pk).exists()]
    assert [name for name in ASKED if can_read(world.people[name], thing)] == listed
    return listed


@pytest.fixture
def item(world):
    fields = {"title": "Sites", "purpose": "note", "owner": world.seats["planner"], "minutes": 10}
    item = services.add_item(meeting=world.things.meeting, by=world.people["chair"], **fields)
    return for_named(world, item)


@pytest.fixture
def open_item(world, item):
    services.open_meeting(meeting=item.meeting, by=world.people["chair"])
    return item


def test_owner_of_the_item_files_the_update_and_its_readers_read_it(world, signed_in, item):
    answer = signed_in(world.people["planner"]).post(
        reverse("meetings:contribution_write", args=[item.public_id]),
        {**UPDATE, **OPEN, "edition": 0, "audience": "named", "do": "file"},
    )
    assert answer.status_code == 302
    assert readers_of(world, item.contributions.get(seat=world.seats["planner"])) == READERS


def test_reader_taken_from_the_update_alone_does_not_come_back_when_it_is_saved_again(world, item):
    write = {"text": "Words", "marking": "official", "audience": "named", "handling": "", "state": "filed"}
    write |= {"item": item, "seat": world.seats["planner"], "by": world.people["planner"]}
    saved = services.save_contribution(edition=0, **write)
    saved.readers.filter(user=world.people["secretary"]).delete()
    services.save_contribution(edition=1, **write | {"text": "New words"})
    assert readers_of(world, saved) == ["chair", "planner"]


def test_what_is_recorded_under_it_is_for_its_readers(world, open_item):
    chair = world.people["chair"]
    entry = services.write_entry(item=open_item, text="Said", edition=0, by=chair)
    again = services.write_entry(item=open_item, text="Said more", edition=1, by=chair)
    decision = services.record_decision(item=open_item, text="Do it", reason="Need", dissent="", by=chair)
    action = services.raise_action_in_meeting(
        item=open_item, text="Mend", owner=world.seats["planner"], due_on=date(2031, 3, 27), by=chair
    )

    assert again == entry
    assert readers_of(world, decision) == readers_of(world, action) == READERS
    # the discussion and its order, while the meeting is open
    assert readers_of(world, entry) == readers_of(world, action.raised) == ["chair", "secretary"]


def test_action_under_it_is_given_to_a_reader_only(world, open_item):
    with pytest.raises(ValidationError, match="could not read the action"):
        services.raise_action_in_meeting(
            item=open_item, text="Mend", owner=world.seats["fire"], due_on=date(2031, 3, 27), by=world.people["chair"]
        )


def test_entry_added_to_the_minutes_of_it_is_for_its_readers(world, open_item):
    services.close_meeting(meeting=open_item.meeting, by=world.people["chair"])
    limits = {"marking": "official", "audience": "named", "handling": ""}
    entry = services.add_entry(item=open_item, text="Said", by=world.people["secretary"], **limits)
    assert readers_of(world, entry) == ["chair", "secretary"]


def test_parts_of_an_item_that_is_restricted_keep_its_readers(world):
    for_named(world, world.things.held_item)
    for part in [world.things.entry, world.things.decision]:
        part.refresh_from_db()
        assert part.audience == "named"
        assert readers_of(world, part) == READERS
