"""A subgroup: made for one matter, with its end in sight, and reporting before each meeting of its parent."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from groups.models import PAPG
from tests.browser.ways import open_agenda, open_group, see_heading, see_message, type_date

NAME = "Station forecourt project"
REPORT = "The drawings for two of the three places are back. The parade needs hired barriers."


def test_administrator_makes_one_and_its_parent_lists_it(page, sign_in_as, check_axe):
    sign_in_as(page, "Nadia Osman")
    open_group(page)
    page.get_by_role("link", name="Create a subgroup").click()
    check_axe(page)
    page.get_by_label("Name of the subgroup").fill(NAME)
    page.get_by_role("button", name="Create the subgroup").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter what it is for")
    expect(page.get_by_label("Name of the subgroup")).to_have_value(NAME)

    page.get_by_label("Its purpose").fill("To agree where the barriers on the forecourt stand.")
    page.get_by_label("Its sponsor").select_option(label="Siân Pritchard")
    type_date(page, "When it is to end", timezone.localdate() + timedelta(days=200))
    page.get_by_role("button", name="Create the subgroup").click()

    see_message(page, "The subgroup is there")
    check_axe(page)
    assert PAPG.objects.get(name=NAME).parent.lead_authority.name == "Westhaven City Council"
    open_group(page)
    expect(page.get_by_role("main")).to_contain_text(NAME)


def test_its_chair_reports_again_and_the_parent_reads_it_by_the_agenda(open_browser, sign_in_as, check_axe):
    reporter, reader = open_browser(viewport={"width": 320, "height": 700}), open_browser()
    sign_in_as(reporter, "Siân Pritchard")
    reporter.goto("/home/")
    reporter.get_by_role("link", name="Vehicle mitigation project").first.click()
    reporter.get_by_role("link", name="report").first.click()
    see_heading(reporter, "is sent")
    check_axe(reporter)
    reporter.get_by_role("radio", name="On course").check()
    reporter.get_by_role("textbox").fill(REPORT)
    reporter.get_by_role("button", name="Send to the parent").press("Enter")
    see_message(reporter, "The report is with the parent group")

    sign_in_as(reader, "Alison Grey")
    open_agenda(reader)
    expect(reader.get_by_role("main")).to_contain_text(REPORT)
    check_axe(reader)
    reader.goto("/home/")
    expect(reader.get_by_role("link", name="Vehicle mitigation project")).to_have_count(0)
