"""Who was in the room: late, out and back; the quorum of now and why it was lost; deputies, guests, interests."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry as AuditEntry
from meetings import services
from meetings.models import AgendaItem, Attendance, GuestLine, Meeting, Stay
from meetings.services import NamedDeputy
from tests.meetings.room import go_to, mark, moves, quorum_of, run_page, under_way
from tests.meetings.test_running import line_of, press
from tests.world import make_deputy
from tests.world_meetings import RESTRICTED


@pytest.fixture
def open_meeting(world):
    return under_way(world)


# Many at once ---------------------------------------------------------------------------------------------------------


def test_all_who_had_said_that_they_would_come_are_here_in_one_press(signed_in, world, open_meeting):
    said = [line_of(world, open_meeting, who) for who in ["fire", "venue", "observer"]]
    Attendance.objects.filter(pk__in=[line.pk for line in said]).update(answer="coming")
    mark(world, open_meeting, "observer", came="apologies")
    assert "all 2 who said they would come" in run_page(signed_in, world, open_meeting)

    press(signed_in(world.people["chair"]), open_meeting, "said_so")

    came = [line_of(world, open_meeting, who).came for who in ["fire", "venue", "observer", "deputy_chair"]]
    assert came == ["here", "here", "apologies", "not_here"]  # the last had said nothing
    assert moves(open_meeting, "fire", world) == ["late, from item 3"]
    [stay] = Stay.objects.filter(line=said[1])
    assert (stay.person, stay.name, stay.came) == (world.people["venue"], said[1].name, "here")
    entry = AuditEntry.objects.filter(verb="attendance recorded").latest("pk")
    assert sorted(entry.detail["lines"]) == sorted(line.public_id for line in said[:2])


def test_who_already_sits_in_another_seat_is_not_marked_in_their_own(signed_in, world, open_meeting):
    fire = line_of(world, open_meeting, "fire")
    Attendance.objects.filter(pk=fire.pk).update(answer="coming")
    stands_in = NamedDeputy("Stand-in", world.organisations["venue"], True, user=world.people["fire"])
    mark(world, open_meeting, "venue", came="deputy", deputyship=stands_in)

    press(signed_in(world.people["chair"]), open_meeting, "said_so")

    assert line_of(world, open_meeting, "fire").came == "not_here"


def test_all_for_whom_an_item_is_not_go_out_in_one_press_and_are_back_after_it(signed_in, world, open_meeting):
    for who in ["venue", "observer", "fire"]:
        mark(world, open_meeting, who)
    AgendaItem.objects.filter(meeting=open_meeting, number=4).update(**RESTRICTED)
    go_to(open_meeting, 4, world)
    assert "Out for this item: all 2" in run_page(signed_in, world, open_meeting)

    press(signed_in(world.people["chair"]), open_meeting, "out_all")

    out = {who: moves(open_meeting, who, world)[-1] for who in ["venue", "observer", "fire"]}
    assert out == {"venue": "out for item 4", "observer": "out for item 4", "fire": "late, from item 3"}
    go_to(open_meeting, 5, world)
    assert Stay.objects.filter(meeting=open_meeting, ended_at=None).count() == 7


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
    press(browser, open_meeting, f"returned:{planner}")

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
