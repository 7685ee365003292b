"""Taking a document and letting more people read need a second factor given within ten minutes."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from documents.models import Job
from groups.models import Widening
from tests.accounts.factors import code

LIMIT = 10 * 60  # seconds


@pytest.fixture
def secret():
    return generate_totp_secret()


@pytest.fixture
def secretary(world, signed_in, secret):
    """A browser, in which the second factor was given so many seconds ago: `secretary(601)`."""
    TOTP.activate(world.people["secretary"], secret)

    def browser(seconds):
        browser = signed_in(world.people["secretary"])
        session = browser.session
        records = session[AUTHENTICATION_METHODS_SESSION_KEY]
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**each, "at": time.time() - seconds} for each in records]
        session.save()
        return browser

    return browser


def terms_export(world):
    return reverse("groups:terms_export", args=[world.things.terms.public_id])


def is_asked(answer):
    return answer.status_code == 302 and answer.url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize(("seconds", "asked"), [(LIMIT - 20, False), (LIMIT + 1, True)])
def test_document_is_asked_for_with_a_fresh_factor(world, secretary, seconds, asked):
    answer = secretary(seconds).post(terms_export(world))

    assert is_asked(answer) is asked
    assert Job.objects.count() == (0 if asked else 1)


def test_button_that_was_pressed_is_pressed_by_itself_after_the_code(world, secretary, secret):
    browser = secretary(LIMIT + 1)
    asked = browser.post(terms_export(world))

    answer = browser.post(asked.url, {"code": code(secret)})

    job = Job.objects.get()
    assert answer.url == reverse("documents:job_detail", args=[job.public_id])
    assert job.by == world.people["secretary"]


@pytest.mark.parametrize(("seconds", "asked"), [(LIMIT - 20, False), (LIMIT + 1, True)])
def test_document_is_taken_with_a_fresh_factor(world, secretary, seconds, asked):
    secretary(0).post(terms_export(world))

    answer = secretary(seconds).get(reverse("documents:job_download", args=[Job.objects.get().public_id]))

    assert is_asked(answer) is asked


def limits(audience):
    return {"do": "set", "marking": "official_sensitive", "audience": audience, "reason": "The fire service acts on it"}


def open_wider(browser, world, audience="everyone"):
    page = reverse("groups:standing_item_readers", args=[world.things.standing_restricted.public_id])
    return browser.post(page, limits(audience))


def test_widening_comes_back_with_all_that_was_typed_until_the_factor_is_fresh(world, secretary, secret):
    browser = secretary(LIMIT + 1)

    kept = open_wider(browser, world)

    page = kept.content.decode()
    assert kept.status_code == 403
    assert "The fire service acts on it" in page
    assert f"{reverse('mfa_reauthenticate')}?next={reverse('accounts:factor_given')}" in page
    assert not Widening.objects.exists()

    confirmed = browser.post(
        reverse("mfa_reauthenticate"), {"code": code(secret), "next": reverse("accounts:factor_given")}
    )
    assert confirmed.url == reverse("accounts:factor_given")
    assert open_wider(browser, world).status_code == 302
    assert Widening.objects.get().reason == "The fire service acts on it"


def test_narrowing_asks_for_nothing(world, secretary):
    browser = secretary(LIMIT + 1)

    assert open_wider(browser, world, audience="authority").status_code == 302
    world.things.standing_restricted.refresh_from_db()
    assert world.things.standing_restricted.audience == "authority"


def test_who_agrees_to_a_widening_gives_a_fresh_factor(world, secretary, signed_in):
    open_wider(signed_in(world.people["chair"]), world)
    page = reverse("groups:standing_item_readers", args=[world.things.standing_restricted.public_id])

    assert is_asked(secretary(LIMIT + 1).post(page, {"do": "agree"}))
    assert Widening.objects.get().state == Widening.State.WAITING
    secretary(0).post(page, {"do": "agree"})
    assert Widening.objects.get().state == Widening.State.AGREED


def test_password_is_changed_with_a_fresh_factor_and_typed_anew_after_it(world, secretary, secret):
    person = world.people["secretary"]
    person.set_password("copper lantern ferry moss")
    person.save()
    page, new = reverse("account_change_password"), "marble lantern oyster quay"
    typed = {"oldpassword": "copper lantern ferry moss", "password1": new, "password2": new}
    browser = secretary(LIMIT + 1)

    asked = browser.post(page, typed)
    assert is_asked(asked)
    assert new not in str(dict(browser.session))
    assert browser.post(asked.url, {"code": code(secret)}).url == page

    browser.post(page, typed)
    person.refresh_from_db()
    assert person.check_password(new)


def test_another_s_confirmation_is_of_no_use(world, secretary, signed_in):
    """The record belongs to the session and to the person in it."""
    signed_in(world.people["chair"])

    assert is_asked(secretary(LIMIT + 1).post(terms_export(world)))


def test_trial_sign_in_counts_as_fresh_in_the_demo_and_nowhere_else(world, secretary, settings):
    browser = secretary(LIMIT + 1)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": "mfa", "type": "trial", "at": time.time() - LIMIT - 1}]
    session.save()

    assert is_asked(browser.post(terms_export(world)))
    settings.DEMO = True
    assert not is_asked(browser.post(terms_export(world)))
