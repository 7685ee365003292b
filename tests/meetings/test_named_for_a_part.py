"""Whoever was named for what hangs on an item loses it with the item."""

import pytest

from groups.sensitivity import can_read
from groups.services import set_limits


@pytest.mark.parametrize("part", ["contribution", "decision", "action", "entry"])
def test_reader_named_for_a_part_reads_it_no_more_once_the_item_is_closed_to_them(world, part):
    chair, thing = world.people["chair"], getattr(world.things, part)
    item = world.things.item if part == "contribution" else world.things.held_item
    named = {"marking": "official", "audience": "named", "reason": "They asked"}
    readers = [world.seats[name] for name in ["secretary", "venue"]]
    set_limits(thing=thing, **named, readers=readers, by=chair)
    thing.readers.filter(user=world.people["venue"]).update(needs_second=False)
    assert can_read(world.people["venue"], type(thing).objects.get(pk=thing.pk))

    set_limits(thing=item, marking="official", audience="statutory", by=chair)

    assert not can_read(world.people["venue"], type(thing).objects.get(pk=thing.pk))
    assert can_read(world.people["secretary"], type(thing).objects.get(pk=thing.pk))
