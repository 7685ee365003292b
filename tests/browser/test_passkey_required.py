"""A chair who has a password and a code only is led to a passkey, and loses nothing on the way."""

from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from actions.models import Action
from groups.models import Membership
from tests.browser.test_passkeys import laptop as laptop
from tests.browser.test_passkeys import with_lock
from tests.browser.test_signing_in import enter_code, enter_password
from tests.browser.ways import PASSWORD, code_shown_for, go_to, open_group, see_heading, see_message, type_date

HELEN, DAVE = "helen.marsh@westhaven.example", "dave.harker@estuary-fire.example"
TYPED = "Mend the gate of the square before the spring market"


def enter(page, email):
    """With a password and a code, which somebody of the demo is given first."""
    hasher, secret = Argon2PasswordHasher(), generate_totp_secret()
    User.objects.filter(email=email).update(password=hasher.encode(PASSWORD, hasher.salt()))
    TOTP.activate(User.objects.get(email=email), secret)
    enter_password(page, email)
    enter_code(page, code_shown_for(secret))


def make_passkey(page):
    page.get_by_label("Name of this passkey").fill("Work laptop")
    page.get_by_role("button", name="Make the passkey").click()


def test_chair_is_led_to_a_passkey_and_then_signs_in_with_it(laptop, check_axe):
    enter(laptop, HELEN)

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
    expect(laptop.get_by_role("button", name="Sign out")).to_be_visible()
    open_group(laptop)
    check_axe(laptop)


def test_who_is_made_chair_in_mid_sentence_sends_it_again_after_the_passkey(laptop, check_axe):
    enter(laptop, DAVE)
    open_group(laptop)
    go_to(laptop, "Actions")
    laptop.get_by_role("button", name="Add an action").click()
    laptop.get_by_label("What is to be done").fill(TYPED)
    Membership.objects.filter(user__email=DAVE).update(role="chair")
    laptop.get_by_label("Who will do it").select_option("Helen Marsh, Westhaven City Council")
    type_date(laptop, "By when", timezone.localdate() + timedelta(days=30))
    laptop.get_by_role("button", name="Add the action").click()

    see_heading(laptop, "Your text is here, but not saved")
    check_axe(laptop)
    with laptop.expect_popup() as opened:
        laptop.get_by_role("link", name="Go to your passkey in a new tab").click()
    tab = with_lock(opened.value)
    see_heading(tab, "Add a passkey")
    make_passkey(tab)
    see_heading(tab, "Your recovery codes")
    tab.close()
    laptop.get_by_role("button", name="Send again").click()

    see_message(laptop, "added to the plan")
    assert Action.objects.filter(text=TYPED).exists()
