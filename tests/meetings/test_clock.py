"""The time of a meeting, and its way through the agenda: on, back, parked, passed over, to the end."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lib.markdown import lead_of
from meetings import services
from meetings.agenda import agenda_of
from meetings.clock import clock_of
from meetings.models import AgendaItem, Contribution, Meeting
from tests.meetings.decisions import proposed
from tests.world_meetings import RESTRICTED, make_contribution, make_item

LONG = "Option B meets the standard of the adviser. It needs the traffic order by January. " * 4


@pytest.fixture
def place(world):
    """The meeting with four items, open at the first; the third is written, to note, and may give its time."""
    things = world.things
    things.note = make_item(world, things.meeting, 3, "training", purpose="note", minutes=5)
    AgendaItem.objects.filter(pk=things.note.pk).update(decision_required="")
    make_contribution(world, things.note, "planner", "all trained")
    things.last = make_item(world, things.meeting, 4, "dates")
    services.open_meeting(meeting=things.meeting, by=world.people["chair"])
    return world


def meeting_of(place):
    return Meeting.objects.get(pk=place.things.meeting.pk)


def now_on(place):
    return meeting_of(place).current_item.number


def state_of(item):
    return AgendaItem.objects.values_list("state", flat=True).get(pk=item.pk)


def press(place, signed_in, *buttons, who="chair", **typed):
    """Each on the page as it stands then; `on` says otherwise."""
    browser = signed_in(place.people[who])
    for button in buttons:
        item = meeting_of(place).current_item
        fields = {"item": item.public_id, "on": item.public_id} if item else {}
        fields |= {"entry-text": "", "entry-edition": "0", "park-because": "", "do": button, **typed}
        answer = browser.post(reverse("meetings:meeting_run", args=[place.things.meeting.public_id]), fields)
    return answer


def run_page(place, signed_in, who="chair"):
    address = reverse("meetings:meeting_run", args=[place.things.meeting.public_id])
    return " ".join(signed_in(place.people[who]).get(address).content.decode().split())


def pass_time(item, **ago):
    AgendaItem.objects.filter(pk=item.pk).update(begun_at=timezone.now() - timedelta(**ago))


def test_time_of_an_item_is_kept_when_the_meeting_leaves_it_and_counts_on_when_it_comes_again(place, signed_in):
    item = place.things.item
    pass_time(item, minutes=4)
    press(place, signed_in, "next")
    item.refresh_from_db()
    assert item.minutes_spent == 4
    press(place, signed_in, f"go:{item.public_id}")
    pass_time(item, minutes=3)

    clock = clock_of(meeting_of(place), agenda_of(meeting_of(place), place.people["chair"]))
    assert (clock.spent // 60, clock.minutes_left, clock.is_over) == (7, 3, False)


def test_page_says_how_far_over_its_time_an_item_is_and_when_the_meeting_is_likely_to_end(place, signed_in):
    pass_time(place.things.item, minutes=13, seconds=8)
    asked = timezone.localtime()
    page = run_page(place, signed_in)
    answered = timezone.localtime()
    to_come = timedelta(minutes=10 + 5 + 10)  # the three others

    # A page may take its seconds, on a busy machine and across the minute
    assert re.search(r">13:[0-3]\d</strong> <span>of 10 minutes: <b data-timer-left>3 over</b>\.", page)
    assert "Now, <span data-timer-left>3 over</span>" in page
    likely = re.search(r"Likely end <strong data-day-end>(\d\d:\d\d)</strong>", page)[1]
    assert likely in {f"{moment + to_come:%H:%M}" for moment in (asked, answered)}
    assert "<span data-day-late>95 minutes early</span>" in page


def test_item_that_took_longer_makes_the_meeting_late(place, signed_in):
    Meeting.objects.filter(pk=place.things.meeting.pk).update(
        starts_at=timezone.now() - timedelta(minutes=98), opened_at=timezone.now()
    )
    assert "<span data-day-late>13 minutes late</span>" in run_page(place, signed_in)


def test_time_of_a_withheld_item_counts_for_nobody_who_may_not_read_it(place, signed_in):
    everything = clock_of(meeting_of(place), agenda_of(meeting_of(place), place.people["chair"]))
    AgendaItem.objects.filter(pk=place.things.last.pk).update(audience="named")
    less = clock_of(meeting_of(place), agenda_of(meeting_of(place), place.people["chair"]))

    assert (everything.rest, everything.withheld) == (25 * 60, 0)
    assert (less.rest, less.withheld) == (15 * 60, 1)
    assert "without 1 withheld item" in run_page(place, signed_in)


def test_rail_says_in_little_words_how_each_item_stands(place, signed_in):
    pass_time(place.things.item, minutes=3)
    press(place, signed_in, "next")
    press(place, signed_in, "park", **{"park-because": "nobody to speak"})
    page = run_page(place, signed_in)

    assert "Done in 3" in page
    assert "Parked: nobody to speak" in page
    assert "Now, <span data-timer-left>5 left</span>" in page
    assert "Update not filed, decision needed" in page  # the last one


def test_item_that_is_written_and_to_note_says_so(place, signed_in):
    assert "Update filed, to note" in run_page(place, signed_in)


def test_what_was_passed_over_comes_before_what_was_parked_and_both_before_the_end(place, signed_in):
    things = place.things
    press(place, signed_in, "park", f"go:{things.last.public_id}", f"go:{things.note.public_id}")
    assert state_of(things.threat) == "done"  # it was on between parking and going to the last
    AgendaItem.objects.filter(pk=things.threat.pk).update(state="waiting", begun_at=None)

    way = []
    for _ in range(2):
        press(place, signed_in, "next")
        way.append(now_on(place))
    assert way == [2, 1]
    assert "Close the meeting</button>" in run_page(place, signed_in)


def test_last_item_parked_leaves_the_agenda_at_its_end_where_it_can_be_taken_up_again(place, signed_in):
    things = place.things
    press(place, signed_in, "next", "next", "next", "park")
    assert meeting_of(place).current_item is None
    page = run_page(place, signed_in)
    assert "The agenda is at its end" in page
    assert "Item 4 again" in page

    press(place, signed_in, f"go:{things.last.public_id}")
    assert now_on(place) == 4


def test_back_undoes_a_step_and_a_second_one_the_step_before(place, signed_in):
    things = place.things
    press(place, signed_in, "next", "next", "back")
    assert (now_on(place), state_of(things.note), state_of(things.threat)) == (2, "waiting", "done")
    press(place, signed_in, "back")
    assert (now_on(place), state_of(things.threat)) == (1, "done")
    page = run_page(place, signed_in)
    assert "Back<span" not in page


def test_item_left_by_mistake_is_not_done_when_the_meeting_goes_back_from_it(place, signed_in):
    press(place, signed_in, "next", "back")
    assert state_of(place.things.threat) == "waiting"
    press(place, signed_in, "next")
    assert now_on(place) == 2


@pytest.mark.parametrize("button", ["next", "park", "back"])
def test_button_pressed_on_a_page_that_the_meeting_has_left_moves_nobody(place, signed_in, button):
    seen = meeting_of(place).current_item.public_id
    press(place, signed_in, "next", "next")
    press(place, signed_in, button, on=seen, who="secretary")
    assert now_on(place) == 3


def test_of_two_who_press_at_the_same_moment_one_goes_on(place):
    first, second = meeting_of(place), meeting_of(place)  # both read before either wrote
    by, things = place.people["chair"], place.things
    went = [services.step_to(meeting=meeting, item=things.threat, by=by) for meeting in (first, second)]
    assert went == [True, False]


def test_item_takes_the_time_of_one_that_is_only_to_be_noted(place, signed_in):
    things = place.things
    pass_time(things.item, minutes=12)
    assert f'value="take:{things.note.public_id}" data-key="t">take its 5 minutes' in run_page(place, signed_in)
    press(place, signed_in, f"take:{things.note.public_id}", f"take:{things.note.public_id}")

    times = dict(AgendaItem.objects.filter(meeting=things.meeting).values_list("number", "minutes_moved"))
    assert times == {1: 5, 2: 0, 3: -5, 4: 0}
    page = run_page(place, signed_in)
    assert "of 15 minutes: <b data-timer-left>3 left</b>. 5 of them came from other items." in page
    assert "Its time was taken" in page


@pytest.mark.parametrize("changed", [{"purpose": "discuss"}, {"decision_required": "Which?"}, {"state": "done"}])
def test_item_that_needs_its_time_gives_none(place, signed_in, changed):
    things = place.things
    AgendaItem.objects.filter(pk=things.note.pk).update(**changed)
    press(place, signed_in, f"take:{things.note.public_id}")
    assert AgendaItem.objects.get(pk=things.item.pk).minutes_moved == 0


def test_item_whose_update_is_not_filed_gives_no_time(place, signed_in):
    Contribution.objects.filter(item=place.things.note).update(state="writing")
    assert 'value="take:' not in run_page(place, signed_in)


def test_why_it_is_parked_is_looked_at_for_markings_and_keeps_what_was_typed(place, signed_in):
    answer = press(place, signed_in, "park", **{"park-because": "TOP SECRET names", "entry-text": "Half a sentence"})
    assert answer.status_code == 200
    assert "Half a sentence" in answer.content.decode()
    assert now_on(place) == 1


def test_meeting_that_ends_in_the_middle_of_an_item_says_whether_it_is_done(place, signed_in):
    things = place.things
    answer = press(place, signed_in, "close-parked")
    assert answer.url == reverse("meetings:meeting_detail", args=[things.meeting.public_id])
    assert (meeting_of(place).state, state_of(things.item)) == ("held", "parked")


def test_page_before_the_end_lists_what_would_be_left_over(place, signed_in):
    page = run_page(place, signed_in)
    listed = page[page.index("Left over, for the next") : page.index("It cannot be opened again")]
    assert [word in listed for word in ["Westhaven events", "Westhaven training", "Westhaven dates"]] == [
        False,
        True,
        True,
    ]


def test_long_update_stands_in_two_lines_with_the_rest_behind_them(place, signed_in):
    Contribution.objects.filter(pk=place.things.contribution.pk).update(text=LONG)
    page = run_page(place, signed_in)
    assert page.count("Read it in full") == 1
    assert lead_of(LONG) == LONG[: len(LONG) // 2 - 1]
    assert f'<p class="govuk-body">{lead_of(LONG)}</p>' in page


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("", ""),
        ("Short enough.", ""),
        ("word " * 60, "word " * 37 + "word …"),
        (f"- *One*\n- <b>two</b>\n\n{'more words ' * 30}", "One <b>two</b> " + "more words " * 15 + "more …"),
    ],
)
def test_lead_ends_at_a_sentence_or_a_word_and_is_plain(text, lead):
    assert lead_of(text) == lead


def test_every_key_of_the_list_is_for_something_on_the_page_or_its_places(place, signed_in):
    page = run_page(place, signed_in)
    keys = [key for key in "nbptwugmsaderx" if f'data-for="{key}"' in page]
    assert keys == list("nbptwugmsaderx")
    assert [key for key in "nptwgsadex" if f'data-key="{key}"' not in page] == []


def test_run_page_asks_at_most_fifteen_queries_for_thirty_items_with_all_that_can_stand_on_them(
    place, signed_in, django_assert_max_num_queries
):
    held, things, chair = place.things.held, place.things, place.people["chair"]
    proposed(place)
    words = {"text": "A decision on the gate", "reason": "It costs too much"}
    services.escalate(item=things.item, by=chair, reply_by=timezone.localdate() + timedelta(days=9), **words)
    services.record_decision(item=things.item, text="Close it", reason="Sound", dissent="", by=chair)
    services.write_entry(item=things.item, text="Said", edition=0, by=chair)
    for number in range(5, 31):
        old = make_item(place, held, number + 10, f"matter {number}")
        back = {"carried_from": old, "matter": old, "carried_because": "action_open", "times_back": 2}
        make_contribution(place, make_item(place, things.meeting, number, f"item {number}", **back), "planner", "said")
    browser, address = (
        signed_in(chair),
        reverse("meetings:meeting_run", args=[things.meeting.public_id]),
    )
    page = browser.get(address).content.decode()
    assert [word in page for word in ["proposal", "A decision on the gate", "Close it", "Said"]] == [True] * 4

    with django_assert_max_num_queries(15):
        browser.get(address)


def test_restricted_item_counts_for_those_who_may_read_it(place):
    AgendaItem.objects.filter(pk=place.things.last.pk).update(**RESTRICTED)
    meeting = meeting_of(place)
    rests = {who: clock_of(meeting, agenda_of(meeting, place.people[who])).rest for who in ["chair", "venue"]}
    assert rests == {"chair": 25 * 60, "venue": 5 * 60}
