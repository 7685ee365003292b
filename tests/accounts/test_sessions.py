"""Where somebody is signed in: they see it, end one, and end all; what is ended opens nothing from the next request."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sessions import called, end_all_sessions, idle_key
from audit.models import Entry
from tests.accounts.factors import Passkey
from tests.accounts.test_signing_in import PASSWORD, code, give_password
from tests.world import make_person

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/141.0 Safari/537.36 Edg/141"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML) Version/18.0 Safari/604.1"
SESSIONS, END = "accounts:session_list", "accounts:session_end"


@pytest.fixture
def person(db):
    return User.objects.create_user("a.person@westhaven.example", PASSWORD, name="A Person")


@pytest.fixture
def sign_in(person):
    """Signs in for real, on a device of that name, with password and code."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)

    def sign_in(user_agent):
        browser = Client(headers={"user-agent": user_agent})
        asked = give_password(browser)
        cache.clear()  # the code is used a second time, as no app would let one
        browser.post(asked.url, {"code": code(secret)})
        for session in UserSession.objects.all():
            cache.set(idle_key(session.session_key), True, 60)
        return browser

    return sign_in


def is_in(browser):
    return browser.get(reverse("overview:home")).status_code == 200


def test_each_device_is_listed_with_its_browser_and_this_one_is_marked(sign_in):
    sign_in(PHONE)
    browser = sign_in(EDGE)

    sessions = browser.get(reverse(SESSIONS)).context["sessions"]

    assert [(each["called"], each["is_this"]) for each in sessions] == [
        ("Edge, Windows", True),
        ("Safari, iPhone", False),
    ]


@pytest.mark.parametrize(
    ("user_agent", "words"), [(EDGE, "Edge, Windows"), (PHONE, "Safari, iPhone"), ("", "A browser")]
)
def test_browser_is_called_as_people_call_it(user_agent, words):
    assert called(user_agent) == words


def test_one_is_ended_at_once_and_the_others_go_on(sign_in, person):
    phone, laptop = sign_in(PHONE), sign_in(EDGE)
    [other] = [each for each in laptop.get(reverse(SESSIONS)).context["sessions"] if not each["is_this"]]

    laptop.post(reverse(END), {"session": other["row"].pk})

    assert (is_in(phone), is_in(laptop)) == (False, True)
    assert len(laptop.get(reverse(SESSIONS)).context["sessions"]) == 1
    assert Entry.objects.filter(actor=person.public_id, verb="session ended", kind="sign-in").count() == 1


def test_session_of_another_person_is_not_ended(sign_in, signed_in):
    phone = sign_in(PHONE)
    stranger = signed_in(make_person("stranger"))

    for typed in [UserSession.objects.get().pk, "nothing", ""]:
        stranger.post(reverse(END), {"session": typed})

    assert is_in(phone)


def test_sign_out_everywhere_ends_all_even_those_that_no_list_holds(sign_in, signed_in, person):
    phone, laptop, unlisted = sign_in(PHONE), sign_in(EDGE), signed_in(person)

    laptop.post(reverse(END), {"do": "everywhere"})

    assert [is_in(browser) for browser in (phone, laptop, unlisted)] == [False, False, False]
    assert not UserSession.objects.exists()
    assert is_in(sign_in(EDGE))


def test_all_sessions_end_though_the_cache_still_holds_them(sign_in, person):
    phone = sign_in(PHONE)

    end_all_sessions(user=person, by=person)

    assert not is_in(phone)


def test_cookie_of_before_opens_nothing_after_signing_out(sign_in):
    browser = sign_in(PHONE)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value

    browser.post(reverse("account_logout"))

    assert not is_in(thief)


def test_session_gets_a_new_key_at_each_step_of_signing_in(sign_in, client):
    """Whoever planted a key in a browser does not know that of the person who then signs in."""
    client.get(reverse("account_login"))
    before = client.session.session_key

    browser = sign_in(PHONE)

    assert browser.session.session_key != before
    assert len(browser.session.session_key) >= 32


def test_factor_that_is_added_or_removed_ends_the_other_sessions_and_keeps_this_one(sign_in, person):
    phone, laptop = sign_in(PHONE), sign_in(EDGE)

    Passkey(person, origin="http://testserver").set_up(laptop)
    assert (is_in(phone), is_in(laptop)) == (False, True)

    phone = sign_in(PHONE)
    laptop.post(reverse("mfa_deactivate_totp"))
    assert (is_in(phone), is_in(laptop)) == (False, True)


def test_changed_password_ends_the_other_sessions(sign_in, person):
    phone, laptop, new = sign_in(PHONE), sign_in(EDGE), "marble lantern oyster quay"

    laptop.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_in(phone), is_in(laptop)) == (False, True)
