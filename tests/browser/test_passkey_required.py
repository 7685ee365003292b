"""A chair who has a password and a code only is led to a passkey, and loses nothing on the way."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import expect

from accounts.models import User
from actions.models import Action
from groups.models import Membership
from tests.browser.test_passkeys import laptop as laptop
from tests.browser.test_signing_in import enter_code, enter_password
from tests.browser.ways import PASSWORD, code_shown_for, go_to, open_group, see_heading

HELEN, KWAME = "helen.marsh@westhaven.example", "kwame.mensah@westhaven.example"
TYPED = "Mend the gate of the square before the spring market"


@pytest.fixture
def secret_of(service):
    """Gives somebody a password, and an authenticator app with the secret that it returns."""

    def secret_of(email):
        hasher, secret = Argon2PasswordHasher(), generate_totp_secret()
        User.objects.filter(email=email).update(password=hasher.encode(PASSWORD, hasher.salt()))
        TOTP.activate(User.objects.get(email=email), secret)
        return secret

    return secret_of


def make_passkey(page):
    page.get_by_label("Name of this passkey").fill("Work laptop")
    page.get_by_role("button", name="Make the passkey").click()


def test_chair_is_led_to_a_passkey_and_then_signs_in_with_it(laptop, secret_of, check_axe):
    enter_password(laptop, HELEN)
    enter_code(laptop, code_shown_for(secret_of(HELEN)))

    see_heading(laptop, "Add a passkey")
    expect(laptop.get_by_role("main")).to_contain_text("Whoever chairs a group")
    expect(laptop.get_by_role("navigation", name="Back").get_by_role("link")).to_have_count(0)
    check_axe(laptop)
    laptop.goto("/updates/")
    see_heading(laptop, "Add a passkey")

    make_passkey(laptop)
    see_heading(laptop, "Your recovery codes")
    check_axe(laptop)
    open_group(laptop)
    laptop.get_by_role("button", name="Sign out").click()
    laptop.get_by_role("button", name="Use a passkey instead").click()
    open_group(laptop)
    check_axe(laptop)


def test_who_is_made_chair_in_mid_sentence_sends_it_again_after_the_passkey(laptop, secret_of, check_axe):
    enter_password(laptop, KWAME)
    enter_code(laptop, code_shown_for(secret_of(KWAME)))
    open_group(laptop)
    go_to(laptop, "Action plan")
    laptop.get_by_role("link", name="Raise an action").click()
    laptop.get_by_label("What is to be done").fill(TYPED)
    Membership.objects.filter(user__email=KWAME).update(role="chair")
    laptop.get_by_role("button", name="Raise").click()

    see_heading(laptop, "Your text is here, but not saved")
    check_axe(laptop)
    with laptop.expect_popup() as opened:
        laptop.get_by_role("link", name="Go to your passkey in a new tab").click()
    see_heading(opened.value, "Add a passkey")
    make_passkey(opened.value)
    see_heading(opened.value, "Your recovery codes")
    opened.value.close()
    laptop.get_by_role("button", name="Send again").click()

    expect(laptop.get_by_role("main")).to_contain_text(TYPED)
    assert Action.objects.filter(text=TYPED).exists()
