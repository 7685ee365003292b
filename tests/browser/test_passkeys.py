"""Passkeys in a real browser, whose virtual authenticator plays the lock of a laptop."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.test_signing_in import enter_code, enter_password
from tests.browser.ways import PASSWORD, code_shown_for, see_heading, see_message

DANIEL = "daniel.okoro@estuary-police.example"
LAPTOP = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def secret(service):
    """Gives Daniel a password, and an authenticator app with this secret."""
    hasher, secret = Argon2PasswordHasher(), generate_totp_secret()
    user = User.objects.get(email=DANIEL)
    user.password = hasher.encode(PASSWORD, hasher.salt())
    user.save(update_fields=["password"])
    TOTP.activate(user, secret)
    return secret


@pytest.fixture
def laptop(service, open_browser):
    """A page in a browser with a lock of its own. Passkeys belong to names: an address of figures has none."""
    return with_lock(open_browser(base_url=service.url.replace("127.0.0.1", "localhost")))


def with_lock(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": LAPTOP})
    return page


def test_passkey_is_made_and_signs_in_by_itself(laptop, secret, check_axe):
    enter_password(laptop, DANIEL)
    see_heading(laptop, "Enter your code")
    enter_code(laptop, code_shown_for(secret))
    expect(laptop.get_by_role("button", name="Sign out")).to_be_visible()

    laptop.goto("/accounts/2fa/")
    check_axe(laptop)
    laptop.get_by_role("link", name="Add a passkey").click()
    see_heading(laptop, "Add a passkey")
    check_axe(laptop)
    laptop.get_by_label("Name of this passkey").fill("Work laptop")
    laptop.get_by_role("button", name="Make the passkey").click()
    see_message(laptop, "Your passkey is ready")

    laptop.get_by_role("button", name="Sign out").click()
    see_heading(laptop, "Sign in")
    check_axe(laptop)
    laptop.get_by_role("button", name="Use a passkey instead").click()
    expect(laptop.get_by_role("button", name="Sign out")).to_be_visible()

    laptop.goto("/accounts/2fa/")
    laptop.get_by_role("link", name="Remove the app").click()
    check_axe(laptop)
    laptop.get_by_role("button", name="Remove the app").click()
    see_message(laptop, "The authenticator app is removed")
    laptop.get_by_role("link", name="Remove Work laptop").click()
    expect(laptop.get_by_role("main")).to_contain_text("This is your only second factor")


def test_passkey_takes_the_place_of_the_code_and_who_has_none_is_told(laptop, secret, service, check_axe):
    enter_password(laptop, DANIEL)
    see_heading(laptop, "Enter your code")
    check_axe(laptop)
    told = laptop.get_by_text("No passkey was used")
    expect(told).to_be_hidden()

    laptop.get_by_role("button", name="Use a passkey instead").click()

    expect(told).to_be_visible()
    check_axe(laptop)
