"""Other screens follow a meeting: who asks again hears that nothing is new, or sees what they may and no more."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry as AuditEntry
from groups.models import Membership
from groups.services.undertakings import add_undertaking
from meetings import services
from meetings.models import AgendaItem, Attendance, Decision, ItemReader, Meeting
from tests.meetings.test_autosave import autosave
from tests.world_meetings import RESTRICTED, make_item

POLL = {"HX-Request": "true", "X-Background": "1"}


@pytest.fixture
def open_meeting(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    return Meeting.objects.select_related("current_item", "group").get(pk=world.things.meeting.pk)


def page_of(browser, meeting, name="meeting_follow"):
    return browser.get(reverse(f"meetings:{name}", args=[meeting.public_id]))


def ask(browser, page, **more):
    """What a page's script is told when it asks for news."""
    asked = {"seen": page.context["state"], **more}
    return browser.get(page.request["PATH_INFO"], asked, headers=POLL)


def mark(meeting, seat, came="here"):
    line = Attendance.objects.get(meeting=meeting, seat=seat)
    services.mark_attendance(attendance=line, came=came, by=meeting.group.memberships.first().user)


def decide(world, item, text):
    fields = {"text": text, "reason": "Sound", "dissent": ""}
    return services.record_decision(item=item, by=world.people["chair"], **fields)


# The question ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "who"), [("follow", "planner"), ("screen", "chair"), ("run", "secretary")])
def test_who_asks_again_is_told_in_few_queries_that_nothing_is_new(
    signed_in, world, open_meeting, django_assert_max_num_queries, name, who
):
    browser = signed_in(world.people[who])
    for number in range(3, 31):
        make_item(world, open_meeting, number, f"item {number}")
    page = page_of(browser, open_meeting, f"meeting_{name}")
    entries, session = AuditEntry.objects.count(), dict(browser.session)

    with django_assert_max_num_queries(5):
        answer = ask(browser, page)

    assert (answer.status_code, answer.content) == (204, b"")
    assert (AuditEntry.objects.count(), dict(browser.session)) == (entries, session)
    assert not answer.cookies


def changes(world, meeting):
    item = meeting.current_item
    chair = world.people["chair"]
    return {
        "somebody comes": lambda: mark(meeting, world.seats["chair"]),
        "the meeting goes on": lambda: services.step_to(meeting=meeting, item=meeting.items.last(), by=chair),
        "a decision is recorded": lambda: decide(world, item, "Yes"),
        "the meeting closes": lambda: services.close_meeting(meeting=meeting, by=chair),
        "an item changes": lambda: meeting.items.filter(pk=item.pk).update(title="Another title"),
        "an item comes": lambda: make_item(world, meeting, 9, "one more"),
        "a guest is invited": lambda: invite_guest(world, item),
        "a seat is confirmed no more": lambda: Membership.objects.filter(pk=world.seats["planner"].pk).update(
            confirmed_by=None, confirmed_at=None
        ),
        "the undertaking is another one": lambda: add_undertaking(world.group, number=9, text="Another"),
    }


def invite_guest(world, item):
    return services.invite_guest(
        item=item,
        email="guest@elsewhere.example",
        name="A Guest",
        organisation=world.seats["fire"].organisation,
        reason="To tell of the market",
        by=world.people["chair"],
    )


def test_whatever_changes_what_is_shown_is_news(signed_in, world, open_meeting):
    browser = signed_in(world.people["planner"])
    told = {}
    for what in changes(world, open_meeting):
        page = page_of(browser, open_meeting)
        before = ask(browser, page).status_code
        changes(world, open_meeting)[what]()
        told[what] = (before, ask(browser, page).status_code)

    assert told == dict.fromkeys(told, (204, 200))


def test_whoever_has_no_place_any_more_is_told_nothing(signed_in, world, open_meeting):
    browser = signed_in(world.people["planner"])
    page = page_of(browser, open_meeting)
    services_end = timezone.now()
    Membership.objects.filter(pk=world.seats["planner"].pk).update(ends_at=services_end)

    assert ask(browser, page).status_code == 404


def test_asking_does_not_keep_a_session_alive_and_signed_out_gets_no_news(client, signed_in, world, open_meeting):
    page = page_of(signed_in(world.people["planner"]), open_meeting)

    assert ask(client, page).status_code == 302


# What is shown --------------------------------------------------------------------------------------------------------


def test_follower_sees_item_decisions_and_who_is_here_and_nothing_of_what_is_said(signed_in, world, open_meeting):
    mark(open_meeting, world.seats["chair"])
    decide(world, open_meeting.current_item, "Barriers are bought")
    autosave(signed_in(world.people["chair"]), open_meeting, "What was said of it")

    words = page_of(signed_in(world.people["planner"]), open_meeting).content.decode()

    assert ("Barriers are bought" in words, "In the room: 1" in words) == (True, True)
    assert f"is at item 1: {world.word} events" in words
    assert "What was said of it" not in words


def test_news_come_as_a_part_with_the_band_of_what_it_shows_now(signed_in, world, open_meeting):
    adviser = world.people["adviser"]
    browser = signed_in(adviser)
    page = page_of(browser, open_meeting)
    services.step_to(meeting=open_meeting, item=world.things.threat, by=world.people["chair"])

    part = ask(browser, page)

    words = part.content.decode()
    assert ("<html" in words, f"is at item 2: {world.word} threat" in words) == (False, True)
    assert words.count('hx-swap-oob="outerHTML:[data-band]">OFFICIAL-SENSITIVE') == 1
    assert AuditEntry.objects.filter(kind="reading", actor=adviser.public_id).exists()


def test_follower_outside_its_audience_sees_a_number_where_the_meeting_is(signed_in, world, open_meeting):
    services.step_to(meeting=open_meeting, item=world.things.threat, by=world.people["chair"])

    words = page_of(signed_in(world.people["observer"]), open_meeting).content.decode()

    assert ("is at item 2, which is withheld" in words, f"{world.word} threat" in words) == (True, False)


def test_meeting_that_has_not_begun_and_one_that_is_over_say_so(signed_in, world):
    browser = signed_in(world.people["planner"])

    assert "has not begun" in page_of(browser, world.things.meeting).content.decode()
    closed = page_of(browser, world.things.held).content.decode()
    assert ("is closed" in closed, "Nothing decided yet" in closed, "quorum" in closed.lower()) == (True, False, False)


@pytest.mark.parametrize("name", ["meeting_follow", "meeting_screen"])
def test_pages_that_follow_cost_the_same_with_few_and_many_rows(
    signed_in, world, open_meeting, django_assert_max_num_queries, name
):
    browser = signed_in(world.people["chair"])
    mark(open_meeting, world.seats["chair"])
    page_of(browser, open_meeting, name)
    few = count(lambda: page_of(browser, open_meeting, name))
    for number in range(3, 23):
        decide(world, make_item(world, open_meeting, number, f"item {number}", **RESTRICTED), "Yes")
    for seat in ("secretary", "planner", "adviser"):
        mark(open_meeting, world.seats[seat])
    page_of(browser, open_meeting, name)

    with django_assert_max_num_queries(12):
        assert count(lambda: page_of(browser, open_meeting, name)) <= few + 3


def count(asks):
    asked = []
    with connection.execute_wrapper(lambda run, *query: asked.append(query[0]) or run(*query)):
        asks()
    return len(asked)


# The screen in the room -----------------------------------------------------------------------------------------------


def screen_of(signed_in, world, meeting):
    return page_of(signed_in(world.people["chair"]), meeting, "meeting_screen").content.decode()


def go_to_threat(world, meeting):
    services.step_to(meeting=meeting, item=world.things.threat, by=world.people["chair"])
    decide(world, world.things.threat, "Guard the square")


def test_screen_shows_what_everybody_present_may_read(signed_in, world, open_meeting):
    for seat in ("chair", "adviser", "planner"):
        mark(open_meeting, world.seats[seat])
    go_to_threat(world, open_meeting)

    words = screen_of(signed_in, world, open_meeting)

    assert (f"2. {world.word} threat" in words, "Guard the square" in words) == (True, True)


def test_screen_hides_what_one_of_those_present_may_not_read(signed_in, world, open_meeting):
    for seat in ("chair", "observer"):
        mark(open_meeting, world.seats[seat])
    go_to_threat(world, open_meeting)

    words = screen_of(signed_in, world, open_meeting)

    assert (f"{world.word} threat" in words, "Guard the square" in words) == (False, False)
    assert "It is not for everybody who is here" in words


def test_screen_shows_nothing_restricted_while_nobody_is_marked_as_here(signed_in, world, open_meeting):
    go_to_threat(world, open_meeting)

    words = screen_of(signed_in, world, open_meeting)

    assert (f"{world.word} threat" in words, "Guard the square" in words) == (False, False)


def test_screen_hides_what_is_restricted_from_a_guest_whom_nobody_had_invited(signed_in, world, open_meeting):
    for seat in ("chair", "adviser"):
        mark(open_meeting, world.seats[seat])
    go_to_threat(world, open_meeting)
    about = {"name": "Dr Vale", "organisation": "Museum", "reason": "Knows the hall"}
    item = AgendaItem.objects.select_related("group__lead_authority").get(pk=world.things.threat.pk)
    services.add_guest(item=item, **about, online=False, has_accepted=True, by=world.people["chair"])

    words = screen_of(signed_in, world, open_meeting)

    assert (f"{world.word} threat" in words, "Guard the square" in words) == (False, False)


def test_screen_hides_a_decision_for_fewer_than_its_item(signed_in, world, open_meeting):
    for seat in ("chair", "observer"):
        mark(open_meeting, world.seats[seat])
    decision = decide(world, open_meeting.current_item, "Not for the observer")
    Decision.objects.filter(pk=decision.pk).update(audience="statutory")
    decide(world, open_meeting.current_item, "For everybody")

    words = screen_of(signed_in, world, open_meeting)

    assert ("For everybody" in words, "Not for the observer" in words) == (True, False)
    assert "OFFICIAL-SENSITIVE" not in words  # the next item is, and is not for the observer


def test_screen_before_a_guest_shows_their_item_and_no_decision_nor_what_comes(signed_in, world, open_meeting):
    mark(open_meeting, world.seats["chair"])
    decide(world, open_meeting.current_item, "Not for a guest")
    assert "Not for a guest" in screen_of(signed_in, world, open_meeting)
    guest = invite_guest(world, open_meeting.current_item)
    ItemReader.objects.filter(pk=guest.pk).update(needs_second=False)

    words = screen_of(signed_in, world, open_meeting)

    assert (f"1. {world.word} events" in words, "Not for a guest" in words) == (True, False)
    assert "Next: item 2" in words


def test_screen_hears_that_somebody_there_may_read_less_than_before(signed_in, world, open_meeting):
    for seat in ("chair", "adviser"):
        mark(open_meeting, world.seats[seat])
    go_to_threat(world, open_meeting)
    browser = signed_in(world.people["chair"])
    page = page_of(browser, open_meeting, "meeting_screen")
    assert f"{world.word} threat" in page.content.decode()

    Membership.objects.filter(pk=world.seats["adviser"].pk).update(confirmed_by=None, confirmed_at=None)

    news = ask(browser, page)
    assert (news.status_code, f"{world.word} threat" in news.content.decode()) == (200, False)


# Two at the desk ------------------------------------------------------------------------------------------------------


def test_run_page_says_who_writes_what(signed_in, world, open_meeting):
    chair, secretary = signed_in(world.people["chair"]), signed_in(world.people["secretary"])
    page = page_of(secretary, open_meeting, "meeting_run")
    autosave(chair, open_meeting, "Being typed")

    news = ask(secretary, page, item=open_meeting.current_item.public_id)

    assert (news.status_code, "Westhaven Chair is writing item 1" in news.content.decode()) == (200, True)
    assert "is writing" not in page_of(chair, open_meeting, "meeting_run").content.decode()  # nobody but oneself


def test_own_saves_come_to_ones_other_tab_without_a_word_of_another_writer(signed_in, world, open_meeting):
    browser = signed_in(world.people["secretary"])
    other_tab = page_of(browser, open_meeting, "meeting_run")
    autosave(browser, open_meeting, "Being typed")

    words = ask(browser, other_tab).content.decode()
    assert ("Being typed" in words, "is writing" in words) == (True, False)


def test_run_page_names_no_writer_of_an_entry_that_its_reader_may_not_read(signed_in, world, open_meeting):
    autosave(signed_in(world.people["secretary"]), open_meeting, "For three only")
    open_meeting.record.minuteentrys.update(audience="named")

    words = page_of(signed_in(world.people["deputy_chair"]), open_meeting, "meeting_run").content.decode()

    assert "is writing" not in words


def test_run_page_says_that_the_meeting_went_on_in_another_window(signed_in, world, open_meeting):
    browser = signed_in(world.people["secretary"])
    page = page_of(browser, open_meeting, "meeting_run")
    services.step_to(meeting=open_meeting, item=world.things.threat, by=world.people["chair"])

    news = ask(browser, page, item=world.things.item.public_id)

    assert "The meeting has gone on to item 2." in news.content.decode()


def test_run_page_of_a_closed_meeting_is_sent_to_the_page_of_the_meeting(signed_in, world, open_meeting):
    browser = signed_in(world.people["secretary"])
    page = page_of(browser, open_meeting, "meeting_run")
    services.close_meeting(meeting=open_meeting, by=world.people["chair"])

    assert ask(browser, page).url == reverse("meetings:meeting_detail", args=[open_meeting.public_id])
