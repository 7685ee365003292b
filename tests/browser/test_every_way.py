"""The same pages by keyboard alone, without scripts, on a phone, and with an ear to the browser's console."""

from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings
from django.urls import resolve
from playwright.sync_api import expect

from meetings.models import Attendance, Contribution, Decision, MinuteEntry
from tests.browser.ways import agenda_item, fits, named, open_agenda, open_group, see_heading

THREAT = "Threat and incident update"
TYPED_BY_KEYBOARD = "Typed without a mouse: two reports, both closed."
PHONE = {"width": 320, "height": 700}
MOST_TABS = 200
NAME_OF_FOCUSED = """() => {
    const focused = document.activeElement;
    return (focused.labels?.[0] ?? focused).innerText.replace(/\\s+/g, " ").trim();
}"""
# Reached by links, and no pages: files, and the way out
NOT_WALKED = {"job_download", "mfa_download_recovery_codes", "account_logout"}
PAGES = "links => links.filter(link => !link.hasAttribute('download')).map(link => link.href)"  # no files


def tab_to(page, name):
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if named(name).search(page.evaluate(NAME_OF_FOCUSED)):
            return
    raise AssertionError(f"Tab never came to {name!r} on {page.url}")


def press_enter_on(page, name):
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


# Keyboard -------------------------------------------------------------------------------------------------------------


def test_adviser_reads_the_agenda_and_files_her_update_by_keyboard(page):
    page.goto("/")
    press_enter_on(page, "Sign in as Ruth Ellison")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    press_enter_on(page, "Westhaven City Council Protect and Prepare Group")
    press_enter_on(page, "Open the agenda")
    expect(agenda_item(page, 6)).to_contain_text(THREAT)

    press_enter_on(page, "PAPG")
    press_enter_on(page, "Updates you owe")
    press_enter_on(page, f"Write it: {THREAT}, Westhaven City Council")
    tab_to(page, "Your update")
    page.keyboard.type(TYPED_BY_KEYBOARD)
    press_enter_on(page, "File the update")

    see_heading(page, "Updates you owe")
    assert Contribution.objects.get(text=TYPED_BY_KEYBOARD).state == "filed"


# Without scripts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def plain_browser(open_browser):
    """Opens a browser in which scripts are off."""
    return lambda: open_browser(java_script_enabled=False)


def test_member_files_an_update_without_scripts(plain_browser, sign_in_as):
    page = plain_browser()
    sign_in_as(page, "Fatima Rahman")
    page.get_by_role("link", name="Updates you owe").click()
    page.get_by_role("link", name=named("Write it: Events to come")).click()
    page.get_by_role("button", name="File the update").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your update")
    page.get_by_role("button", name="Nothing to report").click()

    see_heading(page, "Updates you owe: 0")
    open_agenda(page)
    expect(agenda_item(page, 8)).to_contain_text("Nothing to report.")
    expect(agenda_item(page, 6)).to_have_text("Item 6: withheld")  # she has not accepted the undertaking


def test_chair_runs_the_meeting_without_scripts(plain_browser, sign_in_as):
    page = plain_browser()
    sign_in_as(page, "Helen Marsh")
    open_agenda(page)
    page.get_by_role("button", name="Open the meeting").click()
    page.get_by_role("button", name=named("Here: Helen Marsh")).click()
    page.get_by_role("navigation", name="Agenda").get_by_role("button", name=THREAT).click()
    expect(page.get_by_text(TYPED_BY_KEYBOARD)).to_be_visible()
    page.get_by_label("Minutes of this item").fill("Noted, with thanks.")
    page.locator("summary", has_text="Record a decision").click()
    page.get_by_label("What was decided").fill("Write to the station")
    page.get_by_label("Because").fill("Both reports came from there.")
    page.get_by_role("button", name="Record the decision").click()

    expect(page.get_by_label("Minutes of this item")).to_have_value("Noted, with thanks.")
    expect(page.get_by_text("Proposed, to be confirmed at").first).to_be_visible()
    assert Decision.objects.get(text="Write to the station").standing == "proposed"
    assert Attendance.objects.get(name="Helen Marsh", meeting__number=5).came == "here"


def test_text_of_an_ended_session_can_be_sent_again_without_scripts(plain_browser, sign_in_as):
    page = plain_browser()
    sign_in_as(page, "Helen Marsh")
    open_group(page)
    page.get_by_role("button", name="Go to the run page").click()
    page.get_by_label("Minutes of this item").fill("Noted, and the station is told.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save the text").click()
    see_heading(page, "Your text is here, but not saved")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_as(opened.value, "Helen Marsh")
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("You have signed in or out since the page was loaded")).to_be_visible()
    page.get_by_role("button", name="Send again").click()

    expect(page.get_by_label("Minutes of this item")).to_have_value("Noted, and the station is told.")
    assert MinuteEntry.objects.filter(text="Noted, and the station is told.").exists()


# A phone, and the console ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kinds_checked():
    """Kinds of page that axe has looked at on a phone: once each is enough."""
    return set()


@pytest.mark.proof
@pytest.mark.parametrize("name", ["Tom Bell", "Helen Marsh", "Kwame Mensah", "Nadia Osman"])
def test_every_page_one_comes_to_fits_a_phone_and_leaves_the_console_silent(
    name, open_browser, sign_in_as, check_axe, kinds_checked
):
    """Follows the links from the first page on, to one page of each kind."""
    page = open_browser(viewport=PHONE)
    said, seen, wide = [], set(), []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    sign_in_as(page, name)
    to_visit = deque([page.url])

    while to_visit:
        address = to_visit.popleft()
        kind = resolve(urlsplit(address).path).view_name
        if kind in seen | NOT_WALKED:
            continue
        seen.add(kind)
        assert page.goto(address).status == 200, address
        if not fits(page):
            wide.append(page.url)
        if kind not in kinds_checked:
            check_axe(page)
        to_visit += links_on(page)

    assert wide == []
    assert said == []
    assert {"overview:home", "overview:group_detail", "meetings:meeting_detail", "groups:terms_detail"} <= seen
    assert len(seen) > 20
    kinds_checked |= seen


def links_on(page):
    here = urlsplit(page.url).netloc
    addresses = page.get_by_role("link").evaluate_all(PAGES)
    return [urldefrag(address).url for address in addresses if urlsplit(address).netloc == here]
