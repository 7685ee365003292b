"""Guessing passwords and codes leads nowhere, and keeps nobody out who has a passkey."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.factors import Passkey, code

PASSWORD = "copper lantern ferry moss"


@pytest.fixture
def person(db):
    return User.objects.create_user("a.person@westhaven.example", PASSWORD, name="A Person")


@pytest.fixture
def passkey(person, signed_in, settings):
    TOTP.activate(person, generate_totp_secret())
    passkey = Passkey(person)
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    assert passkey.set_up(signed_in(person)).status_code == 302
    return passkey


def guess(client, login, password, address):
    return client.post(reverse("account_login"), {"login": login, "password": password}, REMOTE_ADDR=address)


def is_in(browser, address="192.0.2.1"):
    return browser.get(reverse("overview:home"), REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("guesses", [100, pytest.param(1000, marks=pytest.mark.proof)])
def test_guesses_let_nobody_in_and_the_owner_enters_by_passkey(person, passkey, guesses):
    """Half from one address, half from many; the right one is among them each tenth time, after the first twenty."""
    thief, led_on = Client(), 0
    for number in range(guesses):
        address = "198.51.100.1" if number % 2 else f"203.0.113.{number // 4 % 250}"
        password = PASSWORD if number > 40 and number % 10 == 0 else f"a wrong guess {number}"
        led_on += guess(thief, person.email, password, address).status_code == 302

    assert led_on == 0  # not even to the page that asks for the code
    assert not is_in(thief)
    owner = Client(REMOTE_ADDR="192.0.2.1")
    passkey.enter(owner)
    assert is_in(owner)


def test_guessing_codes_is_stopped_for_the_day_whatever_the_address(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    thief = Client()
    guess(thief, person.email, PASSWORD, "198.51.100.1")
    page = reverse("mfa_authenticate")

    for number in range(100):
        thief.post(page, {"code": f"{number:06}"}, REMOTE_ADDR=f"203.0.113.{number}")
    thief.post(page, {"code": code(secret)}, REMOTE_ADDR="203.0.113.200")

    assert not is_in(thief)


def test_one_address_that_tries_many_accounts_is_stopped(db):
    people = [User.objects.create_user(f"p{n}@westhaven.example", PASSWORD, name="P") for n in range(12)]
    thief = Client()

    led_on = [guess(thief, person.email, "a wrong guess", "198.51.100.1").status_code for person in people[:11]]
    right = guess(thief, people[11].email, PASSWORD, "198.51.100.1")

    assert 302 not in [*led_on, right.status_code]


@pytest.mark.parametrize("kind", ["joined", "invited", "closed", "unknown"])
def test_wrong_password_is_answered_alike_whatever_stands_behind_the_address(person, kind):
    login = "somebody@westhaven.example"
    if kind != "unknown":
        user = User.objects.create_user(login, PASSWORD if kind != "invited" else None, name="S")
        User.objects.filter(pk=user.pk).update(is_active=kind != "closed")
    reference = guess(Client(), "nonesuch@westhaven.example", "a wrong guess", "192.0.2.1")

    answer = guess(Client(), login, "a wrong guess", "192.0.2.2")

    assert told(answer, login) == told(reference, "nonesuch@westhaven.example")


def told(answer, login):
    page = answer.content.decode().replace(login, "")
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    headers = {name: value for name, value in answer.headers.items() if name != "Expires"}  # the second of the answer
    return answer.status_code, headers, lines


@pytest.mark.parametrize("kind", ["joined", "unknown"])
def test_account_whose_tries_are_used_up_is_answered_as_an_unknown_one(person, kind):
    login = person.email if kind == "joined" else "nobody@westhaven.example"

    for number in range(6):
        answer = guess(Client(), login, "a wrong guess", f"192.0.2.{number}")

    assert answer.status_code == 200
    assert "Too many tries that failed. Wait five minutes, or use a passkey" in answer.content.decode()


@pytest.mark.parametrize("way", ["password", "passkey", "reset"])
def test_without_the_shared_cache_nobody_signs_in(person, passkey, settings, way):
    settings.CACHES = {name: {**store, "LOCATION": "redis://127.0.0.1:1/0"} for name, store in settings.CACHES.items()}
    browser = Client()

    answer = {
        "password": lambda: guess(browser, person.email, PASSWORD, "192.0.2.1"),
        "passkey": lambda: passkey.enter(browser),
        "reset": lambda: browser.post(reverse("account_reset_password"), {"email": person.email}),
    }[way]()

    assert answer.status_code == 503
    assert "Nobody can sign in just now" in answer.content.decode()
    assert not is_in(browser)
