"""A deputy for one meeting: named by the member in one step, for that meeting's things and nothing else."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry as AuditEntry
from groups.models import Membership
from groups.services import change_membership
from meetings import services
from meetings.models import Attendance, Nomination


def page(browser, name, thing):
    return browser.get(reverse(name, args=[thing.public_id]))


def text_of(browser, name, thing):
    return page(browser, name, thing).content.decode()


@pytest.fixture
def nominee(signed_in, world):
    """The planner sends somebody from the council in their place."""
    signed_in(world.people["planner"]).post(
        reverse("meetings:deputy_nominate", args=[world.things.meeting.public_id]),
        {
            "name": "Sam Reed",
            "email": "sam@westhaven.example",
            "organisation": world.authority_organisation.public_id,
        },
    )
    return User.objects.get(email="sam@westhaven.example")


def confirm(world):
    services.confirm_nomination(nomination=Nomination.objects.get(), by=world.people["secretary"])


def test_member_sends_a_deputy_in_one_step(world, nominee):
    line = Attendance.objects.get(meeting=world.things.meeting, seat=world.seats["planner"])

    assert (line.answer, line.person, line.deputy_name) == ("deputy", nominee, "Sam Reed")
    [entry] = AuditEntry.objects.filter(verb="deputy nominated for a meeting")
    assert entry.actor == world.people["planner"].public_id


def test_deputy_for_one_meeting_sees_that_meeting_and_nothing_else_of_the_group(signed_in, world, nominee):
    browser = signed_in(nominee)

    assert "Westhaven events" in text_of(browser, "meetings:meeting_detail", world.things.meeting)
    assert page(browser, "meetings:meeting_detail", world.things.held).status_code == 404
    assert page(browser, "meetings:minutes_detail", world.things.minutes).status_code == 404
    assert page(browser, "overview:group_detail", world.group).status_code == 404
    assert page(browser, "actions:action_plan", world.group).status_code == 404
    assert page(browser, "meetings:item_detail", world.things.held_item).status_code == 404
    assert "You stand in for Westhaven Planner" in browser.get(reverse("overview:home")).content.decode()


def test_page_of_their_meeting_leads_to_no_page_that_is_not_there_for_them(signed_in, world, nominee):
    browser = signed_in(nominee)
    links = set(re.findall(r'href="(/[^"]*)"', text_of(browser, "meetings:meeting_detail", world.things.meeting)))

    ours = {link for link in links if not link.startswith(("/static/", "/accounts/log"))}
    assert {link: browser.get(link).status_code for link in ours} == dict.fromkeys(ours, 200)


def test_sensitive_item_opens_once_they_are_confirmed_and_have_accepted_the_undertaking(signed_in, world, nominee):
    browser = signed_in(nominee)
    meeting = world.things.meeting
    before = text_of(browser, "meetings:meeting_detail", meeting)

    confirm(world)
    confirmed = text_of(browser, "meetings:meeting_detail", meeting)
    undertaking = reverse("groups:undertaking_accept", args=[world.group.public_id])
    assert browser.get(undertaking).status_code == 200
    browser.post(undertaking, {"agreed": "on", "sha256": world.things.undertaking.sha256})
    after = text_of(browser, "meetings:meeting_detail", meeting)

    assert ["Westhaven threat" in text for text in (before, confirmed, after)] == [False, False, True]


def test_withheld_item_of_their_meeting_says_withheld_and_one_of_another_is_not_there(signed_in, world, nominee):
    browser = signed_in(nominee)

    assert page(browser, "meetings:item_detail", world.things.threat).status_code == 403
    assert page(browser, "meetings:item_detail", world.things.held_threat).status_code == 404


def test_they_write_the_update_that_the_member_owes(signed_in, world, nominee):
    browser = signed_in(nominee)
    address = reverse("meetings:contribution_write", args=[world.things.item.public_id])

    answer = browser.post(
        address, {"edition": "1", "text": "By the deputy", "do": "file", "marking": "official", "audience": "everyone"}
    )

    assert answer.status_code == 302
    world.things.contribution.refresh_from_db()
    assert (world.things.contribution.text, world.things.contribution.author) == ("By the deputy", nominee)


def test_answering_anew_ends_it_with_the_next_request(signed_in, world, nominee):
    browser = signed_in(nominee)
    assert page(browser, "meetings:meeting_detail", world.things.meeting).status_code == 200

    signed_in(world.people["planner"]).post(
        reverse("meetings:attendance_answer", args=[world.things.meeting.public_id]), {"answer": "coming"}
    )

    assert page(browser, "meetings:meeting_detail", world.things.meeting).status_code == 404


def test_it_ends_with_the_member_s_seat_and_with_the_approval_of_the_minutes(signed_in, world, nominee):
    browser = signed_in(nominee)
    meeting = world.things.meeting
    services.open_meeting(meeting=meeting, by=world.people["chair"])
    meeting.refresh_from_db()
    services.close_meeting(meeting=meeting, by=world.people["chair"])
    minutes = meeting.record
    services.circulate_minutes(minutes=minutes, by=world.people["secretary"])
    circulated = page(browser, "meetings:minutes_detail", minutes).status_code

    services.approve_minutes(minutes=minutes, by=world.people["chair"])

    assert circulated == 200
    assert page(browser, "meetings:minutes_detail", minutes).status_code == 404


def test_seat_that_ends_takes_its_deputies_for_a_meeting_with_it(signed_in, world, nominee):
    browser = signed_in(nominee)

    signed_in(world.people["secretary"]).post(
        reverse("groups:membership_end", args=[world.seats["planner"].public_id]), {"": ""}
    )

    assert page(browser, "meetings:meeting_detail", world.things.meeting).status_code == 404


def test_member_s_new_role_is_confirmed_anew_for_whoever_was_sent(world, nominee):
    confirm(world)

    change_membership(membership=world.membership, by=world.people["chair"], role="adviser", areas=[])

    assert Nomination.objects.get().confirmed_by is None


def test_who_confirmed_a_nomination_that_is_over_stays_on_record(world, nominee):
    confirm(world)
    Nomination.objects.update(ends_at=timezone.now())

    change_membership(membership=world.membership, by=world.people["chair"], role="adviser", areas=[])

    assert Nomination.objects.get().confirmed_by is not None


def test_deputy_sent_by_the_chair_has_no_rights_unless_empowered(signed_in, world):
    typed = {"name": "Kim", "email": "kim@westhaven.example", "organisation": world.authority_organisation.public_id}
    chair = signed_in(world.people["chair"])
    address = reverse("meetings:deputy_nominate", args=[world.things.meeting.public_id])

    chair.post(address, typed)
    kim = User.objects.get(email="kim@westhaven.example")
    powerless = page(signed_in(kim), "meetings:meeting_detail", world.things.meeting).status_code
    chair.post(address, {**typed, "empowered": "on"})

    assert powerless == 404
    assert "Open the meeting" in text_of(signed_in(kim), "meetings:meeting_detail", world.things.meeting)


@pytest.mark.parametrize("who", ["observer", "prevent", "administrator", "deputy"])
def test_nobody_else_sends_a_deputy(signed_in, world, who):
    address = reverse("meetings:deputy_nominate", args=[world.things.meeting.public_id])
    assert signed_in(world.people[who]).get(address).status_code == 403


def test_secretary_is_asked_to_confirm_and_the_member_is_not(signed_in, world, nominee):
    home = reverse("overview:home")
    asked = [signed_in(world.people[who]).get(home).content.decode() for who in ("secretary", "planner")]
    assert ["Confirm Sam Reed for one meeting" in page for page in asked] == [True, False]


def test_member_and_deputy_confirm_nobody(signed_in, world, nominee):
    nomination = Nomination.objects.get()
    Membership.objects.filter(pk=world.seats["planner"].pk).update(role="secretary")
    address = reverse("meetings:nomination_confirm", args=[nomination.public_id])

    told = signed_in(world.people["planner"]).post(address, {"": ""}).content.decode()

    assert "You gave Sam Reed this place" in told
    nomination.refresh_from_db()
    assert nomination.confirmed_by is None
