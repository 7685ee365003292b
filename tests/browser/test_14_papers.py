"""What leaves approved minutes: a copy for one reader, a summary that two people publish, the report that went up."""

import pytest
from playwright.sync_api import expect

from meetings.models import Minutes
from tests.browser.ways import go_to, open_group, see_heading, see_message


def open_last_minutes(page):
    open_group(page)
    go_to(page, "Meetings")
    page.get_by_role("link", name="Minutes of meeting 4").click()
    see_heading(page, "Minutes of meeting 4")


@pytest.fixture
def signed_in_as(open_browser, sign_in_as):
    def signed_in_as(name):
        page = open_browser()
        sign_in_as(page, name)
        return page

    return signed_in_as


def take(page, says="Download as PDF"):
    page.get_by_role("button", name=says).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the").click()
    return taken.value


def test_second_person_publishes_the_summary_and_a_member_takes_it(signed_in_as, check_axe):
    deputy_chair, member = signed_in_as("Daniel Okoro"), signed_in_as("Alison Grey")
    open_last_minutes(deputy_chair)
    deputy_chair.get_by_role("link", name="Open summary").click()
    see_heading(deputy_chair, "It is for you to agree, or not")
    check_axe(deputy_chair)
    deputy_chair.get_by_role("button", name="Agree and publish").click()
    see_message(deputy_chair, "The summary is published")
    check_axe(deputy_chair)

    open_last_minutes(member)
    expect(member.get_by_role("button", name="Download as PDF")).to_have_count(0)
    member.get_by_role("link", name="Open summary: published").click()
    file = take(member)
    assert file.suggested_filename.startswith("open-summary-4-")


def test_senior_owner_reads_the_report_and_the_chair_takes_a_copy_of_the_minutes(signed_in_as, check_axe, service):
    senior_owner, chair = signed_in_as("David Lennox"), signed_in_as("Helen Marsh")
    open_last_minutes(senior_owner)
    senior_owner.get_by_role("link", name="Report to the senior owner").click()
    see_heading(senior_owner, "The group reports to you")
    check_axe(senior_owner)
    assert take(senior_owner).suggested_filename.startswith("report-to-senior-owner-4-")

    open_last_minutes(chair)
    file = take(chair)
    assert file.suggested_filename.startswith("minutes-4-")
    open_last_minutes(chair)
    assert take(chair, "Download as Word").suggested_filename.endswith(".docx")

    senior_owner.get_by_role("link", name="Check a document").click()
    check_axe(senior_owner)
    senior_owner.get_by_label("Fingerprint").fill("9f2c")
    senior_owner.get_by_role("button", name="Check the document").click()
    expect(senior_owner.get_by_role("alert")).to_contain_text("12 to 64 characters")
    check_axe(senior_owner)
    sha256 = Minutes.objects.get(meeting__number=4, state="approved").sha256
    senior_owner.get_by_label("Fingerprint").fill(f"{sha256[:4]} {sha256[4:8]} {sha256[8:12]}")
    senior_owner.get_by_role("button", name="Check the document").click()
    see_heading(senior_owner, "This fingerprint is known")
    check_axe(senior_owner)
