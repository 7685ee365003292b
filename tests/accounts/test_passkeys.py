"""Passkeys: set up, signing in with nothing else, as a second factor, and never the last one removed."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from tests.accounts.factors import Passkey
from tests.accounts.test_signing_in import PASSWORD, give_password
from tests.world import make_person

HOME = "overview:home"


@pytest.fixture(autouse=True)
def only_our_origin(settings):
    """As in production: what another site's page got out of a passkey opens nothing."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False


@pytest.fixture
def person(db):
    return User.objects.create_user("a.person@westhaven.example", PASSWORD, name="A Person")


@pytest.fixture
def passkey(person, signed_in):
    """Set up beside an authenticator app."""
    TOTP.activate(person, generate_totp_secret())
    passkey = Passkey(person)
    assert passkey.set_up(signed_in(person)).status_code == 302
    return passkey


def is_in(browser):
    return browser.get(reverse(HOME)).status_code == 200


def factors_of(person):
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def test_passkey_signs_in_without_a_password_and_counts_as_both_factors(person, passkey):
    browser, signed_in_before = Client(), Entry.objects.filter(verb="signed in").count()

    answer = passkey.enter(browser)

    assert (answer.status_code, answer.url) == (302, reverse(HOME))
    assert is_in(browser)
    assert Entry.objects.filter(actor=person.public_id, verb="signed in").count() == signed_in_before + 1


def test_passkey_without_finger_face_or_pin_is_neither_set_up_nor_let_in(person, passkey, signed_in):
    careless = Passkey(person, verifies=False, credential_id=b"another")
    assert careless.set_up(signed_in(person)).status_code == 200
    assert factors_of(person).count("webauthn") == 1

    passkey.verifies = False
    browser = Client()
    assert passkey.enter(browser).url == reverse("account_login")
    assert not is_in(browser)


def test_what_another_site_got_out_of_a_passkey_opens_nothing(person, passkey):
    passkey.origin = "https://testserver.evil.example"
    browser = Client()

    passkey.enter(browser)

    assert not is_in(browser)


def test_passkey_of_one_person_opens_no_other_account(person, passkey):
    browser = Client()

    passkey.enter(browser, user=make_person("another"))

    assert not is_in(browser)


def test_answer_of_a_passkey_is_good_once(person, passkey):
    stolen = {}
    browser = Client()
    entered = passkey.enter(browser)
    stolen["credential"] = entered.wsgi_request.POST["credential"]

    for thief in [Client(), browser]:
        thief.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
        thief.logout()
        thief.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
        thief.post(reverse("mfa_login_webauthn"), stolen)
        assert not is_in(thief)


def test_closed_account_is_not_entered_with_its_passkey(person, passkey):
    User.objects.filter(pk=person.pk).update(is_active=False)
    browser = Client()

    passkey.enter(browser)

    assert not is_in(browser)


def test_passkey_stands_in_for_the_code_after_the_password(person, passkey):
    browser = Client()

    asked = give_password(browser)
    answer = passkey.answer(browser, asked.url)

    assert (asked.url, answer.url) == (reverse("mfa_authenticate"), reverse(HOME))
    assert is_in(browser)


def test_passkey_may_be_the_first_second_factor(person):
    browser = Client()
    give_password(browser)

    Passkey(person).set_up(browser)

    assert is_in(browser)
    assert factors_of(person) == ["recovery_codes", "webauthn"]
    assert Entry.objects.filter(verb="second factor set up", detail={"how": "passkey"}).count() == 1


def test_password_alone_adds_no_passkey_to_an_account_that_has_a_factor(person, passkey):
    browser = Client()
    give_password(browser)  # asked for the code, and giving none

    answer = browser.get(reverse("mfa_add_webauthn"))

    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert factors_of(person).count("webauthn") == 1


@pytest.mark.parametrize("page", ["mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"])
def test_factors_change_only_with_a_factor_given_within_ten_minutes(person, passkey, signed_in, page):
    browser = signed_in(person)
    assert browser.get(reverse(page)).status_code == 200

    age_the_factor(browser, 601)
    asked = browser.get(reverse(page))
    assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    back = passkey.answer(browser, asked.url)

    assert back.headers["Location"] == reverse(page)
    assert browser.get(reverse(page)).status_code == 200


def age_the_factor(browser, seconds):
    session = browser.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**each, "at": time.time() - seconds} for each in records]
    session.save()


def test_password_does_not_refresh_the_second_factor(person, passkey, signed_in):
    browser = signed_in(person)
    age_the_factor(browser, 601)

    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    asked = browser.get(reverse("mfa_add_webauthn"))
    assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_one_factor_of_two_is_removed_and_the_last_one_stays(person, passkey, signed_in):
    browser = signed_in(person)
    key = Authenticator.objects.get(user=person, type="webauthn").pk

    browser.post(reverse("mfa_deactivate_totp"))
    assert factors_of(person) == ["recovery_codes", "webauthn"]
    refused = browser.post(reverse("mfa_remove_webauthn", args=[key]))

    assert refused.url == reverse("mfa_index")
    assert "This is your only second factor" in browser.get(refused.url).content.decode()
    assert factors_of(person) == ["recovery_codes", "webauthn"]
    assert Entry.objects.filter(verb="second factor removed", detail={"how": "app"}).count() == 1


def test_passkey_of_another_person_is_not_removed(person, passkey, signed_in):
    other = make_person("another")
    TOTP.activate(other, generate_totp_secret())
    Passkey(other, credential_id=b"theirs").set_up(signed_in(other))
    key = Authenticator.objects.get(user=other, type="webauthn").pk

    assert signed_in(person).post(reverse("mfa_remove_webauthn", args=[key])).status_code == 404
    assert factors_of(other) == ["recovery_codes", "totp", "webauthn"]


def test_name_of_a_passkey_holds_no_marking_above_official_sensitive(person, signed_in):
    TOTP.activate(person, generate_totp_secret())

    answer = Passkey(person).set_up(signed_in(person), name="TOP SECRET laptop")

    assert answer.status_code == 200
    assert factors_of(person) == ["totp"]
