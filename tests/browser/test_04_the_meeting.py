"""Step 4: the chair runs the meeting from one page, and nobody's text is lost on it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from actions.models import Action
from meetings.models import Attendance, Decision, MinuteEntry
from tests.browser.ways import GROUP, agenda_item, go_to, named, open_agenda, open_group, see_heading, type_date

SAID = "The two reports were gone through; neither needs more from the city."
THREAT = "Threat and incident update"


def open_run_page(page):
    open_group(page)
    page.get_by_role("button", name="Go to the run page").click()
    see_heading(page, "Meeting 5")


def go_to_item(page, title):
    page.get_by_role("navigation", name="Agenda").get_by_role("button", name=title).click()
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()


def text_field(page):
    return page.get_by_label("Minutes of this item")


def save_text(page, words):
    text_field(page).fill(words)
    page.get_by_role("button", name="Save the text").click()


def saved_text(title):
    return MinuteEntry.objects.get(item__title=title, minutes__meeting__number=5, group__name=GROUP).text


@pytest.fixture
def two_at_the_desk(open_browser, sign_in_as):
    """The chair and the secretary, both with the run page before them."""
    chair, secretary = open_browser(), open_browser()
    for page, name in [(chair, "Helen Marsh"), (secretary, "Tom Bell")]:
        sign_in_as(page, name)
        open_run_page(page)
    return chair, secretary


def test_chair_opens_the_meeting_and_sees_it_become_quorate(page, sign_in_as, check_axe):
    sign_in_as(page, "Helen Marsh")
    open_agenda(page)
    page.get_by_role("button", name="Open the meeting").click()
    see_heading(page, "Meeting 5")
    room = page.get_by_role("region", name="In the room")
    expect(room.get_by_text("No quorum")).to_be_visible()
    check_axe(page)

    for name in ["Helen Marsh", "Ruth Ellison", "Marcus Webb", "Owen Clarke"]:
        page.get_by_role("button", name=named(f"Here: {name}")).click()
    page.get_by_role("button", name=named("Online: Siân Pritchard")).click()
    page.get_by_role("button", name=named("Deputy: Rob Jenner")).click()
    page.get_by_role("button", name=named("Apologies: Hannah Boyd")).click()

    expect(room.get_by_text("Quorum met")).to_be_visible()
    expect(room).to_contain_text("In the room: 6")
    expect(room).to_contain_text("Mina Shah")
    check_axe(page)
    came = dict(Attendance.objects.filter(meeting__number=5, on_roll=True).values_list("name", "came"))
    assert (came["Owen Clarke"], came["Siân Pritchard"], came["Rob Jenner"]) == ("here", "online", "deputy")
    assert (came["Hannah Boyd"], came["Imran Aziz"], came["Alison Grey"]) == ("apologies", "apologies", "not_here")


def test_chair_records_text_decision_and_action_without_leaving_the_page(page, sign_in_as, check_axe):
    sign_in_as(page, "Helen Marsh")
    open_run_page(page)
    run_page = page.url
    page.get_by_role("button", name="Next: item 2").click()
    expect(page.get_by_role("heading", level=2, name="Apologies, deputies and quorum")).to_be_visible()
    go_to_item(page, THREAT)
    text_field(page).fill(SAID)

    page.locator("summary", has_text="Record a decision").click()
    page.get_by_label("What was decided").fill("Report through the new form from now on")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    expect(text_field(page)).to_have_value(SAID)
    check_axe(page)
    page.get_by_label("Because").fill("Two ways of reporting lost a call in May.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Report through the new form from now on")).to_be_visible()

    page.locator("summary", has_text="Add an action").click()
    page.get_by_label("What is to be done").fill("Brief the arena on the new form")
    page.get_by_label("Who", exact=True).select_option("Kwame Mensah")
    type_date(page, "By when", timezone.localdate() + timedelta(days=14))
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_text("This person could not read the action").first).to_be_visible()
    page.get_by_label("Who", exact=True).select_option("Rob Jenner")
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_role("link", name="In the action plan")).to_be_visible()
    check_axe(page)

    assert page.url == f"{run_page}#desk"
    assert saved_text(THREAT) == SAID
    decision = Decision.objects.get(text="Report through the new form from now on")
    assert (decision.standing, decision.recorded_by.name) == ("made", "Helen Marsh")
    action = Action.objects.get(text="Brief the arena on the new form")
    assert (action.owner.name, action.marking, action.audience) == ("Rob Jenner", "official_sensitive", "statutory")


def test_who_follows_sees_item_and_decisions_and_no_discussion(open_browser, sign_in_as, check_axe):
    police, venue = open_browser(), open_browser()
    sign_in_as(police, "Ruth Ellison")
    open_agenda(police)
    expect(police.get_by_text("Open now")).to_be_visible()
    expect(agenda_item(police, 6)).to_contain_text("Now")
    expect(police.get_by_text("Report through the new form from now on")).to_be_visible()
    assert SAID not in police.content()
    expect(police.get_by_role("link", name="Go to the run page")).to_have_count(0)
    check_axe(police)

    sign_in_as(venue, "Kwame Mensah")
    open_agenda(venue)
    expect(agenda_item(venue, 6)).to_have_text("Item 6: withheld")
    assert "Report through the new form" not in venue.content()
    go_to(venue, "Actions")
    expect(venue.get_by_text(re.compile(r"Actions? .*: withheld"))).to_be_visible()
    assert "Brief the arena" not in venue.content()
    check_axe(venue)


def test_of_two_who_save_the_same_item_the_second_is_told_and_neither_text_is_lost(two_at_the_desk, check_axe):
    chair, secretary = two_at_the_desk
    go_to_item(chair, "Events to come")
    save_text(chair, "The lantern parade was gone through.")
    secretary.reload()
    secretary.locator("#beside").evaluate("beside => beside.remove()")  # who has typed nothing gets the chair's words
    save_text(chair, "The lantern parade has a plan.")
    save_text(secretary, "The winter market asks for barriers.")

    told = secretary.get_by_role("alert").filter(has_text="Helen Marsh saved this paragraph")
    expect(told).to_contain_text("The lantern parade has a plan.")
    expect(told).to_contain_text("The winter market asks for barriers.")
    check_axe(secretary)
    assert saved_text("Events to come") == "The lantern parade has a plan."
    secretary.get_by_role("button", name="Put both together and edit").click()
    both = "The lantern parade has a plan.\n\nThe winter market asks for barriers."
    expect(text_field(secretary)).to_have_value(both)
    check_axe(secretary)
    secretary.get_by_role("button", name="Save the text").click()
    expect(secretary.get_by_role("alert").filter(has_text="Helen Marsh saved")).to_have_count(0)

    assert saved_text("Events to come") == both


def test_text_comes_back_when_the_session_ends_in_mid_typing(open_browser, sign_in_as, check_axe):
    page = open_browser()
    sign_in_as(page, "Tom Bell")
    open_run_page(page)
    go_to_item(page, "Licensing matters")
    text_field(page).fill("Nine premises were visited.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save the text").click()

    see_heading(page, "Your text is here, but not saved")
    expect(page.get_by_label("Entry text")).to_have_value("Nine premises were visited.")
    assert "lantern parade" not in page.content()  # nothing of the record
    check_axe(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    see_heading(opened.value, "Sign in")
    sign_in_as(opened.value, "Tom Bell")
    page.get_by_role("button", name="Send again").click()

    see_heading(page, "Meeting 5")
    expect(text_field(page)).to_have_value("Nine premises were visited.")
    assert saved_text("Licensing matters") == "Nine premises were visited."


def test_text_that_was_typed_and_not_saved_is_in_the_field_again(page, sign_in_as):
    sign_in_as(page, "Tom Bell")
    open_run_page(page)
    go_to_item(page, "Staff training")
    text_field(page).fill("The depot comes last.")
    page.reload()

    expect(page.get_by_text("You had typed this and not saved it.")).to_be_visible()
    expect(text_field(page)).to_have_value("The depot comes last.")
