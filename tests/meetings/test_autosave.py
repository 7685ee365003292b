"""The script of the run page saves what is typed, and says it is saved when the server has said so."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.sessions import idle_key
from audit.models import Entry as AuditEntry
from meetings import services
from meetings.models import Decision, Meeting, MinuteEntry, Minutes

BY_ITSELF = {"X-Autosave": "1"}


@pytest.fixture
def open_meeting(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    return Meeting.objects.select_related("current_item").get(pk=world.things.meeting.pk)


def autosave(browser, meeting, text, edition=0, **more):
    typed = {"item": meeting.current_item.public_id, "entry-text": text, "entry-edition": edition, "do": "save", **more}
    return browser.post(reverse("meetings:meeting_run", args=[meeting.public_id]), typed, headers=BY_ITSELF)


def told(answer):
    """What the script reads from an answer: (edition to go on over, what the browser keeps the text under)."""
    words = answer.content.decode()
    return re.findall(r'data-edition="(\d+)"', words), re.findall(r'data-field="entry-text" data-keep="([^"]+)"', words)


def entry_of(meeting):
    return MinuteEntry.objects.get(minutes__meeting=meeting)


def test_text_saved_by_itself_is_in_the_minutes_and_the_page_is_told_when_and_how_to_go_on(
    signed_in, world, open_meeting
):
    chair = world.people["chair"]
    answer = autosave(signed_in(chair), open_meeting, "In mid-sent")

    entry = entry_of(open_meeting)
    assert (answer.status_code, entry.text, entry.edition) == (200, "In mid-sent", 1)
    assert told(answer) == (["1"], [f"{chair.public_id}:{entry.public_id}:1"])
    assert f"Saved at {timezone.localtime(entry.texts.get().at):%H:%M:%S}" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="minute entry added", target=entry.public_id).count() == 1


def test_the_same_text_sent_again_is_no_new_edition_and_no_conflict_with_oneself(signed_in, world, open_meeting):
    """As when the network went with the answer to the first."""
    browser = signed_in(world.people["chair"])
    answers = [autosave(browser, open_meeting, "Typed once", edition=0) for _ in range(2)]

    assert [told(answer)[0] for answer in answers] == [["1"], ["1"]]
    assert told(answers[0]) == told(answers[1])
    assert entry_of(open_meeting).texts.count() == 1


def test_whoever_is_second_is_told_with_both_texts_and_has_changed_nothing(signed_in, world, open_meeting):
    autosave(signed_in(world.people["secretary"]), open_meeting, "Theirs, saved")

    answer = autosave(signed_in(world.people["chair"]), open_meeting, "Mine, not saved")

    words = answer.content.decode()
    assert (answer.status_code, told(answer)) == (409, (["1"], []))
    assert ("Theirs, saved" in words, "Mine, not saved" in words) == (True, True)
    assert "Westhaven Secretary saved this paragraph" in words
    assert entry_of(open_meeting).text == "Theirs, saved"


def test_same_person_in_two_tabs_is_told_as_two_people_are(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    answers = [autosave(browser, open_meeting, text) for text in ("In one tab", "In the other tab")]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert entry_of(open_meeting).text == "In one tab"


def test_refused_text_is_said_at_its_field_and_is_not_to_stay_in_the_browser(signed_in, world, open_meeting):
    answer = autosave(signed_in(world.people["chair"]), open_meeting, "TOP SECRET: not for here")

    assert answer.status_code == 422
    assert 'data-above="entry-text" data-spill' in answer.content.decode()
    assert "nothing was saved" in answer.content.decode()
    assert not MinuteEntry.objects.filter(minutes__meeting=open_meeting).exists()


def test_what_stands_half_typed_in_other_forms_is_not_recorded(signed_in, world, open_meeting):
    autosave(signed_in(world.people["chair"]), open_meeting, "Said", **{"decision-text": "Half a deci"})

    assert entry_of(open_meeting).text == "Said"
    assert not Decision.objects.filter(minutes__meeting=open_meeting).exists()


def test_text_on_its_way_when_the_meeting_was_closed_is_saved_and_later_the_page_is_sent_away(
    signed_in, world, open_meeting
):
    browser = signed_in(world.people["secretary"])
    services.close_meeting(meeting=open_meeting, by=world.people["chair"])

    assert autosave(browser, open_meeting, "The last words").status_code == 200
    Minutes.objects.filter(meeting=open_meeting).update(state="circulated")
    assert autosave(browser, open_meeting, "Too late", edition=1).status_code == 302
    assert entry_of(open_meeting).text == "The last words"


def test_autosave_of_somebody_signed_out_gives_back_what_was_typed_and_saves_nothing(client, world, open_meeting):
    answer = autosave(client, open_meeting, "In mid-sentence")

    assert (answer.status_code, "In mid-sentence" in answer.content.decode()) == (403, True)
    assert not MinuteEntry.objects.filter(minutes__meeting=open_meeting).exists()


def test_entry_of_a_draft_saves_itself_too(signed_in, world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    entry, browser = world.things.entry, signed_in(world.people["secretary"])
    address = reverse("meetings:entry_edit", args=[entry.public_id])

    answers = [
        browser.post(address, {"text": text, "edition": entry.edition}, headers=BY_ITSELF)
        for text in ("Better words", "From a page opened before")
    ]

    assert [answer.status_code for answer in answers] == [200, 409]
    entry.refresh_from_db()
    assert (entry.text, entry.edition) == ("Better words", 2)
    assert "data-autosave" in browser.get(address).content.decode()


def test_typing_keeps_the_session_alive(signed_in, world, open_meeting):
    """It is the person's own doing, and no poll."""
    browser = signed_in(world.people["chair"])
    key = idle_key(browser.session.session_key)
    cache.set(key, True, 100)

    autosave(browser, open_meeting, "Typed")

    assert cache._cache.get_client(None).ttl(cache.make_key(key)) > settings.IDLE_SECONDS - 10


@pytest.mark.parametrize(("do", "is_by_itself", "most"), [("save", True, 10), ("save", False, 10), ("next", False, 19)])
def test_save_asks_few_queries(signed_in, world, open_meeting, django_assert_max_num_queries, do, is_by_itself, most):
    """Of a paragraph that stands; the first one has a place of its own to be found, too."""
    browser = signed_in(world.people["chair"])
    with django_assert_max_num_queries(12):
        autosave(browser, open_meeting, "", **{"entry-abcdefghij-text": "Begun", "entry-abcdefghij-edition": 0})
    typed = {"entry-abcdefghij-text": "Typed", "entry-abcdefghij-edition": 1, "do": do}
    typed |= {"item": open_meeting.current_item.public_id, "on": open_meeting.current_item.public_id}
    address = reverse("meetings:meeting_run", args=[open_meeting.public_id])

    with django_assert_max_num_queries(most):
        browser.post(address, typed, headers=BY_ITSELF if is_by_itself else {})

    assert entry_of(open_meeting).text == "Typed"
    open_meeting.refresh_from_db()
    assert open_meeting.current_item == (world.things.threat if do == "next" else world.things.item)
