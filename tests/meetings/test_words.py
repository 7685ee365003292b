"""What is written down under an item: paragraphs with what may be shared of them, decisions, and their fingerprint."""

import hashlib
import json

import pytest

from lib.editions import StaleEdition
from meetings import services
from meetings.models import Decision, MinuteEntry
from meetings.services.minutes import hash_of

SAID = {"shareable": "Barriers are planned.", "withheld_because": "safety"}


def hash_as_first_published(minutes):
    """The content of the first version to the letter: minutes approved under it must verify for ever."""
    meeting, paragraph = minutes.meeting, ["public_id", "item__number", "position"]
    roll = meeting.roll.filter(on_roll=True).order_by("pk")
    decided = [*paragraph, "number", "text", "reason", "dissent", "standing"]
    content = {
        "meeting": [meeting.number, meeting.starts_at.isoformat(), meeting.place],
        "items": list(meeting.items.order_by("number").values_list("number", "title", "purpose")),
        "roll": list(roll.values_list("name", "organisation", "role", "came", "deputy_name")),
        "entries": list(minutes.minuteentrys.order_by("position").values_list(*paragraph, "text")),
        "decisions": list(minutes.decisions.order_by("position").values_list(*decided)),
        "actions": list(minutes.raisedactions.order_by("position").values_list(*paragraph, "line")),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def test_minutes_approved_by_an_earlier_version_still_verify(world):
    services.approve_minutes(minutes=world.things.minutes, by=world.people["chair"])
    world.things.minutes.refresh_from_db()

    assert world.things.minutes.sha256 == hash_of(world.things.minutes) == hash_as_first_published(world.things.minutes)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("entry", {"shareable": "Open"}),
        ("entry", {"withheld_because": "safety"}),
        ("decision", {"shareable": "Open"}),
        ("decision", {"withheld_because": "safety"}),
        ("decision", {"options": "A or B"}),
        ("raised", {"shareable": "Open"}),
    ],
)
def test_fingerprint_is_of_what_is_shared_and_of_the_options_too(world, kind, words):
    before, thing = hash_of(world.things.minutes), getattr(world.things, kind)
    type(thing).objects.filter(pk=thing.pk).update(**words)

    assert hash_of(world.things.minutes) != before


def test_each_text_that_an_entry_had_is_kept_with_what_was_shared_then(world):
    entry, by = world.things.entry, world.people["secretary"]
    services.edit_entry(entry=entry, text="Said", edition=1, by=by, **SAID)
    services.edit_entry(entry=entry, text="Said", edition=2, by=by, shareable="", withheld_because="safety")

    kept = entry.texts.order_by("edition").values_list("text", "shareable", "withheld_because")
    assert list(kept)[-2:] == [("Said", "Barriers are planned.", "safety"), ("Said", "", "safety")]


def test_who_saves_only_what_is_shared_over_another_ones_text_is_told(world):
    entry, by = world.things.entry, world.people["secretary"]
    behind = MinuteEntry.objects.get(pk=entry.pk)
    services.edit_entry(entry=entry, text="Theirs", edition=1, by=by, **SAID)

    with pytest.raises(StaleEdition) as stale:
        services.edit_entry(entry=behind, text=behind.text, edition=1, by=by, shareable="Mine", withheld_because="")
    assert (stale.value.theirs.text, stale.value.theirs.shareable) == ("Theirs", "Barriers are planned.")


def test_decision_is_recorded_with_the_options_that_were_considered(world):
    things, by = world.things, world.people["secretary"]
    type(things.minutes).objects.filter(pk=things.minutes.pk).update(state="draft")
    services.record_decision(item=things.held_item, text="B", reason="Sound", options="A, B or none", by=by, **SAID)

    recorded = Decision.objects.values_list("text", "options", "dissent", "shareable", "withheld_because").last()
    assert recorded == ("B", "A, B or none", "", "Barriers are planned.", "safety")
