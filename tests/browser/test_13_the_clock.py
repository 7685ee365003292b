"""The chair goes through the agenda by keyboard and by thumb, sees the time, and what is left over comes back."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from meetings import services
from meetings.models import AgendaItem, Meeting
from tests.browser.ways import agenda_item, named, open_agenda, see_message

REASON = "nobody to speak"


def the_meeting():
    return Meeting.objects.select_related("group").get(number=5, group__lead_authority__name="Westhaven City Council")


def see_item(page, title):
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()


def field(page):
    return page.get_by_label("Minutes of this item")


def rail(page, title):
    return page.get_by_role("navigation", name="Agenda").get_by_role("button", name=title)


def begin(page, sign_in_as, **ago):
    """The meeting is open, and its first item was begun a while ago."""
    meeting = the_meeting()
    if meeting.state == Meeting.State.PLANNED:
        chair = meeting.group.memberships.get(name="Helen Marsh").user
        services.open_meeting(meeting=meeting, by=chair)
        AgendaItem.objects.filter(meeting=meeting, number=1).update(begun_at=timezone.now() - timedelta(**ago))
    sign_in_as(page, "Helen Marsh")
    page.goto(f"/meetings/{meeting.public_id}/run/")


def test_chair_runs_the_agenda_by_keyboard_alone(page, sign_in_as, check_axe):
    page.clock.install()
    begin(page, sign_in_as, minutes=2)
    expect(page.get_by_text(re.compile("of 5 minutes: [23] left"))).to_be_visible()
    page.clock.fast_forward("04:30")
    expect(page.get_by_role("status").filter(has_text="Item 1 has had its time")).to_be_attached()
    expect(page.get_by_role("timer", name="Time on this item")).to_have_text(re.compile("^[67]:"))
    expect(rail(page, "Welcome")).to_contain_text(re.compile("Now, [12] over"))

    page.keyboard.press("?")
    expect(page.get_by_text("park it and say why", exact=True)).to_be_visible()
    expect(page.get_by_text("take another item’s minutes")).to_be_hidden()  # there is none to take
    check_axe(page)
    page.keyboard.press("?")

    page.keyboard.press("m")
    page.keyboard.type("next, back, park: 12")
    expect(field(page)).to_have_value("next, back, park: 12")  # in a field, keys are typing
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved at")).to_be_visible()
    expect(field(page)).to_have_value("next, back, park: 12")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.type("Meet in the control room")
    page.keyboard.press("Tab")
    page.keyboard.type("Members should see it")
    page.keyboard.press("Control+Enter")  # of a decision it is the button that records it
    recorded = page.locator(".app-record", has_text="Meet in the control room").first
    expect(recorded).to_contain_text("Members should see it")

    page.keyboard.press("n")
    see_item(page, "Apologies, deputies and quorum")
    expect(rail(page, "Welcome")).to_contain_text(re.compile("Done in [23]"))
    page.keyboard.press("b")
    see_item(page, "Welcome")
    page.keyboard.press("n")
    see_item(page, "Apologies, deputies and quorum")

    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.get_by_text("Item 10: press Enter")).to_be_visible()
    page.keyboard.press("Enter")
    see_item(page, "Licensing matters")
    page.keyboard.press("w")
    page.keyboard.type(REASON)
    page.keyboard.press("Enter")
    see_item(page, "Preparedness")
    expect(rail(page, "Licensing matters")).to_contain_text(f"Parked: {REASON}")

    page.keyboard.press("g")
    expect(rail(page, "Preparedness")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    see_item(page, "Staff training")
    page.keyboard.press("r")
    expect(page.get_by_role("region", name="In the room").locator(":focus")).to_have_count(1)

    page.keyboard.press("?")
    page.get_by_label("Single keys do this").uncheck()
    page.keyboard.press("n")
    page.reload()
    see_item(page, "Staff training")
    page.keyboard.press("n")
    see_item(page, "Staff training")
    page.keyboard.press("m")
    expect(field(page)).not_to_be_focused()


def test_chair_runs_it_with_one_thumb_and_without_scripts(open_browser, sign_in_as, check_axe):
    phone = open_browser(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    begin(phone, sign_in_as)
    see_item(phone, "Staff training")
    expect(phone.get_by_text("of 5 minutes: 5 left.")).to_be_visible()
    expect(phone.get_by_text("Likely end")).to_be_visible()
    expect(phone.get_by_text("Keys", exact=True)).to_be_hidden()
    for name in ["Agenda", "Back", "Park", "Next"]:
        box = phone.locator(".app-thumb").get_by_text(name).first.bounding_box()
        assert 44 <= box["height"] <= 60, name
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 320, name
        assert 560 < box["y"] < 640, name  # at the bottom edge, wherever the page stands
    phone.get_by_role("button", name="Next: item").click()
    see_item(phone, "Maturity")
    phone.get_by_role("button", name="Back to item").click()
    see_item(phone, "Staff training")

    phone = open_browser(viewport={"width": 320, "height": 640})  # axe needs scripts
    begin(phone, sign_in_as)
    phone.get_by_role("link", name="Agenda", exact=True).click()
    heading = phone.get_by_role("heading", name="Agenda").bounding_box()
    assert heading["y"] > phone.locator(".app-clock").bounding_box()["height"]
    check_axe(phone)
    phone.get_by_role("button", name=named("Here: Owen Clarke")).click()
    expect(phone.get_by_text("In the room: 1")).to_be_in_viewport()
    phone.get_by_role("button", name="Next: ").click()
    expect(phone.get_by_role("heading", level=2, name="Maturity")).to_be_in_viewport()
    phone.get_by_role("button", name="Back to item").click()


def test_what_is_left_over_is_on_the_next_agenda_with_its_reason(page, sign_in_as, check_axe):
    begin(page, sign_in_as)
    page.keyboard.press("x")
    expect(page.get_by_text("Left over, for the next meeting’s agenda:")).to_be_visible()
    page.keyboard.press("Enter")  # closes the list, and not the meeting
    page.keyboard.press("x")
    check_axe(page)
    page.get_by_role("button", name="Close: item 12 goes on next time").click()
    see_message(page, "Meeting closed")

    meeting, by = the_meeting(), the_meeting().group.memberships.get(name="Tom Bell").user
    about = {"starts_at": timezone.now() + timedelta(days=60), "minutes_long": 120, "place": "", "joining_link": ""}
    services.schedule_meeting(group=meeting.group, by=by, **about)
    open_agenda(page)
    expect(agenda_item(page, 10)).to_contain_text(f"Parked last time: {REASON}")
    expect(agenda_item(page, 12)).to_contain_text("Parked last time.")
    expect(agenda_item(page, 8)).to_contain_text("Not reached last time.")
    expect(agenda_item(page, 7)).to_contain_text("Put off 4 times in a row.")
    expect(agenda_item(page, 16)).to_contain_text("Guildhall Square: vehicles")
    check_axe(page)
