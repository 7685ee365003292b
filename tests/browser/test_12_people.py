"""Somebody leaves on one screen, and a list of members comes in from a spreadsheet."""

from playwright.sync_api import expect

from actions.models import Action
from groups.models import Membership
from tests.browser.ways import go_to, open_group, see_heading, see_message

LIST = """Name;E-mail address;Organisation;Role;Areas
Ines Duarte;ines.duarte@westhaven.example;Westhaven City Council;{role};Licensing
Bryn Tudor;bryn.tudor@estuary-fire.example;Estuary Fire and Rescue;Observer;
"""


def open_seat(page, name):
    open_group(page)
    go_to(page, "Members")
    page.get_by_role("table", name="Members by kind of area").get_by_role("link", name=name, exact=True).click()


def is_as_wide_as_the_phone(page):
    return page.evaluate("document.documentElement.scrollWidth") == 320


def test_secretary_sees_a_member_off_by_keyboard_on_a_phone_and_access_ends(open_browser, sign_in_as, check_axe):
    leaver, secretary = open_browser(), open_browser(viewport={"width": 320, "height": 700})
    sign_in_as(leaver, "Priya Nair")
    open_group(leaver)
    sign_in_as(secretary, "Tom Bell")
    open_seat(secretary, "Priya Nair")
    check_axe(secretary)
    secretary.get_by_role("link", name="They leave").press("Enter")
    see_heading(secretary, "Priya Nair leaves")
    check_axe(secretary)
    assert is_as_wide_as_the_phone(secretary)

    secretary.get_by_role("radio", name="Callum Reid, Westhaven City Council").press(" ")
    for taker in secretary.get_by_role("combobox").all():
        if "The deputy who steps up" in taker.inner_text():
            taker.select_option("The deputy who steps up")
    secretary.get_by_role("button", name="Hand over and end the seat").press("Enter")

    see_message(secretary, "Done")
    check_axe(secretary)
    leaver.reload()
    see_heading(leaver, "Page not found")
    new = Membership.objects.active().get(name="Callum Reid")
    assert new.confirmed_by is None
    assert not Action.objects.open().filter(owner__name="Priya Nair", marking="official", audience="everyone").exists()


def test_chair_says_who_still_belongs(page, sign_in_as, check_axe):
    sign_in_as(page, "Helen Marsh")
    page.get_by_role("link", name="Say whether 3 places here are still right").click()
    see_heading(page, "Who still belongs here")
    check_axe(page)
    page.get_by_role("button", name="Confirm those ticked").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick those that are still right")
    check_axe(page)

    for name in ["Rob Jenner, member", "Alison Grey, member", "Lucy Tran, observer"]:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Confirm those ticked").click()

    see_message(page, "Confirmed for another half year")
    page.goto("/home/")
    expect(page.get_by_text("still right")).to_have_count(0)


def test_list_is_mended_and_then_invited(page, sign_in_as, check_axe, tmp_path, service):
    sign_in_as(page, "Tom Bell")
    open_group(page)
    go_to(page, "Members")
    page.get_by_role("link", name="Invite a member").click()
    page.get_by_role("link", name="Invite several from a list").click()
    see_heading(page, "Invite members from a list")
    check_axe(page)
    upload(page, tmp_path, LIST.format(role="Head"))
    see_heading(page, "1 of 2 rows to mend")
    check_axe(page)
    expect(page.get_by_role("row", name="Line 2")).to_contain_text("Role must be one of: Chair, Deputy chair")
    assert not Membership.objects.filter(name="Bryn Tudor").exists()

    page.get_by_role("link", name="upload it again").click()
    upload(page, tmp_path, LIST.format(role="Member"))
    see_heading(page, "2 members can be invited")
    check_axe(page)
    page.get_by_role("button", name="Invite these 2 members").click()

    see_message(page, "They are told by e-mail")
    assert Membership.objects.get(name="Ines Duarte").confirmed_by is None
    service.wait_for_mail(to="bryn.tudor@estuary-fire.example")


def upload(page, folder, text):
    file = folder / "members.csv"
    file.write_text(text, encoding="cp1252")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Upload and look at it").click()
