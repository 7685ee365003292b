"""The room of one meeting: a deputy sent on the spot, a guest, a restricted item, a quorum lost and found again."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem, Decision
from tests.browser.ways import fits, named, open_agenda, open_group, see_heading, see_message

THREAT, WITH_GUEST, AFTER = "Threat and incident update", "Events to come", "Licensing matters"
DECIDED = "Close two side streets for the parade"
GUEST, DEPUTY = "Sunita Rao", "Megan Pryce"
LOST = re.compile(r"No quorum since \d\d:\d\d: only 2 of the five business areas are left")
SOON = 6_000  # milliseconds in which other screens follow


def item(title):
    return AgendaItem.objects.get(title=title, meeting__number=5, group__lead_authority__name="Westhaven City Council")


def room_of(page):
    return page.get_by_role("region", name="In the room")


def mark(page, words):
    with page.expect_navigation():  # keys pressed before would go nowhere
        room_of(page).get_by_role("button", name=named(words)).click()


def change(page, name, words):
    """Of somebody who is in the room: the buttons stand behind one more press."""
    room_of(page).locator("summary", has_text=f"Change: {name}").click()
    mark(page, f"{words}: {name}")


def press_number(page, title):
    """By the keys: the item's number, and Enter."""
    for figure in str(item(title).number):
        page.keyboard.press(figure)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()


def open_screen(chair):
    """The screen for the room, in a tab of the chair's; the chair goes back to the run page."""
    meeting = item(THREAT).meeting.public_id
    screen = chair.context.new_page()
    screen.goto(f"/meetings/{meeting}/screen/")
    chair.goto(f"/meetings/{meeting}/run/")
    return screen


@pytest.fixture
def chair(open_browser, sign_in_as):
    """The chair at the run page; the first to come opens the meeting."""
    page = open_browser()
    sign_in_as(page, "Helen Marsh")
    open_group(page)
    if page.get_by_role("button", name="Go to the run page").count():
        page.get_by_role("button", name="Go to the run page").click()
    else:
        page.get_by_role("link", name="Open the agenda").click()
        page.get_by_role("button", name="Open the meeting").click()
    see_heading(page, "Meeting 5")
    page.wait_for_load_state()  # from then on the keys work
    return page


def test_deputy_sent_on_the_spot_is_on_the_roll_and_makes_the_quorum(chair, open_browser, sign_in_as, check_axe):
    for name in ["Helen Marsh", "Ruth Ellison", "Marcus Webb", "Owen Clarke"]:
        mark(chair, f"Here: {name}")
    expect(room_of(chair)).to_contain_text("Missing: 1 more of the five business areas")

    phone = open_browser(viewport={"width": 320, "height": 640})
    sign_in_as(phone, "Siân Pritchard")
    open_agenda(phone)
    phone.get_by_role("link", name="Send somebody in your place").click()
    phone.get_by_label("Name", exact=True).fill(DEPUTY)
    phone.get_by_label("E-mail address").fill("megan.pryce@westhaven.example")
    phone.get_by_label("Organisation", exact=True).select_option("Westhaven City Council")
    assert fits(phone)
    check_axe(phone)
    phone.get_by_role("button", name="Send this deputy").click()
    see_message(phone, f"{DEPUTY} is told by e-mail")

    mark(chair, f"Deputy {DEPUTY}: Siân Pritchard")

    expect(room_of(chair)).to_contain_text("Quorum met")
    expect(room_of(chair)).to_contain_text(DEPUTY)
    phone.reload()
    expect(phone.get_by_text("Quorum met")).to_be_visible()
    check_axe(chair)


def test_guest_sees_their_item_alone_and_nothing_once_they_have_gone(chair, open_browser, sign_in_as, check_axe):
    press_number(chair, WITH_GUEST)
    room_of(chair).locator("summary", has_text="A guest comes for item").click()
    chair.get_by_role("link", name="invited by e-mail").click()
    chair.get_by_label("Name", exact=True).fill(GUEST)
    chair.get_by_label("E-mail address").fill("sunita.rao@eastmere.example")
    chair.get_by_label("Organisation", exact=True).select_option("Eastmere Borough Council")
    chair.get_by_label("Reason").fill("The parade ends on her side of the river")
    chair.get_by_role("button", name="Invite this guest").click()
    see_message(chair, f"{GUEST} is told by e-mail")

    guest = open_browser()
    sign_in_as(guest, GUEST)
    guest.get_by_role("link", name=re.compile("You are a guest on item")).click()
    see_heading(guest, WITH_GUEST)
    check_axe(guest)
    its_page = guest.url
    guest.goto(f"/meetings/{item(THREAT).meeting.public_id}/follow/")
    see_heading(guest, "Page not found")

    screen = open_screen(chair)
    mark(chair, f"Here, accepts the statement: {GUEST}")
    see_heading(screen, WITH_GUEST)
    expect(screen.get_by_text(re.compile("^Next: item [0-9]+$"))).to_be_visible(
        timeout=SOON
    )  # its title is not for her
    press_number(chair, AFTER)
    expect(screen.get_by_role("heading", level=1)).to_contain_text(AFTER, timeout=SOON)

    chair.goto(its_page)
    chair.get_by_role("button", name=named(f"End: {GUEST}")).click()
    see_message(chair, "The invitation has ended")
    guest.goto(its_page)
    see_heading(guest, "Page not found")


def test_restricted_item_is_not_on_the_rooms_screen_while_somebody_is_there_who_may_not_hear_it(chair, check_axe):
    screen = open_screen(chair)
    mark(chair, "Here: Priya Nair")
    press_number(chair, THREAT)
    expect(screen.get_by_text("It is not for everybody who is here")).to_be_visible(timeout=SOON)
    mark(chair, f"Out for this item: {DEPUTY}")  # nobody has confirmed her
    expect(screen.get_by_role("heading", level=1)).to_contain_text(THREAT, timeout=SOON)

    room_of(chair).locator("summary", has_text="A guest comes for item").click()
    guest = room_of(chair).locator("details", has=chair.locator("summary", has_text="A guest comes for item"))
    guest.get_by_label("Their name").fill("Lee Ward")
    guest.get_by_label("Their organisation").fill("Harbour Pilots")
    guest.get_by_label("Why they come").fill("He saw it")
    chair.keyboard.press("Enter")
    expect(screen.get_by_text("It is not for everybody who is here")).to_be_visible(timeout=SOON)
    assert THREAT not in screen.content()
    expect(room_of(chair).locator(".app-person", has_text=GUEST)).to_contain_text("Came")
    check_axe(screen)
    check_axe(chair)
    mark(chair, "Did not come: Lee Ward")
    expect(screen.get_by_role("heading", level=1)).to_contain_text(THREAT, timeout=SOON)


def test_quorum_that_is_lost_makes_decisions_proposed_until_it_is_back(chair, check_axe):
    press_number(chair, AFTER)
    expect(room_of(chair)).to_contain_text("Quorum met")  # the deputy is back in her seat by herself
    change(chair, "Priya Nair", "Left")
    expect(room_of(chair)).to_contain_text("Quorum met")
    change(chair, "Owen Clarke", "Left")
    expect(room_of(chair).get_by_role("status")).to_contain_text(LOST)
    expect(room_of(chair)).to_contain_text("What is decided now is recorded as proposed")
    chair.set_viewport_size({"width": 320, "height": 640})
    assert fits(chair)
    check_axe(chair)
    chair.set_viewport_size({"width": 1280, "height": 900})

    chair.keyboard.press("d")
    chair.keyboard.type(DECIDED)
    chair.keyboard.press("Tab")
    chair.keyboard.type("The police ask for it.")
    chair.get_by_role("button", name="Record the decision").click()
    expect(chair.locator(".app-record", has_text=DECIDED).first).to_contain_text("Proposed")

    mark(chair, "Back: Owen Clarke")
    expect(room_of(chair)).to_contain_text("Quorum met")
    assert Decision.objects.get(text=DECIDED).standing == Decision.Standing.PROPOSED


def test_minutes_say_all_that_happened_in_the_room(chair, check_axe):
    chair.keyboard.press("x")
    chair.get_by_role("button", name=re.compile("^Close: item .* is done$")).click()
    see_message(chair, "Meeting closed")
    chair.get_by_role("link", name="Open the minutes").click()

    said = chair.get_by_role("article", name="Minutes")
    number = {title: item(title).number for title in (THREAT, AFTER, WITH_GUEST)}
    for words in [
        re.compile(r"There was a quorum from \d\d:\d\d to \d\d:\d\d"),
        re.compile(r"There was no quorum from \d\d:\d\d to \d\d:\d\d: only 2 of the five business areas are left"),
        re.compile(r"There was a quorum from \d\d:\d\d on"),
        "What it decided without one is proposed.",
        re.compile(rf"{DEPUTY}, for Siân Pritchard, Westhaven City Council; out for item {number[THREAT]}"),
        re.compile(rf"Owen Clarke, Westhaven City Council; out for part of item {number[AFTER]}"),
        re.compile(rf"Priya Nair, .*; late, from item {number[AFTER]}; left at item {number[AFTER]}"),
        f"{GUEST}, Eastmere Borough Council; for item {number[WITH_GUEST]}",
    ]:
        expect(said).to_contain_text(words)
    expect(said.locator(".app-record", has_text=DECIDED)).to_contain_text("Proposed")
    expect(said).not_to_contain_text("Lee Ward")
    check_axe(chair)
