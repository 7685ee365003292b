"""Another e-mail address: confirmed at the old one and at the new one, and the old one is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AddressChange, User
from audit.models import Entry
from tests.security.test_doors import wait_for_mails
from tests.world import make_person

OLD, NEW = "a.person@westhaven.example", "a.person@estuary.example"
PAGE = "accounts:address_change"


@pytest.fixture
def person(db):
    return User.objects.create_user(OLD, "copper lantern ferry moss", name="A Person")


@pytest.fixture
def browser(signed_in, person):
    return signed_in(person)


@pytest.fixture
def ask(browser, django_capture_on_commit_callbacks):
    """Asks for a new address and gives the codes that were sent: {address: code}."""

    def ask(email=NEW, mails=2):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(reverse(PAGE), {"email": email})
        return {message.to[0]: message.body.split("mailbox:")[1].split()[0] for message in wait_for_mails(mails)}

    return ask


def give(browser, at_old, at_new):
    return browser.post(reverse(PAGE), {"code_at_old": at_old, "code_at_new": at_new})


def address_of(person):
    return User.objects.get(pk=person.pk).email


def test_both_codes_change_the_address_and_both_mailboxes_are_told(
    browser, person, ask, django_capture_on_commit_callbacks
):
    codes = ask()
    assert address_of(person) == OLD

    with django_capture_on_commit_callbacks(execute=True):
        give(browser, codes[OLD], codes[NEW])

    assert address_of(person) == NEW
    told = wait_for_mails(4)[2:]
    assert {message.to[0] for message in told} == {OLD, NEW}
    assert {message.subject for message in told} == {"The e-mail address of a PAPG account was changed"}
    assert not any(NEW in message.body or OLD in message.body for message in told)
    assert Entry.objects.filter(actor=person.public_id, verb="e-mail address changed").count() == 1


@pytest.mark.parametrize("which", ["old twice", "new twice", "changed round", "made up"])
def test_code_of_one_mailbox_alone_changes_nothing(browser, person, ask, which):
    codes = ask()
    given = {
        "old twice": (codes[OLD], codes[OLD]),
        "new twice": (codes[NEW], codes[NEW]),
        "changed round": (codes[NEW], codes[OLD]),
        "made up": ("00000000", codes[NEW]),
    }[which]

    assert "These are not the two codes" in give(browser, *given).content.decode()
    assert address_of(person) == OLD


def test_five_wrong_tries_end_it(browser, person, ask):
    codes = ask()

    for _try in range(5):
        give(browser, "00000000", "00000000")
    give(browser, codes[OLD], codes[NEW])

    assert address_of(person) == OLD


def test_codes_run_out_after_an_hour_and_are_good_once(browser, person, ask):
    codes = ask()
    AddressChange.objects.update(asked_at=timezone.now() - timedelta(hours=1, seconds=1))
    give(browser, codes[OLD], codes[NEW])
    assert address_of(person) == OLD

    codes = ask("third@estuary.example")
    give(browser, codes[OLD], codes["third@estuary.example"])
    User.objects.filter(pk=person.pk).update(email=OLD)
    give(browser, codes[OLD], codes["third@estuary.example"])
    assert address_of(person) == OLD


def test_taken_address_is_answered_as_a_free_one(browser, person, ask):
    make_person("taken")
    answers = []
    for email, mails in [("taken@westhaven.example", 1), ("free@westhaven.example", 2)]:
        browser.post(reverse(PAGE), {"do": "again"})
        codes = ask(email, mails)
        answers.append(browser.get(reverse(PAGE)).content.decode().replace(email, "…"))
        assert set(codes) == ({OLD} if mails == 1 else {OLD, email})

    def words(page):
        return [line for line in page.splitlines() if "csrf" not in line]

    assert words(answers[0]) == words(answers[1])


def test_change_needs_a_session_of_one_s_own(person, ask, signed_in):
    codes = ask()

    for other in [Client(), signed_in(make_person("another"))]:
        give(other, codes[OLD], codes[NEW])

    assert address_of(person) == OLD


def test_codes_stand_nowhere_in_the_database(ask):
    codes = ask()

    row = AddressChange.objects.get()
    assert not set(codes.values()) & {row.code_at_old, row.code_at_new}


def test_old_address_neither_signs_in_nor_gets_a_new_password_any_more(browser, person, ask):
    Client().post(reverse("account_reset_password"), {"email": OLD})
    wait_for_mails(1)
    codes = ask()
    give(browser, codes[OLD], codes[NEW])
    mail.outbox.clear()

    Client().post(reverse("account_reset_password"), {"email": OLD})
    wait_for_mails(0)
    answers = [
        Client().post(reverse("account_login"), {"login": login, "password": "copper lantern ferry moss"}).status_code
        for login in (OLD, NEW)
    ]
    assert answers == [200, 302]
