"""Sessions, links and addresses, from the side of somebody who wants in."""

import re
import threading
import time
from urllib.parse import urlsplit

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import invited_or_known

PASSWORD = "copper lantern ferry moss"


@pytest.fixture
def person(db):
    return User.objects.create_user("a.person@westhaven.example", PASSWORD, name="A Person")


def wait_for_mails(number):
    """They are sent beside the answer."""
    for thread in [thread for thread in threading.enumerate() if thread is not threading.current_thread()]:
        thread.join(timeout=5)
    assert len(mail.outbox) == number
    return mail.outbox


def test_session_ends_twelve_hours_after_signing_in_however_busy_it_was(signed_in, person):
    browser = signed_in(person)
    session = browser.session
    assert browser.get(reverse("overview:home")).status_code == 200

    session["signed_in_at"] = time.time() - settings.SESSION_COOKIE_AGE - 1
    session.save()

    assert browser.get(reverse("overview:home")).status_code == 302
    assert AUTHENTICATION_METHODS_SESSION_KEY not in browser.session


def test_session_without_its_beginning_is_over(signed_in, person):
    browser = signed_in(person)
    session = browser.session
    del session["signed_in_at"]
    session.save()

    assert browser.get(reverse("overview:home")).status_code == 302


def test_link_of_a_new_password_leads_to_the_service_whatever_host_was_asked(settings, person):
    settings.ALLOWED_HOSTS = ["*"]

    Client().post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "evil.example"})

    [sent] = wait_for_mails(1)
    assert "evil.example" not in sent.body
    assert settings.SITE_ADDRESS in sent.body


@pytest.mark.parametrize("backend", ["locmem", "gone"])
def test_asking_for_a_new_password_tells_nothing_though_the_mail_server_is_gone(settings, person, backend):
    if backend != "locmem":
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens

    answers = [
        Client().post(reverse("account_reset_password"), {"email": address})
        for address in [person.email, "nobody@westhaven.example"]
    ]

    assert len({(answer.status_code, answer.content, answer.headers.get("Location")) for answer in answers}) == 1
    wait_for_mails(1 if backend == "locmem" else 0)


def test_open_invitation_is_void_once_the_person_has_a_password(person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invited = invited_or_known(email="jo@estuary.example", name="Jo")
    link = urlsplit(re.search(r"https?://\S+/invitations/\S+", mail.outbox[-1].body)[0]).path
    assert Client().get(link).status_code == 200

    invited.set_password(PASSWORD)
    invited.save()

    assert Client().get(link).status_code == 404
    answer = Client().post(link, {"name": "Mallory", "password": "marble lantern oyster quay"})
    assert answer.status_code == 404
    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)


def test_pages_with_what_was_typed_or_invited_are_not_stored(db):
    typed = Client().post(reverse("overview:home"), {"text": "In mid-sentence"})

    assert "In mid-sentence" in typed.content.decode()
    assert typed.headers["Cache-Control"] == "no-store"


def test_who_has_a_second_factor_is_not_led_to_take_it_off(signed_in, person):
    TOTP.activate(person, generate_totp_secret())
    browser = signed_in(person)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()

    answer = browser.get(reverse("mfa_activate_totp"))

    assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_index"))


def test_address_that_a_client_claims_counts_for_no_limit(person):
    for number in range(11):
        Client().post(
            reverse("account_login"),
            {"login": f"nobody{number}@westhaven.example", "password": "a wrong guess of mine"},
            headers={"x-forwarded-for": f"192.0.2.{number}"},
        )

    right = Client()
    right.post(
        reverse("account_login"),
        {"login": person.email, "password": PASSWORD},
        headers={"x-forwarded-for": "192.0.2.99"},
    )
    assert right.get(reverse("mfa_activate_totp")).status_code == 302


@pytest.mark.parametrize(
    "way", ["/admin/", "/admin/login/", "/accounts/email/", "/accounts/2fa/trust/", "/accounts/signup/passkey/"]
)
def test_other_ways_in_that_the_packages_know_are_not_there(db, way):
    assert Client().get(way).status_code == 404


@pytest.mark.parametrize("way", ["account_login", "account_reset_password_from_key", "accounts:invitation_accept"])
def test_each_way_with_a_password_alone_ends_before_the_second_factor(person, way, django_capture_on_commit_callbacks):
    """A stolen password, a stolen mailbox, a stolen invitation: of an account that has a second factor, or has none."""
    TOTP.activate(person, generate_totp_secret())
    browser, new = Client(), "marble lantern oyster quay"
    if way == "account_reset_password_from_key":
        browser.post(reverse("account_reset_password"), {"email": person.email})
        link = urlsplit(re.search(r"https?://\S+", wait_for_mails(1)[0].body)[0]).path
        browser.post(browser.get(link).url, {"password1": new, "password2": new})
        person.refresh_from_db()
        assert person.check_password(new)
    elif way == "accounts:invitation_accept":
        with django_capture_on_commit_callbacks(execute=True):
            person = invited_or_known(email="jo@estuary.example", name="Jo")
        link = urlsplit(re.search(r"https?://\S+/invitations/\S+", mail.outbox[-1].body)[0]).path
        browser.post(link, {"name": "Jo", "password": new})

    known = PASSWORD if way == "account_login" else new
    browser.post(reverse("account_login"), {"login": person.email, "password": known})

    pages = ["overview:home", "accounts:account_detail", "accounts:session_list", "account_change_password"]
    assert {browser.get(reverse(page)).status_code for page in [*pages, "mfa_view_recovery_codes"]} == {302}
