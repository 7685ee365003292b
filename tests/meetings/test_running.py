from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from audit.models import Entry as AuditEntry
from groups.models import Membership
from groups.quorum import quorum
from meetings import services
from meetings.models import Attendance, Decision, Meeting, MinuteEntry, Minutes
from tests.lib.typed import typed_date
from tests.world import CANARY
from tests.world_meetings import make_item

DUE = date(2031, 3, 3)


@pytest.fixture
def open_meeting(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    return Meeting.objects.get(pk=world.things.meeting.pk)


def press(browser, meeting, do, **typed):
    item = meeting.current_item
    fields = {"item": item.public_id, "entry-text": "", "entry-edition": "0", "do": do, **typed}
    return browser.post(reverse("meetings:meeting_run", args=[meeting.public_id]), fields)


def line_of(world, meeting, who):
    return Attendance.objects.get(meeting=meeting, seat=world.seats[who])


def test_chair_opens_the_meeting_and_the_roll_is_written(signed_in, world):
    browser = signed_in(world.people["chair"])

    page = browser.post(reverse("meetings:meeting_open", args=[world.things.meeting.public_id]), follow=True)

    roll = Attendance.objects.filter(meeting=world.things.meeting, on_roll=True)
    live = Membership.objects.active().filter(group=world.group)
    assert set(roll.values_list("seat", flat=True)) == set(live.values_list("pk", flat=True))
    planner = line_of(world, world.things.meeting, "planner")
    assert (planner.name, planner.organisation, planner.role, planner.areas) == (
        "Westhaven Planner",
        "Westhaven City Council",
        "member",
        ["planning"],
    )
    assert "In the room: 0" in page.content.decode()
    assert CANARY not in page.content.decode()


def test_roll_keeps_what_was_true_on_the_day(world, open_meeting):
    Membership.objects.filter(pk=world.seats["planner"].pk).update(name="Somebody else")

    assert line_of(world, open_meeting, "planner").name == "Westhaven Planner"


def test_opening_twice_opens_once(world, open_meeting):
    services.open_meeting(meeting=open_meeting, by=world.people["secretary"])

    assert Minutes.objects.filter(meeting=open_meeting).count() == 1
    assert AuditEntry.objects.filter(verb="meeting opened").count() == 1


def test_member_may_not_open_a_meeting(signed_in, world):
    answer = signed_in(world.people["planner"]).post(
        reverse("meetings:meeting_open", args=[world.things.meeting.public_id])
    )

    assert answer.status_code == 403
    world.things.meeting.refresh_from_db()
    assert world.things.meeting.state == "planned"


def test_chair_ticks_who_is_here_and_the_meeting_becomes_quorate(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    before = browser.get(reverse("meetings:meeting_run", args=[open_meeting.public_id])).content.decode()

    for who in ["chair", "planner", "adviser"]:
        press(browser, open_meeting, f"here:{line_of(world, open_meeting, who).public_id}")
    page = press(browser, open_meeting, f"apologies:{line_of(world, open_meeting, 'fire').public_id}")

    after = browser.get(page.url).content.decode()
    assert "No quorum" in before
    assert "Quorum met" in after
    assert "In the room: 3" in after


def test_deputy_takes_the_seat_of_the_member_who_sends_one(signed_in, world, open_meeting):
    press(signed_in(world.people["chair"]), open_meeting, f"deputy:{line_of(world, open_meeting, 'planner').public_id}")

    line = line_of(world, open_meeting, "planner")
    assert (line.came, line.person, line.deputy_name) == ("deputy", world.people["deputy"], "Westhaven Deputy")


def test_seat_without_a_deputy_says_so(signed_in, world, open_meeting):
    line = line_of(world, open_meeting, "fire")

    page = press(signed_in(world.people["chair"]), open_meeting, f"deputy:{line.public_id}").content.decode()

    assert "has no deputy" in page
    line.refresh_from_db()
    assert line.came == "not_here"


def test_nobody_sits_in_two_seats(world, open_meeting):
    by = world.people["chair"]
    elsewhere = line_of(world, open_meeting, "fire")
    Attendance.objects.filter(pk=elsewhere.pk).update(came="here", person=world.people["planner"])

    with pytest.raises(ValidationError, match="already marked as attending"):
        services.mark_attendance(attendance=line_of(world, open_meeting, "planner"), came="here", by=by)


def test_line_of_another_meeting_is_not_found(signed_in, world, open_meeting):
    line = Attendance.objects.filter(meeting=world.other.things.held).first()

    assert press(signed_in(world.people["chair"]), open_meeting, f"here:{line.public_id}").status_code == 404


@pytest.mark.parametrize(
    ("who_is_here", "met"),
    [
        (["chair", "planner", "adviser"], True),
        (["deputy_chair", "planner", "adviser"], True),
        (["planner", "adviser"], False),
        (["chair", "adviser"], False),
        (["chair", "planner"], False),
    ],
)
def test_quorum_asks_for_chair_areas_and_police(world, open_meeting, who_is_here, met):
    roll = list(open_meeting.roll.filter(on_roll=True))
    for line in roll:
        line.came = "here" if line.seat_id in {world.seats[who].pk for who in who_is_here} else "not_here"

    assert quorum(open_meeting.rules, roll).met is met


def test_every_button_saves_the_text_before_it_does_its_own_thing(signed_in, world, open_meeting):
    browser = signed_in(world.people["secretary"])

    press(browser, open_meeting, "next", **{"entry-text": "Seven events were discussed."})

    entry = MinuteEntry.objects.get(minutes__meeting=open_meeting)
    assert (entry.text, entry.edition, entry.item) == ("Seven events were discussed.", 1, world.things.item)
    open_meeting.refresh_from_db()
    assert open_meeting.current_item == world.things.threat
    world.things.item.refresh_from_db()
    assert world.things.item.state == "done"


def test_decision_is_recorded_with_its_reason_on_the_run_page(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])

    answer = press(
        browser,
        open_meeting,
        "decide",
        **{"decision-text": "Option B", "decision-reason": "It meets the standard", "decision-dissent": ""},
    )

    decision = Decision.objects.get(minutes__meeting=open_meeting)
    assert (decision.number, decision.text, decision.reason) == (2, "Option B", "It meets the standard")
    assert decision.standing == "proposed"  # nobody is here yet
    run_page = reverse("meetings:meeting_run", args=[open_meeting.public_id])
    assert answer.url == f"{run_page}?recorded={world.things.item.public_id}-decide"  # may be dropped by the browser
    assert "Decision 2" in browser.get(answer.url).content.decode()


def test_decision_without_a_reason_changes_nothing_and_keeps_all_that_was_typed(signed_in, world, open_meeting):
    page = press(
        signed_in(world.people["chair"]),
        open_meeting,
        "decide",
        **{"entry-text": "Half a sentence", "decision-text": "Option B", "decision-reason": ""},
    ).content.decode()

    assert "Enter the reason" in page
    assert "Half a sentence" in page
    assert "Option B" in page
    assert not MinuteEntry.objects.filter(minutes__meeting=open_meeting).exists()


def test_action_is_raised_with_owner_and_date(signed_in, world, open_meeting):
    press(
        signed_in(world.people["chair"]),
        open_meeting,
        "act",
        **{
            "action-text": "Tell the traders",
            "action-owner": world.seats["planner"].public_id,
            **typed_date("action-due_on", DUE),
        },
    )

    action = Action.objects.get(group=world.group, number=3)
    assert (action.text, action.owner, action.due_on, action.origin) == (
        "Tell the traders",
        world.seats["planner"],
        DUE,
        "meeting",
    )
    assert action.raised.item == world.things.item


def test_action_under_a_restricted_item_is_not_given_to_the_venue(signed_in, world, open_meeting):
    services.step_to(meeting=open_meeting, item=world.things.threat, by=world.people["chair"])

    page = press(
        signed_in(world.people["chair"]),
        open_meeting,
        "act",
        **{
            "action-text": "Look at the gate",
            "action-owner": world.seats["venue"].public_id,
            **typed_date("action-due_on", DUE),
        },
    ).content.decode()

    assert "could not read the action" in page
    assert "Look at the gate" in page
    assert Action.objects.filter(group=world.group).count() == 2


def test_second_of_two_writers_is_told_and_sees_both_texts(signed_in, world, open_meeting):
    chair, secretary = signed_in(world.people["chair"]), signed_in(world.people["secretary"])

    press(secretary, open_meeting, "save", **{"entry-text": "What the secretary heard"})
    page = press(chair, open_meeting, "save", **{"entry-text": "What the chair heard"}).content.decode()

    assert "What the secretary heard" in page
    assert "What the chair heard" in page
    entry = MinuteEntry.objects.get(minutes__meeting=open_meeting)
    assert (entry.text, entry.edition) == ("What the secretary heard", 1)


def test_text_typed_when_the_session_ended_comes_back_and_can_be_sent_again(client, world, open_meeting):
    answer = press(client, open_meeting, "save", **{"entry-text": "In mid-sentence"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "In mid-sentence" in page
    assert "Westhaven" not in page
    assert not MinuteEntry.objects.filter(minutes__meeting=open_meeting).exists()


def test_text_for_an_item_that_the_meeting_has_left_is_saved_there(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    left = open_meeting.current_item
    services.step_to(meeting=open_meeting, item=world.things.threat, by=world.people["secretary"])

    press(browser, open_meeting, "next", **{"entry-text": "Late words", "item": left.public_id})

    texts = MinuteEntry.objects.filter(minutes__meeting=open_meeting).values_list("item", "text")
    assert list(texts) == [(left.pk, "Late words")]
    open_meeting.refresh_from_db()
    assert open_meeting.current_item == world.things.threat


def test_member_follows_decisions_but_reads_no_discussion(signed_in, world, open_meeting):
    by = world.people["chair"]
    services.write_entry(item=world.things.item, text="Discussion for the record", edition=0, by=by)
    services.record_decision(item=world.things.item, text="Option B", reason="Sound", dissent="", by=by)

    page = (
        signed_in(world.people["planner"])
        .get(reverse("meetings:meeting_detail", args=[open_meeting.public_id]))
        .content.decode()
    )

    assert "Option B" in page
    assert "Discussion for the record" not in page


def test_decision_of_an_open_meeting_is_followed_by_its_readers_alone(signed_in, world, open_meeting):
    by = world.people["chair"]
    services.record_decision(item=world.things.threat, text="Close the gate", reason="Sound", dissent="", by=by)
    address = reverse("meetings:meeting_detail", args=[open_meeting.public_id])
    pages = {name: signed_in(world.people[name]).get(address).content.decode() for name in ["fire", "venue"]}
    assert {name: "Close the gate" in page for name, page in pages.items()} == {"fire": True, "venue": False}


def test_item_of_a_meeting_that_was_not_opened_has_no_minutes_to_write_in(signed_in, world):
    page = reverse("meetings:entry_add", args=[world.things.item.public_id])
    assert signed_in(world.people["secretary"]).get(page).status_code == 403


def test_run_page_with_30_items_costs_at_most_15_queries(signed_in, world, open_meeting, django_assert_max_num_queries):
    browser = signed_in(world.people["chair"])
    address = reverse("meetings:meeting_run", args=[open_meeting.public_id])
    for number in range(3, 31):
        make_item(world, open_meeting, number, f"item {number}")
    browser.get(address)

    with django_assert_max_num_queries(15):
        browser.get(address)


def test_closing_the_meeting_saves_what_stands_in_the_field(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])

    answer = press(browser, open_meeting, "close", **{"entry-text": "The last words"})

    assert answer.url == reverse("meetings:meeting_detail", args=[open_meeting.public_id])
    assert "Meeting closed" in browser.get(answer.url).content.decode()
    open_meeting.refresh_from_db()
    assert (open_meeting.state, open_meeting.current_item) == ("held", None)
    assert MinuteEntry.objects.get(minutes__meeting=open_meeting).text == "The last words"


def test_deputy_is_offered_only_for_a_seat_that_has_one(signed_in, world, open_meeting):
    page = signed_in(world.people["chair"]).get(reverse("meetings:meeting_run", args=[open_meeting.public_id]))

    buttons = page.content.decode()
    for who, offered in [("planner", True), ("fire", False)]:
        line = line_of(world, open_meeting, who)
        assert (f'value="deputy:{line.public_id}:' in buttons, f'value="here:{line.public_id}"' in buttons) == (
            offered,
            True,
        )


def test_page_goes_on_at_the_roll_after_a_mark_and_at_its_top_after_anything_else(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    run_page = reverse("meetings:meeting_run", args=[open_meeting.public_id])

    assert press(browser, open_meeting, f"here:{line_of(world, open_meeting, 'chair').public_id}").url == (
        f"{run_page}#here"
    )
    assert press(browser, open_meeting, "next").url == run_page


def test_run_page_says_when_and_by_whom_the_text_was_saved(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    page = press(browser, open_meeting, "save", **{"entry-text": "Noted"})
    saved = MinuteEntry.objects.get(minutes__meeting=open_meeting).texts.get()

    said = f"Saved at {timezone.localtime(saved.at):%H:%M:%S} by {saved.by.name}"
    assert said in browser.get(page.url).content.decode()


def test_meeting_opened_on_another_day_says_both_days(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    address = reverse("meetings:meeting_run", args=[open_meeting.public_id])
    planned = f"planned for {timezone.localtime(open_meeting.starts_at):%-d %B %Y at %H:%M}"

    early = browser.get(address).content.decode()
    Meeting.objects.filter(pk=open_meeting.pk).update(opened_at=open_meeting.starts_at)
    on_the_day = browser.get(address).content.decode()

    assert (planned in early, planned in on_the_day) == (True, False)


def test_text_on_its_way_when_somebody_closed_the_meeting_is_in_its_minutes(signed_in, world, open_meeting):
    browser = signed_in(world.people["secretary"])
    services.close_meeting(meeting=open_meeting, by=world.people["chair"])

    answer = press(browser, open_meeting, "decide", **{"entry-text": "In mid-sentence"})

    assert "Your text is in its minutes" in browser.get(answer.url).content.decode()
    entry = MinuteEntry.objects.get(minutes__meeting=open_meeting)
    assert (entry.text, entry.texts.get().by) == ("In mid-sentence", world.people["secretary"])
    assert not Decision.objects.filter(minutes__meeting=open_meeting).exists()


@pytest.mark.parametrize(("who", "state"), [("deputy_chair", "draft"), ("secretary", "circulated")])
def test_text_that_comes_too_late_for_its_writer_or_its_minutes_changes_nothing(
    who, state, signed_in, world, open_meeting
):
    services.close_meeting(meeting=open_meeting, by=world.people["chair"])
    Minutes.objects.filter(meeting=open_meeting).update(state=state)

    press(signed_in(world.people[who]), open_meeting, "save", **{"entry-text": "Too late"})

    assert not MinuteEntry.objects.filter(minutes__meeting=open_meeting).exists()
