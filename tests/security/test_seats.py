"""What was opened to a person in one seat does not follow them into another."""

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionReader
from groups import services
from groups.models import Deputyship, Membership
from groups.sensitivity import can_read, could_read, seat_can_be_given, seat_can_read
from groups.services import set_limits
from groups.wishes import wishes_for
from meetings.models import Contribution, Nomination
from tests.world import make_deputy, make_seat
from tests.world_access import grant
from tests.world_invited import invite, nominate


def minutes_page(signed_in, world, who):
    address = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])
    return signed_in(world.people[who]).get(address).content.decode()


def invite_again(world, who):
    return services.invite_member(
        group=world.group,
        by=world.people["chair"],
        name="Back again",
        email=world.people[who].email,
        role="member",
        organisation=world.organisations["venue"],
    )


def test_named_reader_who_left_and_comes_back_for_another_reads_no_more(signed_in, world):
    assert "Westhaven named entry" in minutes_page(signed_in, world, "adviser")

    services.end_membership(membership=world.seats["adviser"], by=world.people["chair"])
    invite_again(world, "adviser")

    page = minutes_page(signed_in, world, "adviser")
    assert "Westhaven open entry" in page
    assert "Westhaven named entry" not in page
    assert "Westhaven named entry" in minutes_page(signed_in, world, "planner")


def test_named_reader_of_another_group_stays_one(signed_in, world):
    grants = world.other.things.named_entry.readers.count()

    services.end_membership(membership=world.seats["adviser"], by=world.people["chair"])

    assert world.other.things.named_entry.readers.count() == grants


def test_deputy_is_confirmed_again_when_the_seat_gets_another_role(signed_in, world):
    """Who was confirmed to look on with an observer was not confirmed to read with an adviser."""
    seat, deputy = world.seats["planner"], world.things.deputyship
    about = {"name": seat.name, "job_title": "", "seniority": "", "brings": "", "areas": []}

    services.change_membership(membership=seat, by=world.people["chair"], role="adviser", **about)
    services.confirm_membership(membership=seat, by=world.people["secretary"])

    deputy.refresh_from_db()
    assert (deputy.confirmed_by, deputy.confirmed_at) == (None, None)
    assert "Westhaven restricted entry" not in minutes_page(signed_in, world, "deputy")
    services.confirm_deputyship(deputyship=deputy, by=world.people["secretary"])
    assert "Westhaven restricted entry" in minutes_page(signed_in, world, "deputy")


def test_deputy_stays_confirmed_when_the_seat_only_gets_another_title(world):
    seat, deputy = world.seats["planner"], world.things.deputyship
    about = {"name": seat.name, "job_title": "Head of planning", "seniority": "", "brings": "", "areas": []}

    services.change_membership(membership=seat, by=world.people["chair"], role=seat.role, **about)

    assert Deputyship.objects.get(pk=deputy.pk).confirmed_by == world.people["confirmer"]


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_seat_that_nobody_confirmed_lets_nobody_in(signed_in, world, role):
    """One officer with two mailboxes would otherwise make a seat, and by it a second one that they confirm."""
    Membership.objects.filter(pk=world.seats["unconfirmed"].pk).update(role=role)
    address = reverse("groups:member_invite", args=[world.group.public_id])

    def answers():
        return {who: signed_in(world.people[who]).get(address).status_code for who in ["unconfirmed", "secretary"]}

    assert answers() == {"unconfirmed": 403, "secretary": 200}
    services.confirm_membership(membership=world.seats["unconfirmed"], by=world.people["chair"])
    assert answers() == {"unconfirmed": 200, "secretary": 200}


def sits_elsewhere(world, name, role, **fields):
    """Somebody of our authority gets a seat in its other group."""
    make_seat(world.sibling, f"{name}_elsewhere", role, "council", person=world.people[name], **fields)


def test_seat_in_another_group_changes_no_undertaking_here(signed_in, world):
    """An administrator may see the undertaking of no group of theirs; a seat as its secretary lets them change it."""
    address = reverse("groups:undertaking_change", args=[world.group.public_id])
    sits_elsewhere(world, "administrator", "secretary")
    assert signed_in(world.people["administrator"]).get(address).status_code == 403

    make_seat(world, "administrator_here", "secretary", "council", person=world.people["administrator"])
    assert signed_in(world.people["administrator"]).get(address).status_code == 200


@pytest.mark.parametrize("name", ["planner", "senior_owner"])
def test_undertaking_that_waits_in_another_group_is_not_asked_for_here(signed_in, world, name):
    sits_elsewhere(world, name, "member", undertaken=False)
    page = signed_in(world.people[name]).get(reverse("groups:member_list", args=[world.group.public_id]))
    assert reverse("groups:undertaking_accept", args=[world.group.public_id]) not in page.content.decode()


def test_group_that_never_was_has_no_undertaking_for_whoever_is_sent_to_a_meeting(signed_in, world):
    nominate(world, "sent", "planner", "council")
    answer = signed_in(world.people["sent"]).get(reverse("groups:undertaking_accept", args=["zzzzzzzzzz"]))
    assert answer.status_code == 404


def test_chair_of_another_group_gets_nothing_of_that_for_what_they_read_here(signed_in, world):
    address = reverse("meetings:entry_readers", args=[world.things.entry.public_id])
    sits_elsewhere(world, "planner", "chair")
    assert signed_in(world.people["planner"]).get(address).status_code == 403


@pytest.mark.parametrize(("audience", "could"), [("everyone", True), ("statutory", False), ("named", False)])
def test_what_a_seat_elsewhere_opens_nobody_could_read_here(world, audience, could):
    """A member of a venue who comes to another group for the council; and naming is of persons, whatever their seat."""
    sits_elsewhere(world, "venue", "member")
    limits = {"marking": "official", "audience": audience}
    assert could_read(world.people["venue"], world.group, **limits) == could
    assert could_read(world.people["chair"], world.group, **limits) == (audience != "named")


# What goes with the one seat and not with another that the same person has --------------------------------------------


def status(signed_in, world, who, page, thing):
    return signed_in(world.people[who]).get(reverse(page, args=[thing.public_id])).status_code


def stands_in(world, name, seat):
    deputyship = make_deputy(world, f"{name}_for_{seat}", seat, "council")
    Deputyship.objects.filter(pk=deputyship.pk).update(user=world.people[name])


def test_seat_is_given_what_it_could_read_itself_and_not_what_its_member_stands_in_for(world):
    stands_in(world, "venue", "fire")
    limits = {"marking": "official", "audience": "statutory"}
    assert can_read(world.people["venue"], limited(world.things.action, **limits))
    assert not seat_can_read(world.seats["venue"], **limits)
    assert seat_can_read(world.seats["fire"], **limits)


def limited(thing, **limits):
    type(thing).objects.filter(pk=thing.pk).update(**limits)
    return type(thing).objects.get(pk=thing.pk)


@pytest.mark.parametrize(("name", "given"), [("planner", True), ("unconfirmed", False)])
def test_named_reader_whose_seat_opens_nothing_sensitive_is_given_nothing(world, name, given):
    action = limited(world.things.action, marking="official_sensitive", audience="named")
    grant(action, ActionReader, "actions.view_action", world.people[name], world.people["chair"])
    assert seat_can_be_given(world.seats[name], action) == given


def test_wish_to_open_is_shown_to_whoever_reads_the_thing(world):
    """The deputy chair, of the police, may answer for who reads what, and does not read what is for the authority."""
    entry = limited(world.things.entry, marking="official", audience="authority")
    set_limits(thing=entry, marking="official", audience="everyone", reason="Known", by=world.people["secretary"])
    asked = {name: wishes_for(world.people[name], [world.group.pk]) for name in ["chair", "deputy_chair"]}
    assert {name: len(wishes) for name, wishes in asked.items()} == {"chair": 1, "deputy_chair": 0}


@pytest.mark.parametrize(
    ("form", "thing"), [("actions:action_update", "action"), ("meetings:contribution_write", "item")]
)
def test_owner_who_only_looks_on_now_neither_reports_nor_contributes(signed_in, world, form, thing):
    assert status(signed_in, world, "planner", form, getattr(world.things, thing)) == 200
    Membership.objects.filter(pk=world.seats["planner"].pk).update(role="observer")
    assert status(signed_in, world, "planner", form, getattr(world.things, thing)) == 403


def test_guest_of_another_group_has_no_undertaking_here(signed_in, world):
    invite(world.other, "guest", world.other.things.threat, "police")
    guest = signed_in(world.other.people["guest"])
    pages = [reverse("groups:undertaking_accept", args=[side.group.public_id]) for side in (world.other, world)]
    assert [guest.get(page).status_code for page in pages] == [200, 404]


def test_whoever_stands_in_for_an_older_seat_answers_for_their_own(signed_in, world):
    stands_in(world, "fire", "chair")
    page = reverse("meetings:attendance_answer", args=[world.things.meeting.public_id])
    assert signed_in(world.people["fire"]).post(page, {"answer": "coming"}).status_code == 302
    assert [line.seat for line in world.things.meeting.roll.all()] == [world.seats["fire"]]


def test_seat_in_another_group_sends_nobody_to_a_meeting_here(signed_in, world):
    sits_elsewhere(world, "administrator", "secretary")
    assert status(signed_in, world, "administrator", "meetings:deputy_nominate", world.things.meeting) == 403


@pytest.mark.parametrize("form", ["meetings:deputy_nominate", "meetings:attendance_answer"])
def test_nobody_is_sent_to_a_meeting_that_was_held_nor_answers_for_it(signed_in, world, form):
    meetings = [world.things.meeting, world.things.held]
    assert [status(signed_in, world, "planner", form, meeting) for meeting in meetings] == [200, 403]


def test_item_of_a_meeting_that_was_held_takes_no_contribution(signed_in, world):
    items = [world.things.item, world.things.held_item]
    page = "meetings:contribution_write"
    assert [status(signed_in, world, "planner", page, item) for item in items] == [200, 404]


def test_nomination_that_has_ended_is_not_confirmed_any_more(signed_in, world):
    nomination = nominate(world, "sent", "planner", "council", confirmed=False)
    page = "meetings:nomination_confirm"
    assert status(signed_in, world, "chair", page, nomination) == 200
    Nomination.objects.filter(pk=nomination.pk).update(ends_at=timezone.now())
    assert status(signed_in, world, "chair", page, nomination) == 404


def test_owner_of_an_item_is_not_given_what_another_seat_put_in(signed_in, world):
    """Nor is it written over: a form that has nothing yet begins empty."""
    contribution = limited(world.things.restricted_contribution, marking="official", audience="everyone")
    Contribution.objects.filter(pk=world.things.contribution.pk).update(seat=world.seats["fire"])
    page = reverse("meetings:contribution_write", args=[world.things.item.public_id])
    form = signed_in(world.people["planner"]).get(page).content.decode().partition("<textarea")[2]
    assert contribution.text not in form.partition("</textarea>")[0]
    assert "Westhaven open update" not in form.partition("</textarea>")[0]
