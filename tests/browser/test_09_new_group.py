"""A new authority: from an empty group to its first year of dates, by what the pages say alone."""

from playwright.sync_api import expect

from groups.models import PAPG, Governance
from meetings.models import Meeting
from tests.browser.ways import see_heading, see_message

NAME = "Riverside Protect and Prepare Group"
PEOPLE = [("Ada Penn", "Chair", "Westhaven City Council"), ("Bo Quist", "Secretary", "Westhaven City Council"),
          ("Cy Roe", "Deputy chair", "Estuary Police")]  # fmt: skip
FIVE = ["Planning and development", "Licensing", "Community safety", "Transport and highways", "Emergency planning"]


def step(page, words):
    return page.locator("main li").filter(has_text=words)


def back_to_the_steps(page):
    page.goto("/home/")
    page.get_by_role("link", name="Set the group up, a step after the other").first.click()


def test_newcomer_sets_a_group_up_unaided(page, sign_in_as, check_axe):
    sign_in_as(page, "Nadia Osman")
    page.get_by_role("link", name="Create a group led by Westhaven City Council").click()
    page.get_by_label("Name of the group").fill(NAME)
    page.get_by_role("button", name="Create the group").click()
    see_heading(page, "Set the group up: 0 of 6 steps done")
    check_axe(page)

    for name, role, organisation in PEOPLE:
        page.get_by_role("link", name="Go on").click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("E-mail address").fill(f"{name.replace(' ', '.').lower()}@westhaven.example")
        page.get_by_label("Organisation", exact=True).select_option(organisation)
        page.get_by_role("radio", name=role, exact=True).check()
        for area in FIVE if role == "Secretary" else []:
            page.get_by_role("checkbox", name=area, exact=True).check()
        page.get_by_role("button", name="Invite this member").click()
        back_to_the_steps(page)
    see_heading(page, "2 of 6 steps done")
    expect(step(page, "Have each seat confirmed")).to_contain_text("3 wait")


def test_governance_is_recorded_and_drawn(page, sign_in_as, check_axe):
    sign_in_as(page, "Nadia Osman")
    back_to_the_steps(page)
    page.get_by_role("link", name="Say whom the group answers to").click()
    page.get_by_label("Which body does the group report to?").fill("Riverside Partnership")
    page.get_by_role("radio", name="Same level, and both answer to one senior owner").check()
    page.get_by_label("Why that way").fill("One person answers for both")
    for part, typed in [("Day", "3"), ("Month", "3"), ("Year", "2026")]:
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_role("button", name="Save the governance").click()

    expect(page.get_by_role("link", name="Enter the decision by which it was adopted")).to_be_visible()
    expect(page.get_by_label("Which body does the group report to?")).to_have_value("Riverside Partnership")
    check_axe(page)
    page.get_by_label("By which decision").fill("Leadership team, minute 9")
    page.get_by_role("button", name="Save the governance").click()

    see_heading(page, "The group answers to David Lennox")
    expect(page.get_by_role("img", name="Riverside Partnership")).to_be_visible()
    check_axe(page)
    assert Governance.objects.get(group__name=NAME).adopted_by == "Leadership team, minute 9"


def test_a_year_of_dates_is_planned_by_keyboard(page, sign_in_as, check_axe):
    sign_in_as(page, "Nadia Osman")
    back_to_the_steps(page)
    page.get_by_role("link", name="Set a year of dates").press("Enter")
    page.get_by_label("Day").focus()
    for typed in ["1", "2", "2027", "10:00"]:
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Which of these dates?")).to_contain_text("Tuesday 4 May 2027")
    check_axe(page)
    page.get_by_role("button", name="Schedule the ticked meetings").press("Enter")

    see_message(page, "Meetings scheduled: 4")
    group = PAPG.objects.get(name=NAME)
    assert [f"{meeting.starts_at:%d %m}" for meeting in Meeting.objects.filter(group=group).order_by("number")] == [
        "01 02",
        "04 05",
        "02 08",
        "01 11",
    ]


def test_the_steps_and_the_health_check_fit_a_phone(open_browser, sign_in_as, check_axe):
    page = open_browser(viewport={"width": 320, "height": 700})
    sign_in_as(page, "Nadia Osman")
    back_to_the_steps(page)
    see_heading(page, "4 of 6 steps done")
    check_axe(page)
    page.get_by_role("link", name=NAME, exact=True).first.click()
    page.get_by_role("link", name="Health check").click()
    expect(page.get_by_role("heading", name="3 seats wait to be confirmed")).to_be_visible()
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
