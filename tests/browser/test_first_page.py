"""The first minute with the demo: who there is, and one button to be them."""

import time

from playwright.sync_api import expect


def test_visitor_becomes_one_of_the_demos_people_by_keyboard(page, check_axe):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Try it as one of these people")
    check_axe(page)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.get_by_role("button", name="Sign in as").first.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    check_axe(page)


def test_signing_out_closes_every_page(page, sign_in_as):
    sign_in_as(page, "Helen Marsh")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    inside = page.url

    page.get_by_role("button", name="Sign out").click()
    page.goto(inside)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")


def test_first_page_fits_a_phone_without_scrolling_sideways(open_browser, check_axe):
    page = open_browser(viewport={"width": 320, "height": 700})
    page.goto("/")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    check_axe(page)


def test_page_works_without_scripts(open_browser, sign_in_as):
    page = open_browser(java_script_enabled=False)
    sign_in_as(page, "Helen Marsh")

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_database_redis_worker_and_beat_are_well(page):
    patience = time.monotonic() + 15
    while "late" in (parts := page.request.get("/healthz").json()).values() and time.monotonic() < patience:
        time.sleep(0.2)

    assert set(parts.values()) == {"ok"}, parts
