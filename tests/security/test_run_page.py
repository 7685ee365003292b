"""The run page shows and saves only what its runner may read, and every reading on it is recorded."""

import pytest
from django.urls import reverse

from audit.models import Entry as AuditEntry
from groups.services import set_limits
from meetings import services
from meetings.models import Meeting, MinuteEntry


@pytest.fixture
def open_meeting(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    return Meeting.objects.select_related("current_item").get(pk=world.things.meeting.pk)


def write(world, text="What only three may read"):
    return services.write_entry(item=world.things.item, text=text, edition=0, by=world.people["secretary"])


def restrict(entry, world, **limits):
    named = {"marking": "official", "audience": "named", "readers": [world.seats["chair"]]}
    about = {"handling": "", "reason": "need to know", "by": world.people["secretary"]}
    set_limits(thing=entry, **{**named, **about, **limits})


def press(browser, meeting, text, edition=0):
    typed = {"item": meeting.current_item.public_id, "entry-text": text, "entry-edition": edition, "do": "save"}
    return browser.post(reverse("meetings:meeting_run", args=[meeting.public_id]), typed)


@pytest.mark.parametrize("text", ["My own words", ""])
def test_runner_is_not_shown_an_entry_for_others_as_the_text_saved_first(signed_in, world, open_meeting, text):
    restrict(write(world), world)
    readers, runner = signed_in(world.people["chair"]), signed_in(world.people["deputy_chair"])
    address = reverse("meetings:meeting_run", args=[open_meeting.public_id])

    pages = [runner.get(address), press(runner, open_meeting, text)]

    assert "What only three may read" in readers.get(address).content.decode()
    assert not any("What only three may read" in page.content.decode() for page in pages)
    assert pages[1].status_code == 302
    texts = (
        MinuteEntry.objects.filter(minutes__meeting=open_meeting).order_by("position").values_list("text", flat=True)
    )
    assert list(texts) == ["What only three may read", *([text] if text else [])]


def test_reading_a_sensitive_entry_on_the_run_page_is_recorded_and_marks_the_page(signed_in, world, open_meeting):
    entry = write(world)
    restrict(entry, world, marking="official_sensitive", audience="statutory", readers=[])

    page = signed_in(world.people["chair"]).get(reverse("meetings:meeting_run", args=[open_meeting.public_id]))

    assert "What only three may read" in page.content.decode()
    assert page.context["marking"] == "OFFICIAL-SENSITIVE"
    read = AuditEntry.objects.get(kind="reading", actor=world.people["chair"].public_id).detail["read"]
    assert entry.public_id in read
