"""The minute before an idle session ends, in a browser whose clock is put forward."""

from playwright.sync_api import expect

TYPED = "In mid-sentence when the telephone rang"
ALMOST, THE_REST = 29 * 60_000 + 1000, 60_000  # milliseconds


def open_page_and_type(page, sign_in_as):
    sign_in_as(page, "Helen Marsh")
    page.clock.install()
    page.goto("/account/address/")
    page.get_by_label("New e-mail address").fill(TYPED)


def warning(page):
    return page.get_by_role("alert").filter(has_text="In a minute you are signed out")


def test_any_key_goes_on_and_what_was_typed_stays(page, sign_in_as, check_axe):
    open_page_and_type(page, sign_in_as)
    page.clock.fast_forward(ALMOST)
    expect(warning(page)).to_be_visible()
    check_axe(page)

    page.get_by_label("New e-mail address").press("!")

    expect(warning(page)).to_be_hidden()
    expect(page.get_by_label("New e-mail address")).to_have_value(f"{TYPED}!")
    page.clock.fast_forward(ALMOST)
    expect(warning(page)).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(warning(page)).to_be_hidden()


def test_who_does_not_come_back_is_told_that_they_are_signed_out_and_keeps_the_text(page, sign_in_as):
    open_page_and_type(page, sign_in_as)
    page.clock.fast_forward(ALMOST)
    expect(warning(page)).to_be_visible()

    page.clock.fast_forward(THE_REST)

    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()
    expect(page.get_by_label("New e-mail address")).to_have_value(TYPED)


def test_session_that_ended_on_the_server_is_not_said_to_go_on(page, sign_in_as):
    open_page_and_type(page, sign_in_as)
    page.clock.fast_forward(ALMOST)
    page.context.clear_cookies()

    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()
