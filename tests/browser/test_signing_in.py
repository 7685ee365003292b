"""Password and code, as everybody signs in outside the demo."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.ways import PASSWORD, code_shown_for, link_in, see_heading

DANIEL, ALISON = "daniel.okoro@estuary-police.example", "alison.grey@westhaven-bid.example"
NEW_PASSWORD = "quarry violin thimble eight"


@pytest.fixture(scope="module")
def secret_of(service):
    """Gives two people of the demo a password, and an authenticator app with these secrets."""
    hasher = Argon2PasswordHasher()
    secrets = {}
    for email in (DANIEL, ALISON):
        user = User.objects.get(email=email)
        user.password = hasher.encode(PASSWORD, hasher.salt())
        user.save(update_fields=["password"])
        secrets[email] = generate_totp_secret()
        TOTP.activate(user, secrets[email])
    return secrets


def enter_password(page, email, password=PASSWORD):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enter_code(page, code):
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_page_asked_for_opens_after_password_and_code(page, secret_of, check_axe):
    page.goto("/updates/")
    see_heading(page, "Sign in")
    check_axe(page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your password")
    check_axe(page)
    page.get_by_label("E-mail address").fill(DANIEL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    see_heading(page, "Enter your code")
    check_axe(page)
    enter_code(page, code_shown_for(secret_of[DANIEL]))

    see_heading(page, "Updates you owe")


def test_wrong_or_used_code_opens_nothing(page, secret_of, check_axe):
    code = code_shown_for(secret_of[ALISON])
    enter_password(page, ALISON)
    enter_code(page, f"{(int(code) + 1) % 1_000_000:06}")
    see_heading(page, "Enter your code")
    expect(page.get_by_role("alert")).to_be_visible()
    check_axe(page)
    enter_code(page, code_shown_for(secret_of[ALISON]))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    enter_password(page, ALISON)
    enter_code(page, code)
    see_heading(page, "Enter your code")
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto("/home/")
    see_heading(page, "Enter your code")


def test_wrong_password_and_unknown_address_are_answered_alike(page, secret_of):
    answers = []
    for email in (DANIEL, "nobody@westhaven.example"):
        enter_password(page, email, "not the password at all")
        answers.append(page.get_by_role("alert").inner_text())

    assert answers[0] == answers[1]


def test_person_without_second_factor_gets_no_further_than_setting_it_up(page, secret_of, check_axe):
    hasher = Argon2PasswordHasher()
    User.objects.filter(name="Lucy Tran").update(password=hasher.encode(PASSWORD, hasher.salt()))
    enter_password(page, "lucy.tran@westhaven.example")
    see_heading(page, "Set up your second factor")
    check_axe(page)
    for address in ("/home/", "/account/", "/updates/"):
        page.goto(address)
        see_heading(page, "Set up your second factor")


def test_forgotten_password_is_set_anew_by_mail_and_the_code_is_still_asked_for(page, secret_of, service, check_axe):
    for email in ("nobody@westhaven.example", DANIEL):
        page.goto("/accounts/password/reset/")
        check_axe(page)
        page.get_by_label("E-mail address").fill(email)
        page.get_by_role("button", name="Send the link").click()
        see_heading(page, "Look in your e-mail")
    page.goto(link_in(service.wait_for_mail(DANIEL, about="password")))
    check_axe(page)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password once more").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    see_heading(page, "Your password is changed")
    check_axe(page)

    enter_password(page, DANIEL, NEW_PASSWORD)
    see_heading(page, "Enter your code")
    assert service.mails(to="nobody@westhaven.example") == []
