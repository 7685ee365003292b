"""Step 10: a gap at the table is seen, answered with a reason, and then mended by inviting somebody."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from groups.models import CheckAnswer, Membership
from tests.browser.ways import go_to, open_group, see_heading, see_message, type_date

REASON = "The Head of Regulatory Services names a member this month."
LICENSING = "Licensing has had no representative for 1 meeting"


def open_board(page, name, sign_in_as):
    sign_in_as(page, name)
    open_group(page)
    go_to(page, "Members")
    page.get_by_role("link", name="Coverage board").click()
    see_heading(page, "Who is at the table")


def row(page, area):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=area))


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_member_sees_the_gap_on_a_phone_and_cannot_answer_it(open_browser, sign_in_as, check_axe):
    page = open_browser(viewport={"width": 320, "height": 700})
    open_board(page, "Kwame Mensah", sign_in_as)

    see_heading(page, "4 of 5 business areas")
    expect(row(page, "Licensing")).to_contain_text("Joanne Fitch left")
    expect(row(page, "Licensing")).to_contain_text("Vacant 94 days")
    expect(row(page, "Licensing")).to_contain_text("Gap")
    expect(page.get_by_role("heading", name=LICENSING)).to_be_visible()
    expect(page.get_by_role("link", name="Answer with a reason")).to_have_count(0)
    assert fits(page)
    check_axe(page)


def test_chair_answers_the_gap_by_keyboard(page, sign_in_as, check_axe):
    open_board(page, "Helen Marsh", sign_in_as)
    page.set_viewport_size({"width": 320, "height": 700})
    assert fits(page)
    page.get_by_role("link", name="Answer with a reason").first.focus()
    page.keyboard.press("Enter")
    see_heading(page, LICENSING)
    check_axe(page)

    page.get_by_role("radio", name="We are putting it right").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason, which members will see").focus()
    page.keyboard.type(REASON)
    page.get_by_role("button", name="Answer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter the day to ask again")
    expect(page.get_by_label("Reason, which members will see")).to_have_value(REASON)
    check_axe(page)

    type_date(page, "Ask again on", timezone.localdate() + timedelta(days=30))
    page.get_by_role("button", name="Answer").click()
    see_message(page, "The warning is answered")
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(row(page, "Licensing")).to_contain_text("Answered")
    check_axe(page)
    assert CheckAnswer.objects.get(reason=REASON).by.name == "Helen Marsh"


def test_somebody_is_invited_and_the_gap_is_gone(page, sign_in_as, check_axe):
    open_board(page, "Tom Bell", sign_in_as)
    page.get_by_role("link", name="Change the answer").first.click()
    page.get_by_role("link", name="Invite somebody").click()
    expect(page.get_by_role("checkbox", name="Licensing", exact=True)).to_be_checked()
    page.get_by_label("Name", exact=True).fill("Amara Cole")
    page.get_by_label("E-mail address").fill("amara.cole@westhaven.example")
    page.get_by_label("Organisation", exact=True).select_option("Westhaven City Council")
    page.get_by_role("radio", name="Member", exact=True).check()
    page.get_by_role("checkbox", name="Sports stadia").check()
    check_axe(page)
    page.get_by_role("button", name="Invite this member").click()
    see_message(page, "Amara Cole is told by e-mail")

    go_to(page, "Members")
    page.get_by_role("link", name="Coverage board").click()
    see_heading(page, "5 of 5 business areas")
    expect(row(page, "Licensing")).to_contain_text("Amara Cole")
    expect(row(page, "Licensing")).to_contain_text("Waits to be confirmed")
    expect(page.get_by_role("heading", name="Nobody speaks for Night-time economy")).to_be_visible()
    check_axe(page)
    assert Membership.objects.get(name="Amara Cole").portfolios.get().name == "Sports stadia"


def test_board_is_taken_as_a_document(page, sign_in_as, check_axe):
    open_board(page, "Kwame Mensah", sign_in_as)
    page.get_by_role("button", name="Make a PDF").click()

    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=20_000)
    check_axe(page)
