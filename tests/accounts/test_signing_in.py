import re

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sessions import idle_key
from audit.models import Entry as AuditEntry
from tests.accounts.factors import PASSWORD, code


def give_password(client, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": "a.person@westhaven.example", "password": password})


def test_password_and_code_open_the_door(client, person, secret):
    asked = give_password(client)
    answer = client.post(asked.url, {"code": code(secret)})

    assert asked.url == reverse("mfa_authenticate")
    assert answer.url == reverse("overview:home")
    assert client.get(answer.url).status_code == 200
    assert AuditEntry.objects.filter(actor=person.public_id, verb="signed in", kind="sign-in").exists()


def test_password_alone_opens_nothing_but_the_set_up_of_a_second_factor(client, person):
    give_password(client)

    answers = {
        name: client.get(reverse(name)).headers.get("Location")
        for name in ["overview:home", "accounts:account_detail", "account_change_password", "mfa_index"]
    }

    assert set(answers.values()) == {reverse("mfa_activate_totp")}
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_second_factor_is_set_up_and_the_recovery_codes_are_shown(client, own_database, person):
    give_password(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]

    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    assert secret in re.sub(r"\s", "", page)
    assert client.get(reverse("overview:home")).status_code == 200
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_secret_of_the_second_factor_is_kept_encrypted(person, secret):
    assert secret not in str(Authenticator.objects.get(user=person, type="totp").data)


def test_wrong_password_and_unknown_address_get_the_same_answer(client, person):
    wrong = give_password(client, "not the password at all").content.decode()
    unknown = client.post(
        reverse("account_login"), {"login": "nobody@westhaven.example", "password": PASSWORD}
    ).content.decode()

    def words(page):
        return re.sub(r'value="[^"]*"', "", page)

    assert words(wrong) == words(unknown)


def test_code_is_good_once(client, person, secret):
    used = code(secret)
    client.post(give_password(client).url, {"code": used})
    client.post(reverse("account_logout"))

    answer = client.post(give_password(client).url, {"code": used})

    assert answer.status_code == 200
    assert client.get(reverse("overview:home")).status_code == 302


def test_guessing_a_password_is_stopped(client, person, secret):
    for _ in range(6):
        give_password(client, "a wrong guess of mine")

    assert give_password(client).status_code == 200  # the right one is not even tried now
    assert client.get(reverse("overview:home")).status_code == 302


def test_idle_session_is_over_on_the_server(signed_in, person):
    browser = signed_in(person)
    assert browser.get(reverse("overview:home")).status_code == 200

    cache.delete(idle_key(browser.session.session_key))

    assert browser.get(reverse("overview:home")).status_code == 302


def test_polls_do_not_keep_a_session_alive(signed_in, person):
    browser = signed_in(person)
    key = idle_key(browser.session.session_key)
    cache.set(key, True, 100)

    browser.get(reverse("overview:home"), headers={"X-Background": "1"})
    assert cache._cache.get_client(None).ttl(cache.make_key(key)) <= 100
    browser.get(reverse("overview:home"))
    assert cache._cache.get_client(None).ttl(cache.make_key(key)) > settings.IDLE_SECONDS - 10


def test_pages_of_signed_in_people_are_not_stored(signed_in, person):
    assert signed_in(person).get(reverse("overview:home")).headers["Cache-Control"] == "no-store"


def test_nobody_signs_up_by_themselves(client, db):
    client.post(
        reverse("account_signup"),
        {"email": "new@westhaven.example", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not User.objects.exists()


def test_inactive_person_is_out(signed_in, person):
    browser = signed_in(person)

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert browser.get(reverse("overview:home")).status_code == 302


def test_text_posted_by_another_site_is_not_shown_back(person):
    browser = Client(enforce_csrf_checks=True)
    typed = {"text": "Words of a stranger"}

    stranger = browser.post("/account/", typed, headers={"Origin": "https://elsewhere.example"})
    stale = browser.post("/account/", typed)

    assert "Words of a stranger" not in stranger.content.decode()
    assert "Words of a stranger" in stale.content.decode()
    assert (stranger.status_code, stale.status_code) == (403, 403)


def test_recovery_code_has_twelve_figures_and_is_good_once_as_it_stands_on_the_page(client, person, secret):
    codes = RecoveryCodes.activate(person).get_unused_codes()
    assert {len(code) for code in codes} == {12}
    typed = f"{codes[0][:4]} {codes[0][4:8]} {codes[0][8:]}"
    entered = [client.post(give_password(client).url, {"code": typed}).status_code]
    assert (
        f'<code class="app-code">{codes[1][:4]} {codes[1][4:8]}'
        in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    )

    client.post(reverse("account_logout"))
    entered.append(client.post(give_password(client).url, {"code": typed}).status_code)

    assert entered == [302, 200]
    assert codes[1] not in str(Authenticator.objects.get(user=person, type="recovery_codes").data)
