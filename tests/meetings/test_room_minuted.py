"""Interests, the handling statement, the roll put right, and what the minutes and their hash say of the room."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry as AuditEntry
from meetings import services
from meetings.models import AgendaItem, Attendance, Declaration, GuestLine, Meeting, Minutes, Stay
from meetings.services.minutes import hash_of
from tests.meetings.room import go_to, mark, moves, quorum_of, run_page, under_way
from tests.meetings.test_running import line_of, press
from tests.world_meetings import RESTRICTED


@pytest.fixture
def open_meeting(world):
    return under_way(world)


# Interests ------------------------------------------------------------------------------------------------------------


def declare(world, meeting, who, number, done):
    return services.declare_interest(
        item=meeting.items.get(number=number),
        attendance=line_of(world, meeting, who),
        interest="Their brother owns the hall",
        done=done,
        by=world.people["chair"],
    )


def test_interest_is_recorded_against_its_item_with_what_was_done(signed_in, world, open_meeting):
    typed = {
        "interest-line": line_of(world, open_meeting, "planner").public_id,
        "interest-item": open_meeting.items.get(number=4).public_id,
        "interest-interest": "Their brother owns the hall",
        "interest-done": "no_papers",
    }

    press(signed_in(world.people["chair"]), open_meeting, "declare", **typed)

    declared = Declaration.objects.get(meeting=open_meeting)
    assert (declared.item.number, declared.name, declared.done) == (4, "Westhaven Planner", "no_papers")
    assert "Their brother owns the hall" in run_page(signed_in, world, open_meeting)


@pytest.mark.parametrize(("done", "out"), [("left", True), ("stayed", False), ("no_papers", False)])
def test_who_leaves_for_an_interest_is_out_when_the_item_comes_and_back_after_it(world, open_meeting, done, out):
    declare(world, open_meeting, "planner", 4, done)
    assert moves(open_meeting, "planner", world) == []

    go_to(open_meeting, 4, world)
    assert quorum_of(open_meeting)[-1].met is not out
    go_to(open_meeting, 5, world)

    assert quorum_of(open_meeting)[-1].met
    assert moves(open_meeting, "planner", world) == (["out for item 4"] if out else [])


def test_who_declares_an_interest_in_the_current_item_and_leaves_is_out_at_once(world, open_meeting):
    declare(world, open_meeting, "planner", 3, "left")

    assert moves(open_meeting, "planner", world) == ["out for item 3"]


def test_interest_in_an_item_that_the_runner_may_not_read_cannot_be_chosen(signed_in, world, open_meeting):
    item = open_meeting.items.get(number=4)
    AgendaItem.objects.filter(pk=item.pk).update(audience="named")
    typed = {
        "interest-line": line_of(world, open_meeting, "planner").public_id,
        "interest-item": item.public_id,
        "interest-interest": "Their brother owns the hall",
        "interest-done": "stayed",
    }

    page = press(signed_in(world.people["chair"]), open_meeting, "declare", **typed).content.decode()

    assert "Choose one from the list" in page
    assert not Declaration.objects.filter(meeting=open_meeting).exists()


# Who may not hear an item ---------------------------------------------------------------------------------------------


def test_runner_is_told_who_in_the_room_may_not_hear_a_restricted_item(signed_in, world, open_meeting):
    mark(world, open_meeting, "venue")
    item = open_meeting.items.get(number=4)
    AgendaItem.objects.filter(pk=item.pk).update(**RESTRICTED)
    open_to_all = run_page(signed_in, world, open_meeting)
    go_to(open_meeting, 4, world)

    page = run_page(signed_in, world, open_meeting)

    assert "This item is not for everybody here" not in open_to_all
    assert "This item is not for everybody here" in page
    offered = page[page.index("This item is not for everybody here") :][:1500]
    assert f'value="out:{line_of(world, open_meeting, "venue").public_id}"' in offered
    assert f'value="out:{line_of(world, open_meeting, "planner").public_id}"' not in offered


# The handling statement -----------------------------------------------------------------------------------------------


def test_handling_statement_is_copied_and_the_chair_accepts_for_those_present(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    assert "Handling statement: read it out" in run_page(signed_in, world, open_meeting)

    press(browser, open_meeting, "accept_all")
    mark(world, open_meeting, "fire")

    accepted = Stay.objects.filter(meeting=open_meeting).exclude(accepted_at=None)
    assert set(accepted.values_list("accepted_by", flat=True)) == {world.people["chair"].pk}
    assert accepted.count() == 4
    assert "1 in the room has not accepted it" in run_page(signed_in, world, open_meeting)
    assert "text 1" in open_meeting.statement


def test_everybody_confirms_in_their_own_name_when_the_chair_asks(signed_in, world, open_meeting):
    by = world.people["chair"]
    services.accept_statement(meeting=open_meeting, by=by)
    press(signed_in(by), open_meeting, "each")
    planner = signed_in(world.people["planner"])
    page = planner.get(reverse("meetings:meeting_detail", args=[open_meeting.public_id])).content.decode()
    assert "I accept it" in page

    planner.post(reverse("meetings:statement_accept", args=[open_meeting.public_id]))

    own = {stay.name: stay.accepted_by for stay in Stay.objects.filter(meeting=open_meeting)}
    assert own["Westhaven Planner"] == world.people["planner"]
    assert (own["Westhaven Adviser"], own["Westhaven Chair"]) == (None, by)


def test_who_is_not_in_the_room_accepts_nothing(signed_in, world, open_meeting):
    answer = signed_in(world.people["fire"]).post(reverse("meetings:statement_accept", args=[open_meeting.public_id]))
    assert answer.status_code == 403


def test_who_comes_back_has_accepted_already(world, open_meeting):
    planner, by = line_of(world, open_meeting, "planner"), world.people["chair"]
    services.accept_statement(meeting=open_meeting, by=by)
    services.leave_room(attendance=planner, by=by)
    services.return_to_room(attendance=planner, by=by)

    assert all(stay.accepted_at for stay in planner.stays.all())


# Putting the roll right afterwards ------------------------------------------------------------------------------------


def correct(signed_in, world, line, who="secretary", **typed):
    fields = {"came": "here", "from_item": "", "left_item": "", "back_item": "", **typed}
    return signed_in(world.people[who]).post(reverse("meetings:attendance_correct", args=[line.public_id]), fields)


def test_secretary_puts_the_times_right_in_the_draft(signed_in, world, open_meeting):
    opened = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    Meeting.objects.filter(pk=open_meeting.pk).update(opened_at=opened)
    Stay.objects.filter(meeting=open_meeting).update(began_at=opened)
    services.close_meeting(meeting=open_meeting, by=world.people["chair"])
    planner = line_of(world, open_meeting, "planner")

    answer = correct(
        signed_in, world, planner, left_item="3", left_at="10:30", back_item="5", back_at="11:10", from_item=""
    )

    assert answer.status_code == 302
    assert moves(open_meeting, "planner", world) == ["left at item 3, back at item 5"]
    [first, second] = planner.stays.all()
    assert (first.ended_at, second.began_at) == (opened.replace(minute=30), opened.replace(hour=11, minute=10))
    [entry] = AuditEntry.objects.filter(verb="attendance corrected")
    assert entry.target == planner.public_id


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"left_item": "3"}, "Enter the time of day"),
        ({"back_item": "3", "back_at": "11:00"}, "Choose the item at which they had left"),
        ({"left_item": "3", "left_at": "23:58", "back_item": "5", "back_at": "23:57"}, "not in order"),
    ],
)
def test_times_that_cannot_be_are_refused_and_kept_on_the_page(signed_in, world, open_meeting, typed, says):
    planner = line_of(world, open_meeting, "planner")

    page = correct(signed_in, world, planner, **typed).content.decode()

    assert says in page
    assert moves(open_meeting, "planner", world) == []


def test_roll_of_minutes_that_went_out_is_corrected_no_more(signed_in, world, open_meeting):
    services.close_meeting(meeting=open_meeting, by=world.people["chair"])
    services.circulate_minutes(minutes=Minutes.objects.get(meeting=open_meeting), by=world.people["secretary"])

    assert correct(signed_in, world, line_of(world, open_meeting, "planner")).status_code == 403


# In the minutes -------------------------------------------------------------------------------------------------------


@pytest.fixture
def circulated(world, open_meeting):
    by = world.people["chair"]
    threat = open_meeting.items.get(number=2)
    services.accept_statement(meeting=open_meeting, by=by)
    services.leave_room(attendance=line_of(world, open_meeting, "adviser"), by=by)
    services.add_guest(
        item=threat, name="Dr Vale", organisation="Museum", reason="Knows it", online=False, has_accepted=True, by=by
    )
    declare(world, open_meeting, "planner", 2, "stayed")
    services.close_meeting(meeting=open_meeting, by=by)
    minutes = Minutes.objects.get(meeting=open_meeting)
    services.circulate_minutes(minutes=minutes, by=world.people["secretary"])
    minutes.refresh_from_db()
    return minutes


def minutes_page(signed_in, world, minutes, who):
    return signed_in(world.people[who]).get(reverse("meetings:minutes_detail", args=[minutes.public_id]))


def test_minutes_say_who_was_there_when_the_quorum_and_what_was_accepted(signed_in, world, circulated):
    page = minutes_page(signed_in, world, circulated, "adviser").content.decode()

    assert "left at item 3" in page
    assert "There was no quorum from" in page
    assert "the last police adviser left" in page
    assert "Everybody who was in the room accepted the handling statement." in page
    assert "Dr Vale" in page
    assert "Their brother owns the hall" in page


def test_whoever_goes_out_and_accepts_on_coming_back_has_accepted_once(signed_in, world, open_meeting):
    by = world.people["chair"]
    mark(world, open_meeting, "fire")
    services.accept_statement(meeting=open_meeting, by=by)
    mark(world, open_meeting, "venue")
    for who in ["fire", "venue"]:
        services.leave_room(attendance=line_of(world, open_meeting, who), by=by)
        services.return_to_room(attendance=line_of(world, open_meeting, who), by=by)
    mark(world, open_meeting, "observer")
    services.accept_statement_for_one(attendance=line_of(world, open_meeting, "venue"), by=by)

    page = minutes_page(signed_in, world, open_meeting.record, "secretary").content.decode()

    assert "accepted by 6 of those who were in the room; not by Westhaven Observer." in page


def test_guest_and_interest_of_a_restricted_item_are_withheld_with_it(signed_in, world, circulated):
    answer = minutes_page(signed_in, world, circulated, "venue")

    page = answer.content.decode()
    assert "Dr Vale" not in page
    assert "Their brother owns the hall" not in page
    assert "Guest for item 2: withheld" in page
    assert "Interest in item 2: withheld" in page


def test_page_is_marked_by_what_its_roll_says_of_a_restricted_item(signed_in, world, circulated):
    markings = {who: minutes_page(signed_in, world, circulated, who).context["marking"] for who in ["fire", "venue"]}
    assert markings == {"fire": "official_sensitive", "venue": "official"}


@pytest.mark.parametrize("part", ["stay", "guest", "interest", "statement"])
def test_each_part_of_the_roll_is_in_the_hash(world, circulated, part):
    before, meeting = hash_of(circulated), circulated.meeting

    if part == "stay":
        Stay.objects.filter(meeting=meeting).update(came="online")
    elif part == "guest":
        GuestLine.objects.filter(meeting=meeting).update(name="Dr Hill")
    elif part == "interest":
        Declaration.objects.filter(meeting=meeting).update(done="left")
    else:
        Meeting.objects.filter(pk=meeting.pk).update(each_confirms=True)

    assert hash_of(Minutes.objects.get(pk=circulated.pk)) != before


def test_roll_from_before_there_were_times_reads_as_it_did(signed_in, world):
    page = minutes_page(signed_in, world, world.things.minutes, "planner").content.decode()

    assert "4 of 4 members were present or had sent a deputy. The meeting had a quorum throughout." in page
    assert not Stay.objects.filter(meeting=world.things.held).exists()
    assert Attendance.objects.filter(meeting=world.things.held).count() == 4


def test_run_page_saves_the_text_and_leads_to_where_times_are_corrected(signed_in, world, open_meeting):
    planner = line_of(world, open_meeting, "planner").public_id

    answer = press(signed_in(world.people["chair"]), open_meeting, f"correct:{planner}", **{"entry-text": "Noted"})

    assert answer.url == reverse("meetings:attendance_correct", args=[planner])
    assert open_meeting.record.minuteentrys.get().text == "Noted"
