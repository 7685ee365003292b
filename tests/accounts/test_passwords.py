"""What may be a password, asked where people choose one: the page of an invitation, and the validators behind it."""

import re
from itertools import islice
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import passwords
from accounts.models import User
from accounts.services import invited_or_known
from tests.groups.pages import errors_of

SHORT = "Make the password 15 characters or longer"
COMMON = "Many people use a password like this one. Choose three or four words that do not belong together"
FIELD = passwords.NotOfTheField().get_help_text()


def said_about(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


def long_common_ones():
    lines = (Path(passwords.BLOCKED) / "common_long.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_each_of_more_than_three_thousand_common_long_passwords_is_refused():
    common = long_common_ones()

    assert len(common) > 3000
    assert min(len(password) for password in common) >= 15
    assert [password for password in common if COMMON not in said_about(password)] == []


@pytest.mark.parametrize(
    "password",
    [
        "Password!!!!!!!2026",
        "P@ssw0rd12345678",
        "pass word pass word",
        "qwertyuiopasdfgh",
        "111111111111111111",
        "Monkey-Monkey-Monkey-1",
        "correct horse battery staple",
        "copper copper copper",
    ],
)
def test_common_password_is_known_however_it_is_spelt(password):
    assert said_about(password) == [COMMON]


def words_of_the_field():
    return sorted(passwords.words_of_the_field())


def test_two_hundred_words_of_the_field_make_no_password():
    words = words_of_the_field()

    assert len(words) > 200
    assert [word for word in words if not said_about(f"{word.title()}-{word}-2026-2026")] == []
    assert [word for word in islice(words, 200) if FIELD not in said_about(f"{word}!!2026!!2026!!2027")] == []


@pytest.mark.parametrize(
    "password", ["PAPG Protect and Prepare 2026", "council-police-fire-1", "Terror!Threat!Level!Severe"]
)
def test_words_of_the_field_put_together_are_refused(password):
    assert said_about(password) == [FIELD]


def test_words_about_the_person_and_their_groups_are_refused(world):
    planner = world.people["planner"]

    for password in ["Westhaven.planner.2026", "planner@westhaven", "Westhaven City Council 1", "Estuary westhaven 99"]:
        assert said_about(password, planner) in ([FIELD], [COMMON]), password
    assert said_about("Eastmere lantern oyster", planner) == []


@pytest.mark.parametrize(
    "password",
    [
        "marble lantern oyster quay",
        "aaaa bbbb cccc dddd eeee ffff",
        "all small letters here now",
        "83749 28374 91827 36455",
        "council lantern oyster quay",
        "ällt möjligt på svenska",
        "x" * 3 + "marble lantern" * 4 + "!" * 5,
        "marble lantern oyster quay " * 4 + "the last of it is here",
    ],
)
def test_long_words_of_one_s_own_are_accepted_whatever_signs_they_have(password):
    assert said_about(password) == []


def test_fourteen_characters_are_too_few_and_fifteen_enough():
    assert (said_about("marble lantern"), said_about("marble lantern1")) == ([SHORT], [])


@pytest.mark.parametrize("length", [64, 128])
def test_password_may_be_long_and_is_checked_exactly_as_typed(db, django_capture_on_commit_callbacks, length):
    password = (" Märble lantern oyster quay" * 6)[: length - 1] + " "
    with django_capture_on_commit_callbacks(execute=True):
        invited_or_known(email="jo@estuary.example", name="Jo Okafor")
    path = re.search(r"https?://[^/]+(/invitations/\S+)", mail.outbox[-1].body)[1]

    Client().post(path, {"name": "Jo Okafor", "password": password})

    tried = [password, password.strip(), password.lower(), password[:-2]]
    right = [bool(authenticate(email="jo@estuary.example", password=each)) for each in tried]
    assert right == [True, False, False, False]


def test_who_was_invited_into_a_group_is_told_what_to_do(world, django_capture_on_commit_callbacks):
    """The same sentences on the page of the invitation and on that of changing the password."""
    planner = world.people["planner"]
    planner.set_password("marble lantern oyster quay")
    planner.save()
    invited = User.objects.create(email="jo@estuary.example", name="Jo Okafor")

    for person, typed in [(planner, "Westhaven planner 1"), (invited, "estuary jo okafor")]:
        assert said_about(typed, person) == [FIELD]


def test_change_asks_for_the_password_now_and_says_what_is_wrong_with_the_new_one(signed_in, world):
    planner = world.people["planner"]
    planner.set_password("marble lantern oyster quay")
    planner.save()
    browser = signed_in(planner)
    change = reverse("account_change_password")

    def send(old, new):
        return browser.post(change, {"oldpassword": old, "password1": new, "password2": new})

    assert errors_of(send("marble lantern oyster quay", "passwordpassword")) == [COMMON]
    assert errors_of(send("marble lantern oyster quay", "Westhaven planner 1")) == [FIELD]
    assert errors_of(send("not this one at all", "copper thimble violin")) != []
    assert send("marble lantern oyster quay", "copper thimble violin").status_code == 302
    planner.refresh_from_db()
    assert planner.check_password("copper thimble violin")
