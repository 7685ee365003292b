"""Signing in with a work account: linked on the subject, in the place of the password, and no side door."""

from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts import work_accounts
from accounts.models import User
from accounts.services import start_anew
from audit.models import Entry
from tests.accounts.factors import PASSWORD, code
from tests.accounts.work_server import CLIENT

HOME, SIGN_IN, ACCOUNT = "overview:home", "account_login", "accounts:account_detail"
GO, LINK, UNLINK = "accounts:work_account_sign_in", "accounts:work_account_link", "accounts:work_account_unlink"


@pytest.fixture
def linked(server, person, secret, signed_in):
    browser = signed_in(person)
    assert there_and_back(browser, LINK).url == reverse(ACCOUNT)
    return SocialAccount.objects.get(user=person)


def there_and_back(browser, button, **posted):
    """Presses the button, is sent to the server, and comes back from it with its answer."""
    leaving = browser.post(reverse(button), posted)
    returning = requests.get(leaving.url, allow_redirects=False, timeout=5).headers["Location"]
    return browser.get(f"{urlsplit(returning).path}?{urlsplit(returning).query}")


def is_in(browser):
    return browser.get(reverse(HOME)).status_code == 200


def words_after(browser, answer):
    return browser.get(answer.url).content.decode()


def test_linked_account_stands_for_the_password_and_the_second_factor_is_still_given(server, linked, secret):
    browser = Client()

    asked = there_and_back(browser, GO)

    assert asked.url == reverse("mfa_authenticate")
    assert not is_in(browser)
    assert browser.post(asked.url, {"code": code(secret)}).url == reverse(HOME)
    assert is_in(browser)


@pytest.mark.parametrize(("wanted", "reached"), [("/account/", ACCOUNT), ("https://elsewhere.example/", HOME)])
def test_comes_back_to_where_the_person_wanted_to_go_and_nowhere_else(server, linked, secret, wanted, reached):
    browser = Client()
    asked = there_and_back(browser, GO, next=wanted)
    assert browser.post(asked.url, {"code": code(secret)}).url == reverse(reached)


def test_server_is_asked_with_a_state_and_a_challenge_and_for_the_subject_alone(server, linked):
    [asked] = server.asked
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) >= 43
    assert len(asked["state"]) >= 16
    assert asked["scope"] == "openid"
    assert asked["client_id"] == CLIENT["client_id"]


def test_who_has_no_app_yet_sets_one_up_and_sees_nothing_else_until_then(server, linked, person):
    person.authenticator_set.all().delete()
    browser = Client()
    there_and_back(browser, GO)
    assert browser.get(reverse(HOME)).url == reverse("mfa_activate_totp")
    assert browser.post(reverse(UNLINK)).url == reverse("mfa_activate_totp")


def test_same_address_is_no_link(server, person, secret):
    server.claims = {"email": person.email, "email_verified": True, "preferred_username": person.email}
    browser, people = Client(), User.objects.count()

    answer = there_and_back(browser, GO)

    assert answer.url == reverse(SIGN_IN)
    assert "is not linked to Westhaven Entra yet" in words_after(browser, answer)
    assert not is_in(browser)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == people


def test_same_subject_at_another_server_is_somebody_else(server, linked, settings):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["provider_id"] = settings.OIDC_ID = "server-2"
    assert there_and_back(Client(), GO).url == reverse(SIGN_IN)


@pytest.mark.parametrize(
    "spoilt",
    [{"aud": "another"}, {"iss": "https://elsewhere.example"}, {"exp": 1}],
    ids=["audience", "issuer", "expired"],
)
def test_what_the_server_tells_about_another_service_or_moment_lets_nobody_in(server, linked, spoilt):
    server.claims, browser = spoilt, Client()
    answer = there_and_back(browser, GO)
    assert answer.url == reverse(SIGN_IN)
    assert (
        "Signing in with Westhaven Entra did not work. You can sign in with your password or a passkey."
        in words_after(browser, answer)
    )
    assert not is_in(browser)


def test_answer_that_this_browser_did_not_ask_for_lets_nobody_in(server, linked):
    asking, another = Client(), Client()
    leaving = asking.post(reverse(GO))
    returning = urlsplit(requests.get(leaving.url, allow_redirects=False, timeout=5).headers["Location"])

    assert another.get(f"{returning.path}?{returning.query}").url == reverse(SIGN_IN)
    assert another.get(f"{returning.path}?code=x&state=made-up").url == reverse(SIGN_IN)
    assert another.get(returning.path).url == reverse(SIGN_IN)


def test_coming_back_without_signing_in_says_so(server, linked):
    server.refuses, browser = True, Client()
    assert "You came back without signing in there." in words_after(browser, there_and_back(browser, GO))


def test_server_that_does_not_answer_leaves_the_other_ways(server, person, signed_in):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = "http://127.0.0.1:9"  # where nothing listens
    for browser, button, page in [(Client(), GO, SIGN_IN), (signed_in(person), LINK, ACCOUNT)]:
        answer = browser.post(reverse(button))
        assert answer.url == reverse(page)
        assert "Westhaven Entra does not answer at the moment." in words_after(browser, answer)


def test_linking_is_recorded_told_and_ends_the_sessions_elsewhere(server, person, secret, signed_in, monkeypatch):
    here, elsewhere, told = signed_in(person), signed_in(person), []
    monkeypatch.setattr(work_accounts, "tell_of_change", lambda sender, user: told.append(user))

    there_and_back(here, LINK)

    assert is_in(here)
    assert not is_in(elsewhere)
    assert Entry.objects.filter(actor=person.public_id, verb="work account linked", kind="sign-in").count() == 1
    assert told == [person]


def test_nothing_is_kept_of_the_person_but_the_subject(server, linked, person):
    server.claims = {"name": "A Person", "email": "a.person@elsewhere.example"}
    there_and_back(Client(), GO)
    kept = SocialAccount.objects.get(user=person)
    assert (kept.provider, kept.uid, kept.extra_data) == ("server-1", "subject-1", {})


def test_linking_and_unlinking_ask_for_a_fresh_factor(server, linked, signed_in, person):
    browser = signed_in(person)
    session = browser.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()
    for button in (LINK, UNLINK):
        assert urlsplit(browser.post(reverse(button)).url).path == reverse("mfa_reauthenticate")
    assert SocialAccount.objects.filter(pk=linked.pk).exists()


def test_account_of_somebody_else_is_not_linked_to_me_too(server, linked, signed_in):
    other = User.objects.create_user("b.person@westhaven.example", PASSWORD, name="B Person")
    TOTP.activate(other, generate_totp_secret())
    browser = signed_in(other)
    answer = there_and_back(browser, LINK)
    assert "That account of Westhaven Entra is linked to somebody else here." in words_after(browser, answer)
    assert list(SocialAccount.objects.values_list("user", flat=True)) == [linked.user_id]


def test_unlinked_opens_nothing_and_is_recorded_once(server, linked, person, signed_in):
    browser = signed_in(person)
    assert browser.post(reverse(UNLINK)).url == reverse(ACCOUNT)
    assert browser.post(reverse(UNLINK)).url == reverse(ACCOUNT)
    assert there_and_back(Client(), GO).url == reverse(SIGN_IN)
    assert Entry.objects.filter(actor=person.public_id, verb="work account unlinked").count() == 1


def test_closed_account_is_not_let_in(server, linked, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    browser = Client()
    there_and_back(browser, GO)
    assert not is_in(browser)
    assert "mfa" not in browser.get(reverse(HOME)).url


def test_account_that_starts_anew_is_linked_to_nothing(server, linked, person):
    start_anew(user=person, by=None)
    assert not SocialAccount.objects.exists()


def test_account_page_says_whether_it_is_linked(server, person, secret, signed_in):
    browser = signed_in(person)
    assert "Link Westhaven Entra to sign in there" in browser.get(reverse(ACCOUNT)).content.decode()
    there_and_back(browser, LINK)
    assert "Linked to Westhaven Entra since" in browser.get(reverse(ACCOUNT)).content.decode()


def test_without_settings_there_is_no_such_way(person, signed_in):
    browser = signed_in(person)
    for button in (GO, LINK):
        assert browser.post(reverse(button)).status_code == 404
    assert browser.get(reverse("openid_connect_callback", args=["server-1"])).status_code == 404
    assert "work-account" not in Client().get(reverse(SIGN_IN)).content.decode()
    assert "ork account" not in browser.get(reverse(ACCOUNT)).content.decode()
