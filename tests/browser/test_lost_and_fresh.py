"""A second factor that was lost, and one that was given too long ago."""

import re

import pytest
import redis
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import redis_url
from tests.browser.test_signing_in import DANIEL, enter_code, enter_password
from tests.browser.ways import PASSWORD, code_shown_for, go_to, link_in, open_group, see_heading, see_message

TOM = "tom.bell@westhaven.example"
NEW_PASSWORD = "quarry violin thimble eight"


@pytest.fixture(scope="module")
def secret_of_tom(service):
    hasher, secret = Argon2PasswordHasher(), generate_totp_secret()
    User.objects.filter(email=TOM).update(password=hasher.encode(PASSWORD, hasher.salt()))
    TOTP.activate(User.objects.get(email=TOM), secret)
    return secret


def open_reset_of_daniel(page):
    open_group(page)
    go_to(page, "Members")
    page.get_by_role("link", name="Daniel Okoro").first.click()
    page.get_by_role("link", name="They have lost their second factor").click()
    see_heading(page, "Daniel Okoro has lost their second factor")


def test_two_people_give_a_third_a_new_start(page, open_browser, sign_in_as, service, check_axe):
    sign_in_as(page, "Tom Bell")
    open_reset_of_daniel(page)
    check_axe(page)
    page.get_by_label("I know this person and have just spoken with them").check()
    page.get_by_role("button", name="Ask for a new start").click()
    see_message(page, "A second person, chair or secretary, is to agree")
    check_axe(page)

    chair = open_browser()
    sign_in_as(chair, "Helen Marsh")
    open_reset_of_daniel(chair)
    check_axe(chair)
    chair.get_by_role("button", name="I have spoken with them, and agree").click()
    see_message(chair, "Done: they get a link by e-mail")

    person = open_browser()
    person.goto(link_in(service.wait_for_mail(DANIEL, about="account again")))
    check_axe(person)
    person.get_by_label("Choose a password").fill(NEW_PASSWORD)
    person.get_by_role("button", name="Save and go to sign in").click()
    enter_password(person, DANIEL, NEW_PASSWORD)
    see_heading(person, "Set up your second factor")
    person.get_by_text("Type the key instead").click()
    enter_first_code(person, code_shown_for(person.locator("code").inner_text()))
    person.goto("/updates/")
    see_heading(person, "Updates you owe")


def enter_first_code(page, code):
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def put_factor_back(page):
    """As if eleven minutes had gone by since the code was given."""
    [cookie] = [cookie for cookie in page.context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME]
    session = SessionStore(cookie["value"])
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 60
    session.save()
    with redis.from_url(redis_url()) as store:
        store.delete(*store.keys(f"session:*{cookie['value']}"))


def test_document_asks_for_a_fresh_code_and_then_goes_on_by_itself(page, secret_of_tom, check_axe):
    [code, *_others] = RecoveryCodes.activate(User.objects.get(email=TOM)).get_unused_codes()
    enter_password(page, TOM)
    enter_code(page, code)  # so that the app's code is not used up
    open_group(page)
    go_to(page, "Terms")
    put_factor_back(page)
    page.get_by_role("button", name="Download as PDF").click()

    see_heading(page, "Confirm that it is you")
    check_axe(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_axe(page)
    page.get_by_label("Code").fill(code_shown_for(secret_of_tom))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name=re.compile("It is being made|Ready"))).to_be_visible()


def test_password_is_pasted_as_it_was_copied(page, secret_of_tom):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/accounts/login/")
    page.evaluate("words => navigator.clipboard.writeText(words)", PASSWORD)
    page.get_by_label("E-mail address").fill(TOM)
    page.get_by_label("Password", exact=True).press("Control+V")
    page.get_by_role("button", name="Sign in", exact=True).click()
    see_heading(page, "Enter your code")
