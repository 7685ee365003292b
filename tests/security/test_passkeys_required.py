"""Where the settings ask for it, as in production: who chairs a group or keeps a council's groups gives a passkey."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import Authority, Deputyship, Membership, Office
from tests.accounts.factors import PASSWORD, Passkey

HOME, SET_UP, GIVE = "overview:home", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"


@pytest.fixture(autouse=True)
def required(settings):
    settings.PASSKEYS_REQUIRED = True


def where(browser, page=HOME):
    """What a page answers, or where it sends on to."""
    answer = browser.get(reverse(page))
    return answer.url.partition("?")[0] if answer.status_code == 302 else answer.status_code


@pytest.mark.parametrize("name", ["chair", "administrator", "secretary_and_administrator"])
def test_with_a_code_alone_they_see_nothing_but_the_way_to_a_passkey(world, signed_in, name):
    TOTP.activate(world.people[name], generate_totp_secret())
    browser = signed_in(world.people[name])
    pages = [HOME, "accounts:account_detail", "accounts:session_list", "mfa_index", "account_change_password"]
    group = browser.get(world.group.get_absolute_url())

    assert {where(browser, page) for page in pages} == {reverse(SET_UP)}
    assert group.url == reverse(SET_UP)
    assert "signs in with a passkey" in browser.get(reverse(SET_UP)).content.decode()


@pytest.mark.parametrize("name", ["secretary", "planner", "adviser", "venue", "powerless_deputy_of_chair", "nobody"])
def test_everybody_else_goes_on_with_a_code(world, signed_in, name):
    assert where(signed_in(world.people[name])) == 200


def test_whoever_stands_in_for_the_chair_needs_one_too(world, signed_in):
    deputy = world.people["powerless_deputy_of_chair"]
    Deputyship.objects.filter(user=deputy).update(empowered=True)
    assert where(signed_in(deputy)) == reverse(SET_UP)


def test_page_that_sets_one_up_leads_back_to_no_page_that_leads_to_it(world, signed_in):
    back = 'class="govuk-back-link"'
    pages = {name: signed_in(world.people[name]).get(reverse(SET_UP)).content.decode() for name in ["chair", "planner"]}
    assert back not in pages["chair"]
    assert f'{back} href="{reverse("mfa_index")}"' in pages["planner"]

    beginner = Client()
    User.objects.create_user("new@westhaven.example", PASSWORD, name="New")
    beginner.post(reverse("account_login"), {"login": "new@westhaven.example", "password": PASSWORD})
    assert f'{back} href="{reverse("mfa_activate_totp")}"' in beginner.get(reverse(SET_UP)).content.decode()


def test_button_of_a_trial_counts_as_one_in_the_demo_and_nowhere_else(world, signed_in, settings):
    browser = signed_in(world.people["chair"])
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": "mfa", "type": "trial", "at": time.time()}]
    session.save()
    assert where(browser) == reverse(SET_UP)
    settings.DEMO = True
    assert where(browser) == 200


def test_passkey_that_is_set_up_opens_and_one_that_is_not_given_does_not(world, signed_in):
    chair = world.people["chair"]
    browser, passkey = signed_in(chair), Passkey(chair, origin="http://testserver")
    passkey.set_up(browser)
    assert where(browser) == 200

    phished = signed_in(chair)  # with password and code
    assert where(phished) == reverse(GIVE)
    passkey.answer(phished, reverse(GIVE))
    assert where(phished) == 200


def test_what_was_typed_by_whoever_is_made_chair_meanwhile_is_kept(world, signed_in):
    browser = signed_in(world.people["planner"])
    Membership.objects.filter(pk=world.seats["planner"].pk).update(role="chair")
    page = reverse("actions:action_raise", args=[world.group.public_id])
    answer = browser.post(page, {"text": "Mend the gate of the square"})
    assert answer.status_code == 403
    assert "Mend the gate of the square" in answer.content.decode()
    assert f'href="{reverse(SET_UP)}?next=' in answer.content.decode()
    assert browser.post(page).url == reverse(HOME)  # a button: nothing to keep


def test_where_the_settings_do_not_ask_nobody_needs_one(world, signed_in, settings):
    settings.PASSKEYS_REQUIRED = False
    assert where(signed_in(world.people["chair"])) == 200


def test_administrator_who_has_no_group_yet_needs_one(world, signed_in):
    nobody = world.people["nobody"]
    authority = Authority.objects.create(name="Fenmarsh Council", gss="E00000999", type="District", nation="England")
    Office.objects.create(user=nobody, authority=authority, role="administrator", granted_by=None)
    assert where(signed_in(nobody)) == reverse(SET_UP)

    browser = signed_in(nobody)
    Passkey(nobody, origin="http://testserver").set_up(browser)
    assert (where(browser), where(browser, "meetings:updates_owed")) == (200, 200)
