"""The terms with the members: one objects and is answered, all who are needed agree, the chair adopts, and they run
the group; before that a draft is written and put."""

from playwright.sync_api import expect

from groups.models import Rules, TermsAnswer, TermsVersion
from tests.browser.ways import fits, go_to, open_group, see_heading, see_message

EASTMERE = "Eastmere Borough Council"
PHONE = {"width": 320, "height": 720}
OBJECTION = "Three of the five areas is too many for us."
REPLY = "It is two from now on, by the rule below."


def version(number, authority=EASTMERE):
    return TermsVersion.objects.get(group__lead_authority__name=authority, number=number)


def answer_from_home(page):
    page.goto("/home/")
    page.get_by_role("link", name="Say whether you agree to the terms of reference").first.click()
    see_heading(page, "do you agree?")


def test_secretary_writes_a_draft_and_puts_it_to_the_members(page, sign_in_as, check_axe):
    sign_in_as(page, "Yusuf Ali")
    open_group(page, EASTMERE)
    go_to(page, "Terms")
    see_heading(page, "Terms of reference, draft 0.1")
    check_axe(page)
    page.get_by_role("link", name="Rules of these terms", exact=True).click()
    check_axe(page)
    page.get_by_label("How many of the five business areas").fill("9")
    page.get_by_role("button", name="Save the rules").click()
    expect(page.get_by_role("alert")).to_contain_text("must be 5 or less")
    page.get_by_label("How many of the five business areas").fill("2")
    page.get_by_role("button", name="Save the rules").click()
    see_message(page, "The rules are saved")
    page.get_by_role("link", name="Edit Conduct").click()
    expect(page.get_by_role("complementary", name="What belongs here")).to_be_visible()
    check_axe(page)
    page.get_by_label("Text of the section").fill("Members speak freely.")
    page.get_by_role("button", name="Save the section").click()
    page.get_by_role("button", name="Put it to the members").click()
    see_heading(page, "6 seats are asked")
    check_axe(page)
    page.get_by_role("button", name="Put it to the members").click()
    see_heading(page, "Terms of reference 1.0: 0 of 6 seats agree")
    check_axe(page)
    assert version("1.0").is_put


def test_member_is_told_and_objects_with_one_click_from_home(page, sign_in_as, check_axe, service):
    mail = service.wait_for_mail(to="gareth.pike@eastmere-pier.example")
    assert "Eastmere" not in mail.get_content()
    page.set_viewport_size(PHONE)
    sign_in_as(page, "Gareth Pike")
    answer_from_home(page)
    check_axe(page)
    assert fits(page)
    page.get_by_label("I object").check()
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why you object")
    page.get_by_label("If you object").fill(OBJECTION)
    page.get_by_role("button", name="Send your answer").click()
    see_message(page, "The group has your answer")
    check_axe(page)
    assert fits(page)


def test_chair_agrees_by_keyboard_and_answers_the_objection(page, sign_in_as, check_axe):
    sign_in_as(page, "Caroline Dunn")
    answer_from_home(page)
    agree = page.get_by_label("I agree")
    agree.focus()
    page.keyboard.press("Space")
    for _step in range(2):  # past the reason, to the button
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send your answer")).to_be_focused()
    page.keyboard.press("Enter")
    see_heading(page, "1 of 6 seats agree")
    expect(page.get_by_text("You cannot adopt these terms yet.")).to_be_visible()
    page.get_by_role("link", name="Answer the objection").click()
    check_axe(page)
    page.get_by_label("Your answer").fill(REPLY)
    page.get_by_role("button", name="Send the answer").click()
    see_message(page, "The objection is answered")


def test_whoever_objected_changes_their_mind_and_others_agree(page, open_browser, sign_in_as):
    sign_in_as(page, "Gareth Pike")
    page.goto("/home/")
    page.get_by_role("link", name="Read the answer to your objection").click()
    expect(page.get_by_role("main")).to_contain_text(REPLY)
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send your answer").click()
    for name in ["Sunita Rao", "Elin Hughes", "Ruth Ellison"]:
        other = open_browser()
        sign_in_as(other, name)
        other.goto(f"/terms/{version('1.0').public_id}/answer/")
        other.get_by_label("I agree").check()
        other.get_by_role("button", name="Send your answer").click()
        see_message(other, "The group has your answer")
    assert TermsAnswer.objects.get(name="Elin Hughes").stands_in


def test_chair_adopts_and_the_rules_run_the_group(page, sign_in_as, check_axe):
    sign_in_as(page, "Caroline Dunn")
    open_group(page, EASTMERE)
    go_to(page, "Terms")
    page.get_by_role("button", name="Adopt these terms").click()
    see_heading(page, "Adopt them: a quorum agreed")
    check_axe(page)
    page.get_by_role("button", name="Adopt these terms").click()
    see_heading(page, "Terms of reference 1.0, agreed on")
    check_axe(page)
    assert Rules.objects.get(group__lead_authority__name=EASTMERE).quorum_areas == 2


def test_versions_stand_side_by_side_on_a_phone_too(page, sign_in_as, check_axe):
    sign_in_as(page, "Priya Nair")
    open_group(page)
    go_to(page, "Terms")
    page.get_by_role("link", name="All versions").click()
    check_axe(page)
    page.get_by_role("link", name="Compare 2.0").click()
    see_heading(page, "Terms 1.0 and 2.0")
    check_axe(page)
    page.set_viewport_size(PHONE)
    check_axe(page)
    assert fits(page)
