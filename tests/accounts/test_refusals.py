"""Tries that failed stand in the audit trail: of whose account, never with what."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from tests.accounts.factors import PASSWORD
from tests.accounts.test_signing_in import give_password

WRONG, STRANGER = "not the password at all", "nobody@westhaven.example"


def refusals():
    return list(Entry.objects.filter(verb__endswith="refused").values_list("verb", "actor", "target", "kind", "detail"))


def test_wrong_password_is_recorded_with_whose_it_was(client, person):
    give_password(client, WRONG)
    assert refusals() == [("password refused", "", person.public_id, "sign-in", {})]


def test_unknown_address_is_recorded_as_nobody_s_and_is_not_kept(client, db):
    client.post(reverse("account_login"), {"login": STRANGER, "password": WRONG})
    assert refusals() == [("password refused", "", "", "sign-in", {})]


def test_wrong_code_is_recorded_once(client, person, secret):
    asked = give_password(client)
    client.post(asked.url, {"code": "000000"})
    assert refusals() == [("second factor refused", "", person.public_id, "sign-in", {"how": "app"})]


def test_right_password_and_tries_that_were_not_looked_at_leave_none(person, secret):
    give_password(Client())
    assert refusals() == []
    for _attempt in range(8):
        give_password(Client(), WRONG)
    assert len(refusals()) == 5  # of an account in five minutes
    assert give_password(Client(), PASSWORD).status_code != 302
    assert len(refusals()) == 5


@pytest.mark.parametrize("typed", [{"login": "", "password": ""}, {"login": STRANGER, "password": ""}])
def test_form_that_is_not_filled_in_is_no_try(client, db, typed):
    client.post(reverse("account_login"), typed)
    assert refusals() == []
