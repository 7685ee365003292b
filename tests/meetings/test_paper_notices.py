"""Who is told that a paper waits for them: the second person of an open summary, the senior owner of a report."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups.models import Office
from meetings.services import answer_summary, approve_upward_report, ask_for_summary, save_upward_report
from notices.services import plan_and_send
from tests.meetings.papers import approved, for_the_authority

ASKED, SENT_UP = "Something waits for a second person in a PAPG group", "A PAPG group reports to you"


@pytest.fixture
def minutes(world):
    minutes = approved(world)
    plan_and_send()
    mail.outbox.clear()
    return minutes


def told(subject):
    plan_and_send()
    return sorted(message.to[0] for message in mail.outbox if message.subject == subject)


def send_up(world, minutes):
    report = save_upward_report(minutes=minutes, text="We ask for money", edition=0, by=world.people["secretary"])
    assert told(SENT_UP) == []
    approve_upward_report(report=report, edition="1", by=world.people["chair"])


def test_those_who_may_agree_to_a_summary_are_told_once(world, minutes):
    ask_for_summary(minutes=minutes, by=world.people["chair"])
    told(ASKED)

    assert told(ASKED) == [world.people["deputy_chair"].email]
    [message] = [message for message in mail.outbox if message.subject == ASKED]
    assert [word in message.body for word in ["Westhaven", "open words"]] == [False, False]


def test_who_does_not_read_all_that_it_was_drawn_from_is_not_asked(world, minutes):
    for_the_authority(world, world.things.restricted_entry)
    ask_for_summary(minutes=minutes, by=world.people["chair"])

    assert told(ASKED) == []


def test_nobody_is_told_of_a_summary_that_was_answered_meanwhile(world, minutes):
    summary = ask_for_summary(minutes=minutes, by=world.people["secretary"])
    answer_summary(summary=summary, agreed=False, by=world.people["chair"])

    assert told(ASKED) == []


def test_senior_owner_is_told_of_a_report_once_it_is_approved(world, minutes):
    send_up(world, minutes)
    told(SENT_UP)

    assert told(SENT_UP) == [world.people["senior_owner"].email]
    [message] = [message for message in mail.outbox if message.subject == SENT_UP]
    assert [word in message.body for word in ["Westhaven", "We ask"]] == [False, False]


def test_who_lost_the_office_is_told_of_no_report(world, minutes):
    send_up(world, minutes)
    Office.objects.filter(user=world.people["senior_owner"]).update(ends_at=timezone.now())

    assert told(SENT_UP) == []


def test_report_stands_on_the_home_page_of_the_senior_owner_until_they_have_read_it(signed_in, world, minutes):
    browser = signed_in(world.people["senior_owner"])
    address = reverse("meetings:upward_report_detail", args=[minutes.public_id])
    send_up(world, minutes)

    def needed(browser):
        return [need.says for need in browser.get("/home/").context["needs"] if need.url == address]

    assert needed(browser) == ["Read the report from meeting 1"]
    assert needed(signed_in(world.people["secretary"])) == []
    signed_in(world.people["chair"]).get(address)
    assert needed(browser) == ["Read the report from meeting 1"]
    browser.get(address)
    assert needed(browser) == []
