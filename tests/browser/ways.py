"""Ways that several journeys go, in the words that people read on the pages."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

GROUP = "Protect and Prepare Group"
CODE_LASTS = 30  # seconds, counted from midnight and not from when one looks
TYPING_TAKES = 5
PASSWORD = "lantern gravel otter seven"


def see_heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def see_message(page, words):
    expect(page.get_by_role("main").get_by_role("status").filter(has_text=words)).to_be_visible()


def open_group(page, authority="Westhaven City Council"):
    page.goto("/home/")
    page.get_by_role("link", name=f"{authority} {GROUP}", exact=True).click()
    see_heading(page, GROUP)


def go_to(page, place):
    """A page of the group, by the links under the header."""
    page.get_by_role("navigation", name="Group").get_by_role("link", name=place, exact=True).click()


def open_agenda(page, authority="Westhaven City Council"):
    """The agenda of the group's next meeting, as one comes to it from the front page of the group."""
    open_group(page, authority)
    page.get_by_role("link", name="Open the agenda").click()
    expect(page.get_by_role("heading", name="Agenda")).to_be_visible()


def agenda_item(page, number):
    """The item of that number as this reader sees it."""
    return page.locator(f"#item-{number}")


def named(words):
    """For a name with a part that is read out only, before which GOV.UK's style sets a space: "Here : Helen Marsh"."""
    return re.compile("^" + re.escape(words).replace(":", r"\s?:"))


def text_of(page):
    return page.get_by_role("main").inner_text()


def type_date(page, legend, day, time=None):
    """Fills the boxes of one question for a date."""
    boxes = page.get_by_role("group", name=re.compile(f"^{legend}"))
    boxes.get_by_label("Day").fill(str(day.day))
    boxes.get_by_label("Month").fill(str(day.month))
    boxes.get_by_label("Year").fill(str(day.year))
    if time:
        boxes.get_by_label("Time").fill(time)


def code_shown_for(secret):
    """What an authenticator app shows; waits for the next code when this one is about to end."""
    left = CODE_LASTS - time.time() % CODE_LASTS
    if left < TYPING_TAKES:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // CODE_LASTS))


def link_in(mail):
    return re.search(r"https?://\S+", mail.get_content())[0]


def fits(page):
    """Whether one reads this page without scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
