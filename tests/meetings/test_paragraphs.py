"""Several paragraphs under one item on the run page: each with its own readers, words to share, and writer."""

import re
from datetime import date

import pytest
from django.urls import reverse

from audit.models import Entry as AuditEntry
from groups.models import Undertaking
from meetings import services
from meetings.models import Decision, Meeting, MinuteEntry, Minutes, RaisedAction
from tests.lib.typed import typed_date
from tests.world_meetings import make_entry

DUE = date(2031, 3, 3)
NEW = "abcdefghjk"  # what a page called the paragraph that was begun on it


@pytest.fixture
def meeting(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    return Meeting.objects.select_related("current_item", "record").get(pk=world.things.meeting.pk)


def page_of(meeting):
    return reverse("meetings:meeting_run", args=[meeting.public_id])


def typed(key, text="", edition=0, **more):
    words = {"text": text, "edition": edition, **more}
    return {f"entry-{key}-{name}": value for name, value in words.items()}


def press(browser, meeting, do="save", **fields):
    return browser.post(page_of(meeting), {"item": meeting.current_item.public_id, "do": do, **fields})


def texts_of(meeting):
    entries = MinuteEntry.objects.filter(minutes__meeting=meeting).order_by("position")
    return list(entries.values_list("text", flat=True))


def written(meeting, world, text, **fields):
    world.things.minutes = meeting.record
    position = MinuteEntry.objects.filter(minutes__meeting=meeting).count() + 1
    entry = make_entry(world, meeting.current_item, position, text)
    MinuteEntry.objects.filter(pk=entry.pk).update(**fields)
    return entry


def test_each_save_with_words_in_the_last_field_begins_a_paragraph(signed_in, world, meeting):
    browser = signed_in(world.people["secretary"])

    press(browser, meeting, **typed(NEW, "First"))
    page = browser.get(page_of(meeting)).content.decode()
    [key] = set(re.findall(r'name="entry-([a-z0-9]{10})-text"', page)) - {NEW}
    press(browser, meeting, **typed(NEW, "First", 1), **typed(key, "Second"))

    assert texts_of(meeting) == ["First", "Second"]


def test_paragraph_that_is_sent_twice_is_written_once(signed_in, world, meeting):
    browser = signed_in(world.people["secretary"])

    answers = [press(browser, meeting, "save", **typed(NEW, "First")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert texts_of(meeting) == ["First"]
    assert AuditEntry.objects.filter(verb="minute entry added").count() == 1


def test_two_who_begin_at_once_both_have_their_paragraph(signed_in, world, meeting):
    for who, key in [("chair", NEW), ("secretary", "zzzzzzzzzz")]:
        press(signed_in(world.people[who]), meeting, **typed(key, f"Heard by the {who}"))

    assert texts_of(meeting) == ["Heard by the chair", "Heard by the secretary"]


def test_what_may_be_shared_is_saved_beside_what_was_said(signed_in, world, meeting):
    outside = {"shareable": "Barriers are planned.", "withheld_because": "safety"}
    press(signed_in(world.people["secretary"]), meeting, **typed(NEW, "The gate is weak.", **outside))

    entry = MinuteEntry.objects.get(minutes__meeting=meeting)
    assert (entry.text, entry.shareable, entry.withheld_because) == (
        "The gate is weak.",
        "Barriers are planned.",
        "safety",
    )


def test_same_words_are_shared_by_a_tick_and_follow_when_the_text_changes(signed_in, world, meeting):
    browser = signed_in(world.people["secretary"])
    press(browser, meeting, **typed(NEW, "Noted.", shares_all="on", withheld_because="safety"))
    press(browser, meeting, **typed(NEW, "Noted with thanks.", 1, shares_all="on", shareable="Noted."))

    said = MinuteEntry.objects.values_list("text", "shareable", "withheld_because").get(minutes__meeting=meeting)
    assert said == ("Noted with thanks.", "Noted with thanks.", "")


def test_other_words_typed_beside_the_tick_are_what_is_shared(signed_in, world, meeting):
    press(signed_in(world.people["secretary"]), meeting, **typed(NEW, "Said", shares_all="on", shareable="Told"))

    assert MinuteEntry.objects.get(minutes__meeting=meeting).shareable == "Told"


def test_new_paragraph_is_kept_to_fewer_than_its_item_and_the_next_is_not(signed_in, world, meeting):
    browser = signed_in(world.people["secretary"])
    limits = {"marking": "official_sensitive", "audience": "statutory"}
    press(browser, meeting, **typed(NEW, "Where it is weak", **limits), **typed("zzzzzzzzzz", "Noted"))

    entries = MinuteEntry.objects.filter(minutes__meeting=meeting).order_by("position")
    assert list(entries.values_list("text", "marking", "audience")) == [
        ("Where it is weak", "official_sensitive", "statutory"),
        ("Noted", "official", "everyone"),
    ]


@pytest.mark.parametrize("limits", [{}, {"marking": "official", "audience": "everyone"}, {"audience": "named"}])
def test_new_paragraph_is_never_wider_than_its_item(signed_in, world, meeting, limits):
    services.step_to(meeting=meeting, item=world.things.threat, by=world.people["chair"])
    meeting.current_item = world.things.threat
    press(signed_in(world.people["secretary"]), meeting, **typed(NEW, "Said", **limits))

    entry = MinuteEntry.objects.get(minutes__meeting=meeting)
    assert (entry.marking, entry.audience) == ("official_sensitive", "statutory")


def test_writer_is_not_shut_out_of_what_they_write(signed_in, world, meeting):
    """Nobody has accepted the new undertaking yet."""
    Undertaking.objects.create(group=world.group, number=2, text="New", sha256="new")
    page = press(signed_in(world.people["secretary"]), meeting, **typed(NEW, "Said", marking="official_sensitive"))

    assert "You could not read this paragraph yourself then" in page.content.decode()
    assert (">Said</textarea>" in page.content.decode().replace("\n", ""), texts_of(meeting)) == (True, [])


def test_words_stand_though_what_the_button_wanted_is_refused(signed_in, world, meeting):
    line = meeting.roll.get(seat=world.seats["fire"])  # a seat without a deputy
    page = press(signed_in(world.people["chair"]), meeting, f"deputy:{line.public_id}", **typed(NEW, "Said"))

    assert "has no deputy" in page.content.decode()
    assert texts_of(meeting) == ["Said"]
    assert f'name="entry-{NEW}-edition" value="1"' in page.content.decode()


def test_writer_of_one_paragraph_is_not_stopped_by_the_writer_of_another(signed_in, world, meeting):
    one, two = written(meeting, world, "one"), written(meeting, world, "two")
    on_both_pages = {**typed(one.key, one.text, 1), **typed(two.key, two.text, 1)}
    press(signed_in(world.people["chair"]), meeting, **{**on_both_pages, **typed(one.key, "One, by the chair", 1)})
    answer = press(
        signed_in(world.people["secretary"]), meeting, **{**on_both_pages, **typed(two.key, "Two, by the secretary", 1)}
    )

    assert answer.status_code == 302
    assert texts_of(meeting) == ["One, by the chair", "Two, by the secretary"]


def two_writers(signed_in, world, meeting):
    """(the loser's browser, the paragraph, the page that tells them)."""
    entry = written(meeting, world, "one")
    press(signed_in(world.people["secretary"]), meeting, **typed(entry.key, "Theirs", 1, shareable="Theirs, told"))
    browser = signed_in(world.people["chair"])
    page = press(browser, meeting, "next", **typed(entry.key, "Mine", 1, shareable="Mine, told"), **typed(NEW, "New"))
    return browser, entry, page.content.decode()


def test_loser_sees_both_texts_and_both_that_are_to_be_shared(signed_in, world, meeting):
    _browser, entry, page = two_writers(signed_in, world, meeting)

    for words in ["Theirs", "Theirs, told", "Mine", "Mine, told"]:
        assert f"<p>{words}</p>" in page
    assert MinuteEntry.objects.get(pk=entry.pk).text == "Theirs"
    assert texts_of(meeting) == ["Theirs", "New"]  # the other paragraph of the loser was saved
    assert Meeting.objects.get(pk=meeting.pk).current_item == meeting.current_item  # and the meeting did not go on


def test_loser_who_shares_the_same_words_is_shown_their_own_in_both_places(signed_in, world, meeting):
    shared = {"shares_all": "on"}
    press(signed_in(world.people["chair"]), meeting, **typed(NEW, "First", **shared))
    for who, words in [("secretary", "Theirs"), ("chair", "Mine")]:
        page = press(signed_in(world.people[who]), meeting, **typed(NEW, words, 1, shareable="First", **shared))

    [form] = [form for form in page.context["writing"].forms if form.conflict]
    assert [(text.theirs, text.mine) for text in form.conflict.texts] == [("Theirs", "Mine")] * 2


@pytest.mark.parametrize(
    ("choice", "stands"), [("mine", ("Mine", "Mine, told")), ("theirs", ("Theirs", "Theirs, told"))]
)
def test_loser_chooses_which_of_the_texts_stands(signed_in, world, meeting, choice, stands):
    browser, entry, _page = two_writers(signed_in, world, meeting)
    chosen = typed(entry.key, "Mine", 2, shareable="Mine, told", unsettled="yes", choice=choice)

    assert press(browser, meeting, **chosen).status_code == 302
    entry.refresh_from_db()
    assert (entry.text, entry.shareable) == stands
    assert [text.text for text in entry.texts.order_by("edition")][1:] == ["Theirs"] + ["Mine"] * (choice == "mine")


def test_both_texts_are_put_together_in_the_fields(signed_in, world, meeting):
    browser, entry, _page = two_writers(signed_in, world, meeting)
    chosen = typed(entry.key, "Mine", 2, shareable="Mine, told", unsettled="yes", choice="both")

    page = press(browser, meeting, **chosen).content.decode()

    assert "Theirs\n\nMine</textarea>" in page
    assert "Theirs, told\n\nMine, told</textarea>" in page
    assert MinuteEntry.objects.get(pk=entry.pk).text == "Theirs"


def test_button_that_chooses_nothing_shows_both_texts_again(signed_in, world, meeting):
    browser, entry, _page = two_writers(signed_in, world, meeting)

    page = press(browser, meeting, "next", **typed(entry.key, "Mine", 2, unsettled="yes")).content.decode()

    assert "saved this paragraph at" in page
    assert MinuteEntry.objects.get(pk=entry.pk).text == "Theirs"


def test_words_for_a_paragraph_that_was_closed_to_their_writer_are_a_paragraph_of_their_own(signed_in, world, meeting):
    entry = written(meeting, world, "one", audience="named")

    press(signed_in(world.people["chair"]), meeting, **typed(entry.key, "What the chair typed", 1))

    assert texts_of(meeting) == ["Westhaven one", "What the chair typed"]


def test_paragraph_of_another_group_is_none_of_this_meeting(signed_in, world, meeting):
    theirs = world.other.things.entry

    press(signed_in(world.people["chair"]), meeting, **typed(theirs.key, "Over theirs", 1))

    theirs.refresh_from_db()
    assert theirs.text == "CANARY open entry"
    assert texts_of(meeting) == ["Over theirs"]


def test_button_for_its_readers_saves_first(signed_in, world, meeting):
    entry = written(meeting, world, "one")

    answer = press(signed_in(world.people["chair"]), meeting, f"readers:{entry.key}", **typed(entry.key, "Changed", 1))

    assert answer.url == reverse("meetings:entry_readers", args=[entry.public_id])
    assert texts_of(meeting) == ["Changed"]


def test_run_page_costs_as_many_queries_with_thirty_paragraphs(
    signed_in, world, meeting, django_assert_max_num_queries
):
    browser = signed_in(world.people["chair"])
    for number in range(30):
        keep = written(meeting, world, f"paragraph {number}")
    browser.get(page_of(meeting))

    with django_assert_max_num_queries(15):
        page = browser.get(page_of(meeting)).content.decode()
    assert f"{keep.text}</textarea>" in page


def test_save_of_one_among_thirty_paragraphs_asks_for_that_one_alone(
    signed_in, world, meeting, django_assert_max_num_queries
):
    browser = signed_in(world.people["chair"])
    entries = [written(meeting, world, f"paragraph {number}") for number in range(30)]
    posted = {name: value for entry in entries for name, value in typed(entry.key, entry.text, 1).items()}
    browser.get(page_of(meeting))

    with django_assert_max_num_queries(10):
        press(browser, meeting, **{**posted, **typed(entries[7].key, "Changed", 1)})
    assert texts_of(meeting)[7] == "Changed"


# Decisions and actions ------------------------------------------------------------------------------------------------


def test_decision_is_recorded_with_options_dissent_and_what_may_be_shared(signed_in, world, meeting):
    words = {
        "text": "Option B",
        "reason": "It keeps the loading bay",
        "options": "A, B or none",
        "dissent": "The organiser",
        "shareable": "A way was chosen",
        "withheld_because": "safety",
    }
    press(signed_in(world.people["chair"]), meeting, "decide", **{f"decision-{k}": v for k, v in words.items()})

    decision = Decision.objects.get(minutes__meeting=meeting)
    assert {name: getattr(decision, name) for name in words} == words
    kept = decision.texts.values("edition", *words).get()
    assert kept == {"edition": 1, **words}


def decision_in_draft(world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    return world.things.decision


def test_words_of_a_decision_are_changed_in_the_draft_and_all_are_kept(signed_in, world):
    decision = decision_in_draft(world)
    words = {"text": "Better words", "reason": "Sound", "options": "A or B", "dissent": "", "shareable": "Agreed"}
    address = reverse("meetings:decision_edit", args=[decision.public_id])
    signed_in(world.people["secretary"]).post(address, {"edition": 1, **words})

    decision.refresh_from_db()
    assert {name: getattr(decision, name) for name in words} == words
    assert list(decision.texts.order_by("edition").values_list("text", "options")) == [
        ("Westhaven decision", ""),
        ("Better words", "A or B"),
    ]


def test_second_writer_of_a_decision_is_told_and_sees_each_text_that_differs(signed_in, world):
    decision = decision_in_draft(world)
    address = reverse("meetings:decision_edit", args=[decision.public_id])
    theirs = {"edition": 1, "text": "Theirs", "reason": "Theirs too", "options": "", "dissent": "", "shareable": ""}
    signed_in(world.people["secretary"]).post(address, theirs)

    told = signed_in(world.people["chair"]).post(address, {**theirs, "text": "Mine", "reason": "Mine too"})

    texts = [(text.theirs, text.mine) for text in told.context["form"].conflict.texts]
    assert texts == [("Theirs", "Mine"), ("Theirs too", "Mine too")]
    assert Decision.objects.get(pk=decision.pk).text == "Theirs"


def test_action_is_raised_with_a_line_for_everybody(signed_in, world, meeting):
    line = {"shareable": "Highways, by March", "withheld_because": "safety"}
    words = {"text": "Mend the gate", "owner": world.seats["planner"].public_id, **line}
    fields = {f"action-{name}": value for name, value in words.items()} | typed_date("action-due_on", DUE)
    press(signed_in(world.people["chair"]), meeting, "act", **fields)

    raised = RaisedAction.objects.select_related("action").get(minutes__meeting=meeting)
    assert (raised.action.text, raised.shareable, raised.withheld_because) == (
        "Mend the gate",
        "Highways, by March",
        "safety",
    )


def test_second_writer_of_the_line_of_an_action_is_told_and_keeps_what_was_typed(signed_in, world):
    decision_in_draft(world)
    address = reverse("meetings:raised_share", args=[world.things.raised.public_id])
    signed_in(world.people["secretary"]).post(address, {"edition": 1, "shareable": "Theirs, 100%"})
    browser = signed_in(world.people["chair"])

    page = browser.post(address, {"edition": 1, "shareable": "Mine"}).content.decode()
    stood = RaisedAction.objects.get(pk=world.things.raised.pk).shareable
    browser.post(address, {"edition": 2, "shareable": "Mine"})

    assert "Theirs says: Theirs, 100%" in page
    assert (">Mine</textarea>" in page.replace("\n", ""), stood) == (True, "Theirs, 100%")
    assert RaisedAction.objects.get(pk=world.things.raised.pk).shareable == "Mine"
    assert AuditEntry.objects.filter(verb="line of an action shared").count() == 2
