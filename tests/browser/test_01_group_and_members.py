"""Step 1: a group, its members and deputies; nobody lets themselves in, and whoever leaves is out at once."""

from playwright.sync_api import expect

from audit.models import Entry
from groups.models import PAPG, Membership, StandingItem, TermsVersion, Undertaking
from tests.browser.ways import (
    PASSWORD,
    agenda_item,
    code_shown_for,
    go_to,
    link_in,
    open_agenda,
    open_group,
    see_heading,
    see_message,
    text_of,
)

HARBOUR = "Harbour Protect and Prepare Group"
NEW = "ines.duarte@westhaven.example"
KNOWN = "caroline.dunn@eastmere.example"
THREAT = "Threat and incident update"


def invite(page, name, email, role, organisation):
    go_to(page, "Members")
    page.get_by_role("link", name="Invite a member").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Organisation", exact=True).select_option(organisation)
    page.get_by_role("radio", name=role, exact=True).check()
    page.get_by_role("checkbox", name="Transport and highways").check()


def send_invitation(page, name):
    page.get_by_role("button", name="Invite this member").click()
    see_message(page, f"{name} is told by e-mail")


def test_administrator_creates_a_group_that_starts_with_terms_undertaking_and_agenda(page, sign_in_as, check_axe):
    sign_in_as(page, "Nadia Osman")
    check_axe(page)
    page.get_by_role("link", name="Create a group led by Westhaven City Council").click()
    check_axe(page)
    page.get_by_label("Name of the group").fill(HARBOUR)
    page.get_by_role("button", name="Create the group").click()

    see_message(page, "The group is there")
    see_heading(page, "Set the group up: 0 of 6 steps done")
    check_axe(page)
    go_to(page, "Terms")
    see_heading(page, "Terms of reference, draft 0.1")
    check_axe(page)
    group = PAPG.objects.get(name=HARBOUR)
    assert TermsVersion.objects.get(group=group).number == "0.1"
    assert Undertaking.objects.get(group=group).number == 1
    assert StandingItem.objects.filter(group=group).count() == 15


def test_senior_owner_confirms_the_first_chair_where_nobody_inside_can(open_browser, sign_in_as, check_axe):
    administrator, owner = open_browser(), open_browser()
    sign_in_as(administrator, "Nadia Osman")
    administrator.get_by_role("link", name=f"Westhaven City Council {HARBOUR}").click()
    invite(administrator, "Helen Marsh", "helen.marsh@westhaven.example", "Chair", "Westhaven City Council")
    send_invitation(administrator, "Helen Marsh")
    expect(administrator.get_by_text("Waits to be confirmed", exact=True)).to_be_visible()
    expect(administrator.get_by_role("link", name="Confirm this seat")).to_have_count(0)

    sign_in_as(owner, "David Lennox")
    owner.get_by_role("link", name="Confirm the seat of Helen Marsh").click()
    check_axe(owner)
    owner.get_by_role("link", name="Confirm Helen Marsh").click()
    check_axe(owner)
    owner.get_by_role("button", name="Confirm this seat").click()

    see_message(owner, "Helen Marsh is confirmed")
    assert Membership.objects.get(group__name=HARBOUR).confirmed_by.name == "David Lennox"


def test_known_and_unknown_address_get_the_same_answer(page, sign_in_as, check_axe, service):
    sign_in_as(page, "Nadia Osman")
    answers = []
    for name, email in [("Ines Duarte", NEW), ("Carla Dunlop", KNOWN)]:
        open_group(page)
        invite(page, name, email, "Member", "Westhaven City Council")
        check_axe(page)
        send_invitation(page, name)
        check_axe(page)
        answers.append(text_of(page).replace(name, "NAME").replace(email, "ADDRESS"))

    assert answers[0] == answers[1]
    assert "/invitations/" in service.wait_for_mail(NEW).get_content()
    assert "/invitations/" not in service.wait_for_mail(KNOWN).get_content()
    assert "Westhaven" not in service.wait_for_mail(NEW).as_string().replace(NEW, "")
    told = service.wait_for_mail("helen.marsh@westhaven.example", number=4)  # besides those of other seats
    assert told["Subject"] == "A seat was made in a group that you chair"


def test_invited_person_sets_password_and_code_by_a_link_that_works_once(page, check_axe, service):
    link = link_in(service.wait_for_mail(NEW))
    page.goto(link)
    check_axe(page)
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Save and go to sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("15 characters or longer")
    check_axe(page)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Save and go to sign in").click()
    see_message(page, "Your account is ready")

    page.goto(link)
    see_heading(page, "Page not found")

    page.goto("/accounts/login/")
    check_axe(page)
    page.get_by_label("E-mail").fill(NEW)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    see_heading(page, "Set up your second factor")
    check_axe(page)
    page.goto("/home/")
    see_heading(page, "Set up your second factor")
    page.get_by_text("Type the key instead").click()
    page.get_by_label("Code").fill(code_shown_for(page.locator("details code").inner_text()))
    page.get_by_role("button", name="Finish").click()

    see_heading(page, "Your recovery codes")
    check_axe(page)
    page.get_by_role("link", name="I have kept them, go on").click()
    expect(page.get_by_role("link", name="Accept the handling undertaking")).to_be_visible()


def test_seat_opens_nothing_sensitive_until_undertaken_and_confirmed_from_inside(open_browser, sign_in_as, check_axe):
    member, secretary = open_browser(), open_browser()
    sign_in_as(member, "Ines Duarte")
    open_agenda(member)
    expect(agenda_item(member, 6)).to_have_text("Item 6: withheld")
    member.goto("/home/")
    member.get_by_role("link", name="Accept the handling undertaking").click()
    check_axe(member)
    member.get_by_label("I have read this undertaking and accept it").check()
    member.get_by_role("button", name="Accept the undertaking").click()
    open_agenda(member)
    expect(agenda_item(member, 6)).to_have_text("Item 6: withheld")

    sign_in_as(secretary, "Tom Bell")
    open_group(secretary)
    go_to(secretary, "Members")
    secretary.get_by_role("link", name="Confirm Ines Duarte").click()
    check_axe(secretary)
    secretary.get_by_role("button", name="Confirm this seat").click()
    see_message(secretary, "Ines Duarte is confirmed")

    member.reload()
    expect(agenda_item(member, 6)).to_contain_text(THREAT)
    check_axe(member)
    ines = Membership.objects.get(name="Ines Duarte").user
    assert Entry.objects.filter(actor=ines.public_id, kind="reading").exists()


def test_member_appoints_a_deputy_who_is_confirmed_in_turn(open_browser, sign_in_as, check_axe):
    member, chair, deputy = open_browser(), open_browser(), open_browser()
    sign_in_as(member, "Ines Duarte")
    open_group(member)
    go_to(member, "Members")
    member.get_by_role("main").get_by_role("link", name="Ines Duarte").click()
    expect(member.get_by_role("link", name="Change this seat")).to_have_count(0)
    member.get_by_role("link", name="Appoint a deputy").click()
    check_axe(member)
    member.get_by_label("Name", exact=True).fill("Leila Haddad")
    member.get_by_label("E-mail address").fill("leila.haddad@westhaven.example")
    member.get_by_label("Organisation", exact=True).select_option("Westhaven City Council")
    member.get_by_role("button", name="Appoint this deputy").click()
    see_message(member, "Leila Haddad is told by e-mail")
    check_axe(member)

    sign_in_as(chair, "Helen Marsh")
    open_group(chair)
    go_to(chair, "Members")
    chair.get_by_role("link", name="Confirm Leila Haddad").click()
    check_axe(chair)
    chair.get_by_role("button", name="Confirm", exact=True).click()
    see_message(chair, "Leila Haddad is confirmed")

    sign_in_as(deputy, "Leila Haddad")
    open_agenda(deputy)
    expect(agenda_item(deputy, 6)).to_contain_text(THREAT)


def test_ended_seat_is_refused_with_the_next_request_of_a_browser_still_open(open_browser, sign_in_as, check_axe):
    member, administrator = open_browser(), open_browser()
    sign_in_as(member, "Ines Duarte")
    open_agenda(member)
    sign_in_as(administrator, "Nadia Osman")
    open_group(administrator)
    go_to(administrator, "Members")
    administrator.get_by_role("link", name="Ines Duarte").click()
    check_axe(administrator)
    administrator.get_by_role("link", name="They leave").click()
    administrator.get_by_role("link", name="End it without handing anything over").click()
    check_axe(administrator)
    administrator.get_by_role("button", name="End it now").click()
    see_message(administrator, "The seat of Ines Duarte has ended")

    member.get_by_role("link", name="Join online").wait_for()  # the page that she still has before her
    go_to(member, "Actions")
    see_heading(member, "Page not found")
    check_axe(member)
    member.goto("/home/")
    expect(member.get_by_text("You are in no group.")).to_be_visible()
    check_axe(member)
