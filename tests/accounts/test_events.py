"""What signing in leaves in the audit trail, each kind once: of tests/audit/test_every_event.py, by pages and mails."""

import re
import smtplib

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import addresses, sessions
from accounts.models import DemoMark
from accounts.services import invited_or_known, start_anew
from audit.models import Entry
from tests.accounts.factors import PASSWORD, Passkey, code
from tests.accounts.test_signing_in import give_password
from tests.accounts.test_work_accounts import GO, LINK, UNLINK, there_and_back
from tests.audit.events import leaves, newest_entry

NEW = "marble lantern oyster quay"


@pytest.fixture
def laptop(signed_in, person):
    return signed_in(person)


def test_password_and_code_that_are_refused_and_that_are_right(person, secret):
    browser = Client()
    with leaves("password refused"):
        give_password(browser, "not the password at all")
    with leaves():
        asked = give_password(browser).url
    with leaves("second factor refused"):
        browser.post(asked, {"code": "000000"})
    with leaves("signed in"):
        browser.post(asked, {"code": code(secret)})
    with leaves("signed out"):
        browser.post(reverse("account_logout"))
    with leaves():
        browser.post(reverse("account_logout"))


def test_sign_in_says_by_which_ways(server, person, secret, laptop, settings):
    passkey = Passkey(person, origin="http://testserver")
    passkey.set_up(laptop)
    there_and_back(laptop, LINK)
    one, another, *_others = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    newest, phone = newest_entry(), Client()

    passkey.enter(Client())
    for given in (code(secret), one):
        browser = Client()
        browser.post(give_password(browser).url, {"code": given})
    phone.post(there_and_back(phone, GO).url, {"code": another})
    settings.DEMO = DemoMark.objects.create()
    phone.post(reverse("accounts:demo_sign_in", args=[person.public_id]))

    left = Entry.objects.filter(pk__gt=newest).order_by("pk").values_list("detail__how", flat=True)
    ways = ["passkey", "password and app", "password and recovery code", "work account and recovery code"]
    assert list(left) == [*ways, "password and trial"]


def test_second_factor_is_set_up_and_removed(person, secret, laptop):
    with leaves("second factor set up", "all sessions ended", "recovery codes made"):
        Passkey(person, origin="http://testserver").set_up(laptop)
    with leaves("second factor removed", "all sessions ended"):
        laptop.post(reverse("mfa_deactivate_totp"))


def test_recovery_codes_are_made(person, secret, laptop):
    with leaves("recovery codes made"):
        laptop.post(reverse("mfa_generate_recovery_codes"))


def test_password_is_changed(laptop):
    with leaves("password changed"):
        typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        laptop.post(reverse("account_change_password"), typed)


def test_one_session_and_all_are_ended(person, secret, signed_in):
    phone = Client()
    phone.post(give_password(phone).url, {"code": code(secret)})
    with leaves("session ended"):
        sessions.end_session(public_id=str(UserSession.objects.get().pk), by=person)
    with leaves("all sessions ended"):
        sessions.end_all_sessions(user=person, by=person)


def test_address_change_is_given_up_or_made(person, laptop, monkeypatch):
    codes = iter(["00000001", "00000002"] * 2)
    monkeypatch.setattr(addresses.secrets, "token_hex", lambda _length: next(codes))
    page, email = reverse("accounts:address_change"), "another@westhaven.example"
    laptop.post(page, {"email": email})
    with leaves("address change given up"):
        laptop.post(page, {"do": "again"})
    with leaves("another address asked for"):
        laptop.post(page, {"email": email})
    with leaves("e-mail address changed"):
        laptop.post(page, {"code_at_old": "00000001", "code_at_new": "00000002"})


def test_invitation_is_accepted(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invited_or_known(email="jo@estuary.example", name="Jo")
    link = re.search(r"https?://[^/]+(/invitations/\S+)", mail.outbox[-1].body)[1]
    with leaves("invitation accepted"):
        Client().post(link, {"name": "Jo", "password": NEW})


def test_mail_is_not_sent(person, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    with leaves("mail not sent"), django_capture_on_commit_callbacks(execute=True):
        invited_or_known(email="jo@estuary.example", name="Jo")


def refuse(*_given, **_options):
    raise smtplib.SMTPServerDisconnected


def test_account_starts_anew(person):
    with leaves("all sessions ended", "second factor reset"):
        start_anew(user=person, by=None)


def test_work_account_is_linked_and_unlinked(server, person, secret, laptop):
    with leaves("work account linked", "all sessions ended"):
        there_and_back(laptop, LINK)
    with leaves("work account unlinked", "all sessions ended"):
        laptop.post(reverse(UNLINK))
