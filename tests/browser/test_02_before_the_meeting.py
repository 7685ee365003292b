"""Steps 2, 3 and 7: the meeting is arranged, members prepare for it, and everybody is reminded of it once."""

import time
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from groups.models import Membership
from meetings.models import Contribution, Meeting
from notices.models import Notice
from tests.browser.ways import (
    agenda_item,
    go_to,
    link_in,
    named,
    open_agenda,
    open_group,
    see_heading,
    see_message,
    text_of,
    type_date,
)

THREAT = "Threat and incident update"
PLACE, LINK = "Committee Room 3", "https://meet.westhaven.example/step-two"
REMINDER = "A meeting is coming up"
BRIEFING = "Two reports of hostile reconnaissance at the station, both closed."


def schedule(page, days_ahead, clock="10:30"):
    open_group(page)
    go_to(page, "Meetings")
    page.get_by_role("link", name="Schedule a meeting").click()
    type_date(page, "When it starts", timezone.localdate() + timedelta(days=days_ahead), clock)
    page.get_by_label("Place").fill(PLACE)
    page.get_by_label("Joining link").fill(LINK)


def open_meeting_page(page, number):
    open_group(page)
    go_to(page, "Meetings")
    page.get_by_role("link", name=f"Meeting {number}", exact=True).click()
    see_heading(page, f"Meeting {number}")


# Step 2 ---------------------------------------------------------------------------------------------------------------


def test_secretary_schedules_a_meeting_whose_agenda_fills_itself(page, sign_in_as, check_axe):
    sign_in_as(page, "Tom Bell")
    schedule(page, days_ahead=40, clock="half past ten")
    page.get_by_role("button", name="Schedule the meeting").click()
    expect(page.get_by_role("alert")).to_contain_text("must have a time, like 10:30")
    expect(page.get_by_label("Place")).to_have_value(PLACE)
    check_axe(page)
    type_date(page, "When it starts", timezone.localdate() + timedelta(days=40), "10:30")
    page.get_by_role("button", name="Schedule the meeting").click()

    see_message(page, "Meeting scheduled")
    expect(page.get_by_role("link", name="Join online")).to_have_attribute("href", LINK)
    expect(agenda_item(page, 1)).to_contain_text("Welcome and handling statement")
    expect(agenda_item(page, 15)).to_contain_text("Marking, sharing and next dates")
    for fact in ["OFFICIAL-SENSITIVE", "Statutory partners", "To note", "15 minutes", "Ruth Ellison"]:
        expect(agenda_item(page, 6)).to_contain_text(fact)
    expect(agenda_item(page, 4)).to_contain_text("Decision needed: Are the minutes a true record?")
    check_axe(page)
    assert Meeting.objects.get(number=6, group__lead_authority__name="Westhaven City Council").items.count() == 15


def test_place_and_link_are_shown_only_after_signing_in(page, sign_in_as):
    meeting = Meeting.objects.get(place=PLACE)
    page.goto(f"/meetings/{meeting.public_id}/")
    see_heading(page, "Sign in")
    assert PLACE not in page.content()

    sign_in_as(page, "Caroline Dunn")
    page.goto(f"/meetings/{meeting.public_id}/")
    see_heading(page, "Page not found")


def test_secretary_restricts_an_item_and_a_venue_sees_its_number_alone(open_browser, sign_in_as, check_axe):
    secretary, venue = open_browser(), open_browser()
    sign_in_as(secretary, "Tom Bell")
    sign_in_as(venue, "Kwame Mensah")
    open_meeting_page(secretary, 6)
    secretary.get_by_role("link", name="Add an item").click()
    check_axe(secretary)
    secretary.get_by_label("Title").fill("Crowded places this winter")
    secretary.get_by_label("Owner").select_option("Ruth Ellison")
    secretary.get_by_role("button", name="Save the item").click()
    see_message(secretary, "Item added to the agenda")
    open_meeting_page(venue, 6)
    expect(agenda_item(venue, 16)).to_contain_text("Crowded places this winter")

    secretary.get_by_role("link", name=named("Who may read it: item 16")).click()
    check_axe(secretary)
    secretary.get_by_role("radio", name="OFFICIAL-SENSITIVE").check()
    secretary.get_by_role("radio", name="Statutory partners").check()
    secretary.get_by_role("button", name="Save who may read it").click()
    see_message(secretary, "Saved who may read it")
    check_axe(secretary)
    secretary.get_by_role("link", name="Back").click()
    expect(agenda_item(secretary, 16)).to_contain_text("Statutory partners")

    venue.reload()
    expect(agenda_item(venue, 16)).to_have_text("Item 16: withheld")
    expect(agenda_item(venue, 6)).to_have_text("Item 6: withheld")
    assert "Crowded" not in venue.content()
    check_axe(venue)


# Step 3 ---------------------------------------------------------------------------------------------------------------


def test_adviser_files_the_update_that_she_owes(page, sign_in_as, check_axe):
    sign_in_as(page, "Ruth Ellison")
    expect(page.get_by_role("main")).not_to_contain_text(THREAT)  # a page of needs stays OFFICIAL
    page.get_by_role("link", name="Updates you owe").click()
    see_heading(page, "Updates you owe")
    expect(page.get_by_text("In 2 groups, kept apart")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name=named(f"Write it: {THREAT}, Westhaven City Council")).first.click()
    check_axe(page)
    page.get_by_label("Your update").fill("A first line.")
    page.get_by_role("button", name="Save, not yet file").click()
    page.get_by_role("link", name=named(f"Go on writing: {THREAT}, Westhaven City Council")).click()
    expect(page.get_by_label("Your update")).to_have_value("A first line.")
    page.get_by_label("Your update").fill(BRIEFING)
    page.get_by_role("button", name="File the update").click()

    see_heading(page, "Updates you owe")
    expect(page.get_by_role("link", name=named(f"Go on writing: {THREAT}"))).to_have_count(0)
    contribution = Contribution.objects.get(text=BRIEFING)
    assert (contribution.state, contribution.marking, contribution.audience) == (
        "filed",
        "official_sensitive",
        "statutory",
    )


def test_each_reader_sees_what_is_theirs_of_the_same_agenda(open_browser, sign_in_as, check_axe):
    chair, venue, operator = open_browser(), open_browser(), open_browser()
    sign_in_as(chair, "Helen Marsh")
    open_agenda(chair)
    expect(agenda_item(chair, 6)).to_contain_text(BRIEFING)
    expect(agenda_item(chair, 11)).to_contain_text("The spring exercise has a date")
    expect(chair.get_by_text("Opening this page is recorded").first).to_be_visible()
    check_axe(chair)

    sign_in_as(venue, "Kwame Mensah")
    open_agenda(venue)
    expect(agenda_item(venue, 6)).to_have_text("Item 6: withheld")
    expect(agenda_item(venue, 11)).to_contain_text("Preparedness: plans, exercises and lessons")
    expect(agenda_item(venue, 11)).to_contain_text("Update withheld")
    for hidden in ["Threat", BRIEFING, "The spring exercise has a date", "OFFICIAL-SENSITIVE"]:
        assert hidden not in venue.content()
    check_axe(venue)

    sign_in_as(operator, "Sam Keane")
    expect(operator.get_by_text("You are in no group.")).to_be_visible()
    operator.goto(venue.url)
    see_heading(operator, "Page not found")


# Step 7 ---------------------------------------------------------------------------------------------------------------


def test_reminder_leaves_at_once_when_a_meeting_is_arranged_for_tomorrow(page, sign_in_as, check_axe, service):
    sign_in_as(page, "Tom Bell")
    schedule(page, days_ahead=1)
    page.get_by_role("button", name="Schedule the meeting").click()
    see_message(page, "Meeting scheduled")
    mail = service.wait_for_mail("kwame.mensah@westhaven-arena.example")

    assert mail["Subject"] == REMINDER
    said = mail.as_string()
    for name in ["Westhaven City", "Protect", PLACE, "Tom", "Helen", "Threat", "meet.westhaven"]:
        assert name not in said.replace(service.url, "")
    page.goto("/demo/mails/")
    check_axe(page)


def test_reminder_goes_once_to_each_seat_and_its_link_needs_signing_in(page, sign_in_as, service):
    meeting = Meeting.objects.order_by("-number").first()
    wait_until_all_is_sent()
    everybody = [mail["To"] for mail in service.mails() if mail["Subject"] == REMINDER]
    seats = Membership.objects.active().filter(group=meeting.group)
    assert sorted(everybody) == sorted(seats.values_list("user__email", flat=True))
    assert len(everybody) == 18

    page.goto(link_in(service.wait_for_mail("kwame.mensah@westhaven-arena.example")))
    see_heading(page, "Sign in")
    sign_in_as(page, "Kwame Mensah")
    page.goto(link_in(service.wait_for_mail("kwame.mensah@westhaven-arena.example")))
    see_heading(page, f"Meeting {meeting.number}")


def test_moved_meeting_reminds_again_and_the_deputy_where_one_is_sent(open_browser, sign_in_as, check_axe, service):
    member, secretary = open_browser(), open_browser()
    sign_in_as(member, "Kwame Mensah")
    number = Meeting.objects.order_by("-number").first().number
    open_meeting_page(member, number)
    member.get_by_role("link", name="Say whether you will come").click()
    check_axe(member)
    member.get_by_role("radio", name="Sending a deputy").check()
    member.get_by_label("Which deputy comes for you").select_option("Zoe Lamb")
    member.get_by_role("button", name="Send the answer").click()
    see_message(member, "Your answer is with the secretary")
    assert "You answered: sending a deputy, Zoe Lamb" in text_of(member)

    sign_in_as(secretary, "Tom Bell")
    open_meeting_page(secretary, number)
    secretary.get_by_role("link", name="Move or change the meeting").click()
    check_axe(secretary)
    type_date(secretary, "When it starts", timezone.localdate() + timedelta(days=1), "14:00")
    secretary.get_by_role("button", name="Save the meeting").click()
    see_message(secretary, "Meeting changed")

    service.wait_for_mail("zoe.lamb@westhaven-arena.example", number=2)  # once as it became hers, once as it moved
    service.wait_for_mail("alison.grey@westhaven-bid.example", number=2)
    wait_until_all_is_sent()
    assert len(service.mails(to="kwame.mensah@westhaven-arena.example")) == 1
    assert len(service.mails(to="alison.grey@westhaven-bid.example")) == 2


def wait_until_all_is_sent():
    patience = time.monotonic() + 15
    while Notice.objects.filter(sent_at=None, dropped_at=None).exists() and time.monotonic() < patience:
        time.sleep(0.1)
    time.sleep(1.5)  # another sweep, which must send nothing more
