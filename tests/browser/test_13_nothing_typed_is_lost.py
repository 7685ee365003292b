"""What is typed in a meeting saves itself, and other screens follow: two tabs, two writers, no session, no network."""

import re
import time

import pytest
from django.conf import settings
from playwright.sync_api import expect

from meetings.models import MinuteEntry, MinuteEntryText
from tests.browser.ways import GROUP, fits, named, open_group, see_heading

SAVED = re.compile(r"Saved at \d\d:\d\d:\d\d")
PATIENCE = 15  # seconds


def field(page):
    return page.get_by_label("Minutes of this item").first


def open_run_page(page):
    open_group(page)
    page.get_by_role("button", name="Go to the run page").click()
    see_heading(page, "Meeting 5")


def go_to_item(page, title):
    page.get_by_role("navigation", name="Agenda").get_by_role("button", name=title).click()
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()


def kept_texts(title):
    texts = MinuteEntryText.objects.filter(thing__item__title=title, thing__minutes__meeting__number=5)
    return list(texts.filter(thing__group__name=GROUP).order_by("pk").values_list("text", flat=True))


def wait_for_text(title, words):
    patience = time.monotonic() + PATIENCE
    while not MinuteEntry.objects.filter(item__title=title, minutes__meeting__number=5, text=words).exists():
        assert time.monotonic() < patience, f"{title} holds {kept_texts(title)}"
        time.sleep(0.1)


@pytest.fixture
def at_the_desk(open_browser, sign_in_as):
    """Opens the run page as somebody; the first to come opens the meeting."""

    def at_the_desk(name, page=None):
        page = page or open_browser()
        sign_in_as(page, name)
        open_group(page)
        if page.get_by_role("button", name="Go to the run page").count() == 0:
            page.get_by_role("link", name="Open the agenda").click()
            page.get_by_role("button", name="Open the meeting").click()
        else:
            page.get_by_role("button", name="Go to the run page").click()
        see_heading(page, "Meeting 5")
        return page

    return at_the_desk


def test_text_saves_itself_and_the_page_says_when(at_the_desk, check_axe):
    page = at_the_desk("Tom Bell")
    go_to_item(page, "Events to come")

    field(page).press_sequentially("The lantern parade")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    expect(page.get_by_text(SAVED)).to_be_visible()

    wait_for_text("Events to come", "The lantern parade")
    expect(field(page)).to_be_focused()
    field(page).press_sequentially(" has a plan.")
    page.reload()  # in mid-sentence
    expect(field(page)).to_have_value("The lantern parade has a plan.")
    wait_for_text("Events to come", "The lantern parade has a plan.")
    check_axe(page)


def test_late_answer_puts_no_older_text_in_the_place_of_what_was_saved_since(at_the_desk):
    page = at_the_desk("Tom Bell")
    go_to_item(page, "Any other business")
    field(page).fill("First words")
    wait_for_text("Any other business", "First words")
    older = page.request.get(page.url).text()
    field(page).fill("Later words")
    wait_for_text("Any other business", "Later words")

    page.route(re.compile("seen="), lambda route: route.fulfill(body=older, content_type="text/html"))
    for _ in range(2):
        with page.expect_response(re.compile("seen=")):
            pass
    expect(field(page)).to_have_value("Later words")


def test_what_is_half_typed_to_be_recorded_is_there_again_until_it_is_recorded(at_the_desk, check_axe):
    page = at_the_desk("Helen Marsh")
    go_to_item(page, "Any other business")
    said = page.get_by_text("You had begun to type below and not recorded it.")
    recorded = page.locator("summary", has_text="Record a decision")
    recorded.click()
    page.get_by_label("What was decided").fill("Meet in the spring")
    page.get_by_label("Month").locator("visible=true").fill("3")
    page.get_by_label("The same words").locator("visible=true").last.check()
    go_to_item(page, "Staff training")
    expect(said).to_be_hidden()
    go_to_item(page, "Any other business")
    expect(said).to_be_visible()
    expect(page.get_by_label("What was decided")).to_have_value("Meet in the spring")
    expect(page.get_by_label("Month").locator("visible=true")).to_have_value("3")
    check_axe(page)

    page.get_by_label("Because").fill("It is light by then.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Record the decision").click()
    see_heading(page, "Your text is here, but not saved")
    at_the_desk("Helen Marsh", page)  # who does not press “Send again”
    expect(page.get_by_label("Because")).to_have_value("It is light by then.")
    page.get_by_label("Month").locator("visible=true").fill("")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator(".app-record", has_text="Meet in the spring").first).to_be_visible()
    recorded.click()
    expect(page.get_by_label("What was decided")).to_have_value("")

    page.get_by_label("What was decided").fill("Something else")
    page.reload()
    page.get_by_role("button", name="Empty the fields instead").click()
    expect(page.get_by_label("What was decided")).to_have_value("")
    page.get_by_label("What was decided").fill("Not for the next one at this desk")
    page.locator("form", has=page.get_by_role("button", name="Sign out")).evaluate("form => form.requestSubmit()")
    expect(page).not_to_have_url(re.compile("/run/"))
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('papg:'))") == []


def test_two_writers_and_two_tabs_lose_nothing_and_see_each_other(at_the_desk, check_axe):
    tom, helen = at_the_desk("Tom Bell"), at_the_desk("Helen Marsh")
    go_to_item(helen, "Licensing matters")
    tom.reload()
    again = tom.context.new_page()
    again.goto(tom.url)

    field(tom).fill("Nine premises were visited.")
    expect(helen.get_by_text("Tom Bell is writing item")).to_be_visible()
    for page in (helen, again):  # who has typed nothing gets what the other saved
        expect(field(page)).to_have_value("Nine premises were visited.")
    check_axe(helen)

    field(helen).fill("Helen’s words.")
    field(tom).fill("Tom’s words.")
    field(again).fill("Tom’s other words.")
    alerts = [page.get_by_role("alert").filter(has_text="while you were typing") for page in (helen, tom, again)]
    patience = time.monotonic() + PATIENCE
    while sum(alert.count() for alert in alerts) < 2:
        assert time.monotonic() < patience, [alert.count() for alert in alerts]
        time.sleep(0.1)

    [winner] = [page for page, alert in zip((helen, tom, again), alerts, strict=True) if alert.count() == 0]
    losers = [page for page in (helen, tom, again) if page is not winner]
    won = field(winner).input_value()
    for page in losers:  # nothing of theirs is gone, nor saved over the other's by itself
        mine = field(page).input_value()
        told = page.get_by_role("alert").filter(has_text="while you were typing")
        expect(told).to_contain_text(won)
        expect(told).to_contain_text(mine)
    check_axe(losers[0])
    assert kept_texts("Licensing matters")[-1] == won
    mine = field(losers[0]).input_value()
    losers[0].get_by_role("button", name="Put both together and edit").click()
    expect(field(losers[0])).to_have_value(f"{won}\n\n{mine}")
    wait_for_text("Licensing matters", f"{won}\n\n{mine}")


def test_session_that_ends_in_mid_sentence_keeps_the_text_until_it_is_saved(at_the_desk, sign_in_as, check_axe):
    page = at_the_desk("Tom Bell")
    go_to_item(page, "Staff training")
    field(page).press_sequentially("The depot")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    field(page).press_sequentially(" comes last.")

    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()
    expect(field(page)).to_have_value("The depot comes last.")
    check_axe(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    see_heading(opened.value, "Sign in")
    sign_in_as(opened.value, "Tom Bell")
    page.bring_to_front()
    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_hidden()
    wait_for_text("Staff training", "The depot comes last.")
    page.get_by_role("button", name="Save the text").click()  # with the token of the new session
    see_heading(page, "Meeting 5")


def test_network_gone_for_a_minute_loses_nothing(at_the_desk, open_browser, check_axe):
    page = open_browser()
    page.clock.install()
    at_the_desk("Tom Bell", page)
    go_to_item(page, "Planning applications for advice")
    heading = page.get_by_role("heading", level=2).first.inner_text()
    page.context.set_offline(True)

    field(page).fill("The bus station waits.")
    page.clock.fast_forward(5_000)
    gone = page.get_by_role("alert").filter(has_text=re.compile(r"Not saved since \d\d:\d\d"))
    expect(gone).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name=re.compile("^Next")).click()  # waits: it would lead to the browser's own page
    for _ in range(12):
        page.clock.fast_forward(5_000)
        field(page).press_sequentially("!")
    expect(gone).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).to_have_text(heading)
    page.context.set_offline(False)
    page.clock.fast_forward(6_000)

    expect(gone).to_be_hidden()
    page.clock.fast_forward(9_000)
    wait_for_text("Planning applications for advice", "The bus station waits." + "!" * 12)


def test_others_follow_within_seconds_and_the_rooms_screen_hides_what_is_not_for_all(
    at_the_desk, open_browser, sign_in_as, check_axe
):
    helen, ruth = at_the_desk("Helen Marsh"), open_browser(viewport={"width": 320, "height": 640})
    for name in ("Helen Marsh", "Ruth Ellison"):
        helen.get_by_role("button", name=named(f"Here: {name}")).click()
    sign_in_as(ruth, "Ruth Ellison")
    open_group(ruth)
    ruth.get_by_role("button", name="Follow the meeting").click()
    see_heading(ruth, "Meeting 5 is at item")
    assert fits(ruth)
    check_axe(ruth)
    screen = helen.context.new_page()
    screen.goto(helen.url.partition("run/")[0])
    screen.get_by_role("link", name="Screen for the room").click()

    go_to_item(helen, "Threat and incident update")
    for page in (ruth, screen):
        expect(page.get_by_role("heading", level=1)).to_contain_text("Threat and incident update", timeout=5_000)
    expect(ruth.locator("header .app-band")).to_contain_text("OFFICIAL-SENSITIVE")
    check_axe(screen)

    helen.get_by_role("button", name=named("Here: Kwame Mensah")).click()  # of a venue
    expect(screen.get_by_text("It is not for everybody who is here")).to_be_visible(timeout=5_000)
    assert "Threat and incident" not in screen.content()
    expect(ruth.get_by_text("In the room: 3")).to_be_visible()
    check_axe(screen)


def test_what_is_half_typed_of_the_room_is_there_again_until_it_is_recorded(at_the_desk):
    page = at_the_desk("Helen Marsh")
    go_to_item(page, "Staff training")
    seat, guest, park = (
        page.locator("details", has=page.locator("summary", has_text=words))
        for words in ["Somebody else comes in a seat", "A guest comes for item", "Park it and say why"]
    )
    seat.locator("summary").click()
    seat.get_by_label("Their name").fill("Asha Verma")
    guest.locator("summary").click()
    guest.get_by_label("Why they come").fill("To show the map")
    park.locator("summary").click()
    park.get_by_label("Why").fill("The map is missing")

    go_to_item(page, "Any other business")
    expect(seat.get_by_label("Their name")).to_have_value("Asha Verma")  # of the meeting, whatever its item
    expect(guest.get_by_label("Why they come")).to_have_value("")
    seat.get_by_label("In whose seat").select_option(index=9)
    seat.get_by_label("organisation").select_option(index=1)
    seat.get_by_role("button", name="Seat this deputy").click()
    expect(page.get_by_text("Asha Verma").first).to_be_visible()
    expect(seat.get_by_label("Their name")).to_have_value("")

    go_to_item(page, "Staff training")
    expect(guest.get_by_label("Why they come")).to_have_value("To show the map")
    park.get_by_role("button", name="Park item").click()
    go_to_item(page, "Staff training")
    expect(park.get_by_label("Why")).to_have_value("")
    expect(guest.get_by_label("Why they come")).to_have_value("To show the map")
