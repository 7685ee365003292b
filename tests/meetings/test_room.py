"""Who was in the room: late, out and back; the quorum of now and why it was lost; deputies, guests, interests."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry as AuditEntry
from meetings import services
from meetings.models import AgendaItem, Attendance, Declaration, GuestLine, Meeting, Minutes, Stay
from meetings.room import quorum_over_time, roll_in_the_room
from meetings.services.minutes import hash_of
from tests.meetings.test_running import line_of, press
from tests.world import make_deputy
from tests.world_meetings import RESTRICTED, make_item


@pytest.fixture
def open_meeting(world):
    """With five items, the first two of them done and the quorum present."""
    for number in range(3, 6):
        make_item(world, world.things.meeting, number, f"matter {number}")
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    meeting = Meeting.objects.get(pk=world.things.meeting.pk)
    for who in ["chair", "secretary", "planner", "adviser"]:
        mark(world, meeting, who)
    go_to(meeting, 3, world)
    return meeting


def mark(world, meeting, who, came="here", **more):
    services.mark_attendance(attendance=line_of(world, meeting, who), came=came, by=world.people["chair"], **more)


def go_to(meeting, number, world):
    AgendaItem.objects.filter(meeting=meeting, number__lt=number).update(state="done")
    item = meeting.items.get(number=number)
    services.step_to(meeting=meeting, item=item, by=world.people["chair"])
    meeting.refresh_from_db()
    return item


def moves(meeting, who, world):
    lines = {line.seat_id: line for line in roll_in_the_room(meeting)}
    return lines[world.seats[who].pk].moves


def quorum_of(meeting):
    return quorum_over_time(meeting, roll_in_the_room(meeting))


def run_page(signed_in, world, meeting, who="chair"):
    return signed_in(world.people[who]).get(reverse("meetings:meeting_run", args=[meeting.public_id])).content.decode()


# Late, out, back ------------------------------------------------------------------------------------------------------


def test_whoever_is_marked_while_the_roll_is_called_was_there_from_the_start(world, open_meeting):
    assert moves(open_meeting, "planner", world) == []


def test_whoever_comes_later_is_late_from_the_item_at_which_they_were_marked(signed_in, world, open_meeting):
    press(signed_in(world.people["chair"]), open_meeting, f"here:{line_of(world, open_meeting, 'fire').public_id}")

    assert moves(open_meeting, "fire", world) == ["late, from item 3"]
    assert "Late, from item 3" in run_page(signed_in, world, open_meeting)


def test_arrival_is_put_right_either_way(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    planner = line_of(world, open_meeting, "planner").public_id
    for do, said in [("late", ["late, from item 3"]), ("start", [])]:
        press(browser, open_meeting, f"{do}:{planner}")
        assert moves(open_meeting, "planner", world) == said


def test_leaving_and_coming_back_are_on_the_roll_with_their_items(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    planner = line_of(world, open_meeting, "planner").public_id

    press(browser, open_meeting, f"left:{planner}")
    assert moves(open_meeting, "planner", world) == ["left at item 3"]
    go_to(open_meeting, 5, world)
    assert moves(open_meeting, "planner", world) == ["left at item 3"]
    press(browser, open_meeting, f"back:{planner}")

    assert moves(open_meeting, "planner", world) == ["left at item 3, back at item 5"]


def test_who_did_not_leave_after_all_never_left(signed_in, world, open_meeting):
    browser = signed_in(world.people["chair"])
    planner = line_of(world, open_meeting, "planner").public_id

    for do in ["left", "stayed"]:
        press(browser, open_meeting, f"{do}:{planner}")

    assert moves(open_meeting, "planner", world) == []


def test_who_is_out_for_one_item_is_back_with_the_next(signed_in, world, open_meeting):
    press(signed_in(world.people["chair"]), open_meeting, f"out:{line_of(world, open_meeting, 'planner').public_id}")
    assert "Out for item 3" in run_page(signed_in, world, open_meeting)

    go_to(open_meeting, 4, world)

    assert moves(open_meeting, "planner", world) == ["out for item 3"]
    assert line_of(world, open_meeting, "planner").stays.filter(ended_at=None).exists()


def test_mark_within_the_same_item_puts_the_one_before_right(world, open_meeting):
    mark(world, open_meeting, "fire")
    mark(world, open_meeting, "fire", "online")
    assert [stay.came for stay in line_of(world, open_meeting, "fire").stays.all()] == ["online"]

    mark(world, open_meeting, "fire", "apologies")
    assert not line_of(world, open_meeting, "fire").stays.exists()


def test_deputy_takes_over_in_mid_meeting(world, open_meeting):
    deputyship = world.things.deputyship
    mark(world, open_meeting, "planner", "deputy", deputyship=deputyship)

    assert moves(open_meeting, "planner", world) == ["Westhaven Deputy from item 3, Westhaven Planner until then"]


@pytest.mark.parametrize("service", ["leave_room", "return_to_room", "undo_leaving", "set_arrival"])
def test_nothing_moves_for_somebody_who_is_not_there(world, open_meeting, service):
    more = {"late": True} if service == "set_arrival" else {}
    with pytest.raises(ValidationError):
        getattr(services, service)(attendance=line_of(world, open_meeting, "fire"), by=world.people["chair"], **more)


# Quorum ---------------------------------------------------------------------------------------------------------------


def test_quorum_is_that_of_who_is_in_the_room_now(signed_in, world, open_meeting):
    assert [span.met for span in quorum_of(open_meeting)] == [True]
    left_at = timezone.now()
    services.leave_room(attendance=line_of(world, open_meeting, "adviser"), by=world.people["chair"])

    page = run_page(signed_in, world, open_meeting)

    assert f"No quorum since {timezone.localtime(left_at):%H:%M}: the last police adviser left" in page
    assert "Missing: a police adviser." in page
    assert "In the room: 3" in page


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("chair", ["neither the chair nor the deputy chair is in the room any more"]),
        ("planner", ["only 0 of the five business areas are left"]),
        ("adviser", ["the last police adviser left"]),
        ("secretary", []),
    ],
)
def test_quorum_says_what_it_lost(world, open_meeting, who, why):
    services.leave_room(attendance=line_of(world, open_meeting, who), by=world.people["chair"])

    span = quorum_of(open_meeting)[-1]

    assert (span.met, span.why) == (not why, why)


def test_decision_without_a_quorum_is_proposed_and_with_it_again_made(world, open_meeting):
    by, adviser = world.people["chair"], line_of(world, open_meeting, "adviser")
    item = AgendaItem.objects.select_related("group__lead_authority", "meeting").get(pk=open_meeting.current_item_id)

    def decide():
        return services.record_decision(item=item, text="Close it", reason="Sound", by=by).standing

    services.leave_room(attendance=adviser, by=by)
    without = decide()
    services.return_to_room(attendance=adviser, by=by)

    assert (without, decide()) == ("proposed", "made")


def test_quorum_of_the_minutes_names_the_times(world, open_meeting):
    adviser = line_of(world, open_meeting, "adviser")
    services.leave_room(attendance=adviser, by=world.people["chair"])
    services.return_to_room(attendance=adviser, by=world.people["chair"])
    opened = Meeting.objects.get(pk=open_meeting.pk).opened_at
    first, second = adviser.stays.all()
    Stay.objects.filter(pk=first.pk).update(ended_at=opened + timedelta(minutes=20))
    Stay.objects.filter(pk=second.pk).update(began_at=opened + timedelta(minutes=50))

    [met, lost, again] = quorum_of(open_meeting)

    assert (met.since, met.until, met.met) == (opened, opened + timedelta(minutes=20), True)
    assert (lost.until, lost.met, lost.why) == (again.since, False, ["the last police adviser left"])
    assert (again.since, again.met) == (opened + timedelta(minutes=50), True)


def test_deputy_of_the_chair_makes_up_the_quorum_only_when_empowered(world, open_meeting):
    for empowered in [False, True]:
        deputy = make_deputy(world, f"deputy_{empowered}", "chair", "council", empowered=empowered)
        mark(world, open_meeting, "chair", "deputy", deputyship=deputy)
        assert quorum_of(open_meeting)[-1].met is empowered


def test_deputy_from_elsewhere_is_no_police_adviser(world, open_meeting):
    for organisation, met in [("council", False), ("police", True)]:
        deputy = make_deputy(world, f"deputy_{organisation}", "adviser", organisation)
        mark(world, open_meeting, "adviser", "deputy", deputyship=deputy)
        assert quorum_of(open_meeting)[-1].met is met


# Deputies and guests on the spot --------------------------------------------------------------------------------------


def test_deputy_is_named_on_the_spot_and_gets_no_access(signed_in, world, open_meeting):
    fire = line_of(world, open_meeting, "fire")
    typed = {"deputy-line": fire.public_id, "deputy-name": "Jo Spot", "deputy-organisation": ""}

    press(signed_in(world.people["chair"]), open_meeting, "deputy_named", **typed)

    fire.refresh_from_db()
    stay = fire.stays.get()
    assert (fire.came, fire.deputy_name, fire.person) == ("deputy", "Jo Spot", None)
    assert (stay.name, stay.organisation, stay.organisation_kind) == ("Jo Spot", "Estuary fire", "fire")
    assert "Jo Spot" in run_page(signed_in, world, open_meeting)


def test_deputy_named_without_a_name_changes_nothing_and_keeps_the_rest(signed_in, world, open_meeting):
    fire = line_of(world, open_meeting, "fire")
    typed = {"deputy-line": fire.public_id, "deputy-name": "", "entry-text": "Half a sentence"}

    page = press(signed_in(world.people["chair"]), open_meeting, "deputy_named", **typed).content.decode()

    assert "Enter the name of whoever comes" in page
    assert "Half a sentence" in page
    assert not fire.stays.exists()


def test_deputy_whom_the_member_nominates_in_the_meeting_can_be_seated_at_once(signed_in, world, open_meeting):
    typed = {
        "name": "Sam Nominated",
        "email": "sam@westhaven.example",
        "organisation": world.organisations["fire"].public_id,
    }
    signed_in(world.people["fire"]).post(reverse("meetings:deputy_nominate", args=[open_meeting.public_id]), typed)
    fire = line_of(world, open_meeting, "fire")
    page = run_page(signed_in, world, open_meeting)
    nomination = open_meeting.nominations.get()
    assert f'value="deputy:{fire.public_id}:{nomination.public_id}"' in page

    press(signed_in(world.people["chair"]), open_meeting, f"deputy:{fire.public_id}:{nomination.public_id}")

    stay = fire.stays.get()
    assert (stay.name, stay.person) == ("Sam Nominated", nomination.user)


def test_deputy_of_another_seat_is_not_found(signed_in, world, open_meeting):
    fire, other = line_of(world, open_meeting, "fire"), world.things.deputyship
    answer = press(signed_in(world.people["chair"]), open_meeting, f"deputy:{fire.public_id}:{other.public_id}")
    assert answer.status_code == 404


def test_guest_comes_for_the_item_and_stands_on_the_roll(signed_in, world, open_meeting):
    typed = {"guest-name": "Dr Vale", "guest-organisation": "Museum", "guest-reason": "Knows the hall"}

    press(signed_in(world.people["chair"]), open_meeting, "guest_came", **typed, **{"guest-has_accepted": "on"})

    guest = GuestLine.objects.get(meeting=open_meeting)
    assert (guest.name, guest.item, guest.came, guest.has_accepted) == (
        "Dr Vale",
        open_meeting.current_item,
        "here",
        True,
    )
    assert "Dr Vale" in run_page(signed_in, world, open_meeting)


def test_invited_guest_is_expected_on_the_roll_and_ticked_when_they_come(signed_in, world, open_meeting):
    item = AgendaItem.objects.select_related("group__lead_authority", "meeting").get(pk=world.things.item.pk)
    services.invite_guest(
        item=item,
        name="Ines Guest",
        email="ines@fire.example",
        reason="Knows the site",
        organisation=world.organisations["fire"],
        by=world.people["chair"],
    )
    guest = GuestLine.objects.get(name="Ines Guest")
    assert (guest.came, guest.organisation) == ("expected", "Estuary fire")

    press(signed_in(world.people["chair"]), open_meeting, f"guest_online:{guest.public_id}")

    guest.refresh_from_db()
    assert (guest.came, guest.has_accepted) == ("online", True)


def test_guests_invited_before_stand_on_the_roll_when_the_meeting_opens(world):
    item = AgendaItem.objects.select_related("group__lead_authority", "meeting").get(pk=world.things.item.pk)
    about = {"organisation": world.organisations["fire"], "reason": "Knows the site", "by": world.people["chair"]}
    services.invite_guest(item=item, name="Ines Guest", email="ines@fire.example", **about)
    assert not GuestLine.objects.filter(meeting=item.meeting).exists()

    services.open_meeting(meeting=item.meeting, by=world.people["chair"])

    assert GuestLine.objects.get(meeting=item.meeting).name == "Ines Guest"


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
    assert "There was none from" in page
    assert "the last police adviser left" in page
    assert "Everybody who was in the room accepted the handling statement." in page
    assert "Dr Vale" in page
    assert "Their brother owns the hall" in page


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
