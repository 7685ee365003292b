"""A work account linked, and signed in with, at a server that answers like a council's own."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.ways import code_shown_for, see_heading

BUTTON = "Sign in with Westhaven Entra"


@pytest.fixture
def secret(service):
    secret = generate_totp_secret()
    TOTP.activate(User.objects.get(email="daniel.okoro@estuary-police.example"), secret)
    return secret


def test_linked_once_and_then_signed_in_with(page, sign_in_as, secret, check_axe):
    sign_in_as(page, "Daniel Okoro")
    page.goto("/account/")
    check_axe(page)
    page.get_by_role("button", name="Link Westhaven Entra").click()

    expect(page.get_by_text("Linked to Westhaven Entra since")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Sign out").click()

    page.goto("/updates/")
    page.get_by_role("button", name=BUTTON).press("Enter")
    see_heading(page, "Enter your code")
    page.get_by_label("Code").fill(code_shown_for(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    see_heading(page, "Updates you owe")


def test_who_has_not_linked_theirs_is_told_what_to_do(page, work_server, check_axe):
    work_server.subject = "somebody-else"
    page.goto("/accounts/login/")
    page.get_by_role("button", name=BUTTON).click()
    see_heading(page, "Sign in")
    expect(page.get_by_text("is not linked to Westhaven Entra yet")).to_be_visible()
    check_axe(page)
