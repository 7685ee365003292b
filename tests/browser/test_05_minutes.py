"""Step 5: the minutes are tidied, circulated and approved; from then on the database refuses to change them."""

import re

import pytest
from django.db import DatabaseError, transaction
from playwright.sync_api import expect

from accounts.models import User
from meetings import services
from meetings.models import Meeting, MinuteEntry, Minutes
from tests.browser.ways import go_to, named, open_group, see_heading, see_message

SAID = "Guildhall Square was gone through with the survey in hand."
TIDIED = "The group went through Guildhall Square, with the survey in hand."
FIRST = "1: The group went through Guildhall Square, with …"  # as the list of paragraphs has it
PRIVATE = "One member's home address was found on an open page."
THREE = ["Tom Bell", "Helen Marsh", "Daniel Okoro"]


@pytest.fixture(scope="module")
def meeting(service):
    """The demo's next meeting, under way, with something written under its last two items."""
    meeting = Meeting.objects.select_related("group__lead_authority").get(
        group__lead_authority__name="Westhaven City Council", number=5
    )
    chair, secretary = (User.objects.get(name=name) for name in ["Helen Marsh", "Tom Bell"])
    services.open_meeting(meeting=meeting, by=chair)
    items = meeting.items.select_related("group__lead_authority", "meeting").order_by("-number")
    last, other_business = items[:2]
    services.write_entry(item=other_business, text=SAID, edition=0, by=secretary)
    services.step_to(meeting=Meeting.objects.get(pk=meeting.pk), item=last, by=chair)
    return meeting


def open_minutes(page):
    open_group(page)
    go_to(page, "Meetings")
    page.get_by_role("link", name="Minutes of meeting 5").click()
    see_heading(page, "Minutes of meeting 5")


def entry_saying(text):
    return MinuteEntry.objects.get(text=text)


def test_chair_closes_the_meeting_and_the_draft_is_the_secretarys(meeting, open_browser, sign_in_as, check_axe):
    chair, member = open_browser(), open_browser()
    sign_in_as(chair, "Helen Marsh")
    open_group(chair)
    chair.get_by_role("button", name="Go to the run page").click()
    chair.locator("summary", has_text="End the meeting").click()
    chair.get_by_role("button", name=re.compile("^Close: item .* is done$")).click()
    see_message(chair, "Meeting closed")
    check_axe(chair)

    sign_in_as(member, "Priya Nair")
    open_group(member)
    go_to(member, "Meetings")
    expect(member.get_by_role("link", name="Minutes of meeting 5")).to_have_count(0)
    expect(member.get_by_text("Being written")).to_be_visible()
    check_axe(member)
    member.goto(f"/minutes/{Minutes.objects.get(meeting=meeting).public_id}/")
    expect(member.get_by_role("heading", level=1)).not_to_contain_text("Minutes")
    assert SAID not in member.content()


def test_secretary_tidies_restricts_an_entry_and_circulates(page, sign_in_as, check_axe):
    sign_in_as(page, "Tom Bell")
    page.get_by_role("link", name="Finish the minutes").click()
    check_axe(page)
    page.get_by_role("link", name="Change paragraph 1").click()
    check_axe(page)
    page.get_by_label("Minutes of this item").fill(TIDIED)
    page.get_by_role("button", name="Save the entry").click()
    see_message(page, "Entry saved")

    page.get_by_role("link", name=re.compile("^Add an entry")).first.click()
    check_axe(page)
    page.get_by_label("Entry", exact=True).fill(PRIVATE)
    page.get_by_role("button", name="Add the entry").click()
    page.get_by_role("link", name=named("Who may read it: paragraph 2")).click()
    page.get_by_role("radio", name="OFFICIAL-SENSITIVE").check()
    page.get_by_role("radio", name="Named readers").check()
    page.get_by_role("button", name="Save who may read it").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one reader")
    check_axe(page)
    page.get_by_role("checkbox", name="Helen Marsh").check()
    page.get_by_role("checkbox", name="Daniel Okoro").check()
    page.get_by_label("Reason").fill("It touches the safety of one member")
    page.get_by_role("button", name="Save who may read it").click()
    see_message(page, "Saved who may read it")
    check_axe(page)
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Circulate the minutes").click()

    see_message(page, "Minutes circulated")
    assert sorted(entry_saying(PRIVATE).readers.values_list("user__name", flat=True)) == sorted(THREE)


def test_member_corrects_a_word_and_the_secretary_answers(open_browser, sign_in_as, check_axe):
    member, secretary, chair = open_browser(), open_browser(), open_browser()
    sign_in_as(member, "Alison Grey")
    open_minutes(member)
    check_axe(member)
    member.get_by_label("Paragraph", exact=True).select_option(
        label="1: The group went through Guildhall Square, with …"
    )
    member.get_by_role("button", name="Propose a correction").click()
    check_axe(member)
    expect(member.get_by_label("It should say")).to_have_value(TIDIED)
    member.get_by_label("It should say").fill(TIDIED.replace("Guildhall", "Market"))
    member.get_by_role("button", name="Propose the correction").click()
    expect(member.get_by_role("alert")).to_contain_text("Enter why it is wrong")
    check_axe(member)
    expect(member.get_by_label("It should say")).to_have_value(TIDIED.replace("Guildhall", "Market"))
    member.get_by_label("Why").fill("We stood on it")
    member.get_by_role("button", name="Propose the correction").click()
    see_message(member, "Your correction is with the secretary and the chair")
    expect(member.locator("#p1 del")).to_contain_text("Guildhall")

    sign_in_as(chair, "Helen Marsh")
    chair.get_by_role("link", name="Approve the minutes").click()
    chair.get_by_role("button", name="Approve the minutes").click()
    expect(chair.get_by_role("alert")).to_contain_text("A correction still waits for an answer")

    sign_in_as(secretary, "Tom Bell")
    secretary.get_by_role("link", name="Answer a correction").click()
    check_axe(secretary)
    secretary.get_by_role("link", name=named("Answer it: the correction by Alison Grey")).click()
    check_axe(secretary)
    secretary.get_by_role("radio", name="No, the words stand").check()
    secretary.get_by_label("A word to whoever proposed it").fill("The survey says Guildhall Square")
    secretary.get_by_role("button", name="Answer the correction").click()
    see_message(secretary, "The correction is answered")
    check_axe(secretary)


def test_chair_approves_and_the_database_refuses_every_change_from_then_on(page, sign_in_as, check_axe):
    sign_in_as(page, "Helen Marsh")
    page.get_by_role("link", name="Approve the minutes").click()
    check_axe(page)
    page.get_by_role("button", name="Approve the minutes").click()
    see_message(page, "Minutes approved. They can no longer be changed.")
    expect(page.get_by_text("Fingerprint")).to_be_visible()
    expect(page.get_by_role("link", name="Change paragraph 1")).to_have_count(0)
    check_axe(page)

    entry = entry_saying(TIDIED)
    for user in ("default", "owner"):
        entries = MinuteEntry.objects.using(user).filter(pk=entry.pk)
        with pytest.raises(DatabaseError), transaction.atomic(using=user):
            entries.update(text="It never happened.")
        with pytest.raises(DatabaseError), transaction.atomic(using=user):
            Minutes.objects.using(user).filter(pk=entry.minutes_id).update(state="draft")
        with pytest.raises(DatabaseError), transaction.atomic(using=user):
            entries._raw_delete(user)
    assert entry_saying(TIDIED).minutes.state == "approved"


def test_secretary_writes_an_addendum_beside_the_approved_words(page, sign_in_as, check_axe):
    sign_in_as(page, "Tom Bell")
    open_minutes(page)
    page.get_by_label("Paragraph", exact=True).select_option(label=FIRST)
    page.get_by_role("button", name="Write an addendum").click()
    check_axe(page)
    page.get_by_label("The addendum").fill("The survey has come out since.")
    page.get_by_role("button", name="Add the addendum").click()
    see_message(page, "The addendum stands in the minutes")
    expect(page.locator("#p1")).to_contain_text("Addendum by Tom Bell")
    check_axe(page)


@pytest.mark.parametrize("name", THREE)
def test_named_reader_reads_the_entry(name, page, sign_in_as):
    sign_in_as(page, name)
    open_minutes(page)

    expect(page.get_by_text(PRIVATE)).to_be_visible()
    expect(page.get_by_text("Opening this page is recorded").first).to_be_visible()


@pytest.mark.parametrize("name", ["Ruth Ellison", "Priya Nair", "Kwame Mensah", "Siân Pritchard"])
def test_everybody_else_sees_only_that_an_entry_is_withheld(name, page, sign_in_as, check_axe):
    """Siân Pritchard is also made a superuser here, which opens nothing."""
    User.objects.filter(name="Siân Pritchard").update(is_superuser=True, is_staff=True)
    sign_in_as(page, name)
    open_minutes(page)

    expect(page.get_by_text(TIDIED)).to_be_visible()
    expect(page.get_by_text("Entry 2: withheld")).to_be_visible()
    assert PRIVATE not in page.content()
    check_axe(page)


@pytest.mark.parametrize("name", ["Sam Keane", "Caroline Dunn"])
def test_superuser_and_neighbour_who_are_nobody_here_find_no_page(name, page, sign_in_as):
    sign_in_as(page, name)
    page.goto(f"/minutes/{entry_saying(TIDIED).minutes.public_id}/")

    see_heading(page, "Page not found")


def test_senior_owner_reads_what_is_official_for_everyone(page, sign_in_as):
    sign_in_as(page, "David Lennox")
    open_minutes(page)

    expect(page.get_by_text(TIDIED)).to_be_visible()
    expect(page.get_by_text("Entry 2: withheld")).to_be_visible()
    assert PRIVATE not in page.content()
