"""Steps 8 and 9: the action plan, and a first look at how far the authority has come."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from actions.models import Action
from maturity.models import Assessment
from tests.browser.ways import GROUP, go_to, open_group, see_heading, see_message, type_date

PERIOD = "First look"
WEAK = "A plan exists, and nobody asks why actions slip."


def rows_of(page, table):
    return page.get_by_role("table", name=table).get_by_role("row")


def open_plan(page):
    open_group(page)
    go_to(page, "Actions")
    see_heading(page, "Action plan")


# Step 8 ---------------------------------------------------------------------------------------------------------------


def test_plan_shows_what_is_overdue_first(page, sign_in_as, check_axe):
    sign_in_as(page, "Marcus Webb")
    open_plan(page)
    standing = [row.inner_text() for row in rows_of(page, "Actions").all()[1:]]
    overdue = ["Overdue" in row for row in standing]

    assert overdue == sorted(overdue, reverse=True)
    assert any(overdue)
    see_heading(page, f"{len(standing)} open, {sum(overdue)} overdue")
    check_axe(page)
    page.get_by_role("link", name="Mine").click()
    for row in rows_of(page, "Actions").all()[1:]:
        expect(row).to_contain_text("Marcus Webb")
    check_axe(page)


def test_member_reports_on_their_own_action_and_on_nobody_elses(page, sign_in_as, check_axe):
    own = Action.objects.get(text__startswith="Walk the arena")
    others = Action.objects.get(text__startswith="Invite the three large hotels")
    restricted = Action.objects.get(text__startswith="Check the bollards")
    sign_in_as(page, "Kwame Mensah")
    open_plan(page)
    expect(page.get_by_text(re.compile(rf"Actions? .*\b{restricted.number}\b.*: withheld"))).to_be_visible()
    assert "bollards" not in page.content()
    page.get_by_role("link", name=f"Action {own.number}", exact=True).click()
    check_axe(page)
    page.get_by_role("radio", name="Stuck").check()
    page.get_by_role("button", name="Save the update").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter what has happened")
    expect(page.get_by_role("radio", name="Stuck")).to_be_checked()
    check_axe(page)
    page.get_by_label("What has happened").fill("The concert was put off.")
    page.get_by_role("button", name="Save the update").click()

    expect(page.get_by_text("The concert was put off.")).to_be_visible()
    assert Action.objects.get(pk=own.pk).status == "stuck"
    open_plan(page)
    page.get_by_role("link", name=f"Action {others.number}", exact=True).click()
    expect(page.get_by_role("button", name="Save the update")).to_have_count(0)
    page.goto(f"/actions/{restricted.public_id}/")
    see_heading(page, "Withheld")


def test_member_adds_an_action_by_hand(page, sign_in_as, check_axe):
    sign_in_as(page, "Alison Grey")
    open_plan(page)
    page.get_by_role("button", name="Add an action").click()
    check_axe(page)
    page.get_by_label("What is to be done").fill("Tell the shops of the spring exercise")
    page.get_by_label("Who will do it").select_option("Alison Grey, Westhaven Business Improvement District")
    type_date(page, "By when", timezone.localdate() - timedelta(days=1))
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_role("alert")).to_contain_text("Due date must be today or in the future")
    expect(page.get_by_label("What is to be done")).to_have_value("Tell the shops of the spring exercise")
    type_date(page, "By when", timezone.localdate() + timedelta(days=21))
    page.get_by_role("button", name="Add the action").click()

    expect(page.get_by_text("Tell the shops of the spring exercise")).to_be_visible()
    action = Action.objects.get(text="Tell the shops of the spring exercise")
    assert (action.owner.name, action.origin) == ("Alison Grey", "hand")


# Step 9 ---------------------------------------------------------------------------------------------------------------


def answer(page, code, level, reason, sure="High", evidence=""):
    page.get_by_role("link", name=re.compile(rf"^(Answer|Change) {code}$")).click()
    page.get_by_role("radio", name=re.compile(f"^{level}")).check()
    page.get_by_label("Why this level").fill(reason)
    page.get_by_role("textbox", name="Evidence (optional)", exact=True).fill(evidence)
    page.get_by_role("radio", name=sure).check()


def save_answer(page, code):
    page.get_by_role("button", name="Save the answer").click()
    see_message(page, f"Answer to {code} saved")


def open_assessment(page):
    open_group(page)
    go_to(page, "Maturity")
    page.get_by_role("link", name=PERIOD, exact=True).click()


def test_chair_starts_an_assessment_and_asks_the_adviser(page, sign_in_as, check_axe):
    sign_in_as(page, "Helen Marsh")
    open_group(page)
    go_to(page, "Maturity")
    check_axe(page)
    page.get_by_role("link", name="Start an assessment").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("illustrative", re.IGNORECASE))
    check_axe(page)
    page.get_by_label("Period").fill(PERIOD)
    page.get_by_role("button", name="Start the assessment").click()
    see_heading(page, "0 of 5 answered")
    check_axe(page)

    answer(page, "A1", 3, "The Director of Place answers for it.", evidence="Objectives")
    check_axe(page)
    save_answer(page, "A1")
    answer(page, "A2", 2, "One report a year.", sure="Medium")
    save_answer(page, "A2")
    answer(page, "A3", 3, "Every area has a member.")
    save_answer(page, "A3")
    answer(page, "A4", "Not known", "")
    page.get_by_role("button", name="Save the answer").click()
    see_heading(page, "4 of 5 answered")
    page.get_by_role("link", name="Ask somebody about A5").click()
    check_axe(page)
    page.get_by_role("radio", name="Ruth Ellison").check()
    page.get_by_role("button", name="Ask for the answer").click()
    see_message(page, "may now answer A5")


def test_adviser_answers_what_she_was_asked_and_reads_no_other_answer(page, sign_in_as, check_axe):
    sign_in_as(page, "Ruth Ellison")
    page.get_by_role("link", name="Answer criterion A5").click()
    check_axe(page)
    page.get_by_role("radio", name=re.compile("^1")).check()
    page.get_by_role("radio", name="Medium").check()
    page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    check_axe(page)
    page.get_by_label("Why this level").fill(WEAK)
    save_answer(page, "A5")

    assert "The Director of Place answers for it." not in page.content()


def test_chair_closes_it_sees_the_lowest_first_and_turns_a_gap_into_an_action(page, sign_in_as, check_axe):
    sign_in_as(page, "Helen Marsh")
    open_assessment(page)
    page.get_by_role("link", name="Close the assessment").click()
    check_axe(page)
    page.get_by_label("I have looked through the answers").check()
    page.get_by_role("button", name="Close the assessment").click()

    see_message(page, "its answers are final")
    gaps = [row.inner_text().split()[0] for row in rows_of(page, "Criteria, lowest level first").all()[1:]]
    assert gaps[:3] == ["A4", "A5", "A2"]
    expect(page.get_by_role("table", name="Level of each criterion, by theme")).to_contain_text("lowest")
    expect(page.get_by_role("main")).to_contain_text(re.compile("illustrative", re.IGNORECASE))
    check_axe(page)
    page.get_by_role("link", name="Create an action for A5").click()
    check_axe(page)
    page.get_by_label("What is to be done").fill("Ask why each late action slipped")
    page.get_by_label("Who will do it").select_option("Helen Marsh, Westhaven City Council")
    type_date(page, "By when", timezone.localdate() + timedelta(days=30))
    page.get_by_role("button", name="Add the action").click()

    see_message(page, "added to the plan")
    action = Action.objects.get(text="Ask why each late action slipped")
    expect(page.get_by_role("link", name=f"Action {action.number}", exact=True)).to_be_visible()
    assert action.origin == "gap"
    page.get_by_role("link", name=f"Action {action.number}", exact=True).click()
    check_axe(page)


def test_results_are_for_those_who_view_results(open_browser, sign_in_as, check_axe):
    owner, venue = open_browser(), open_browser()
    results = f"/assessments/{Assessment.objects.get(period=PERIOD, group__name=GROUP).public_id}/results/"
    sign_in_as(owner, "David Lennox")
    owner.goto(results)
    expect(owner.get_by_text("The Director of Place answers for it.")).to_be_visible()
    check_axe(owner)

    sign_in_as(venue, "Kwame Mensah")
    venue.goto(results)
    see_heading(venue, "You cannot do this here")
    check_axe(venue)
