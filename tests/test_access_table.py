"""Asks the service every question of tests/access_table.py, each in a savepoint that is rolled back."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.middleware import idle_key
from groups.roles import ROLE_PERMISSIONS, Permission
from meetings.models import MinuteEntry
from tests.access_bodies import BODIES, BUTTON
from tests.access_table import (
    ALLAUTH,
    ANSWERS,
    BLOCKS,
    PERSONAS,
    PUBLIC,
    READING,
    ROLE_COLUMNS,
    ROLES,
    ROLES_TO_COME,
    ROUTES,
    STATES,
)
from tests.world import CANARY
from tests.world_access import build_access_world, grant
from tests.world_meetings import make_entry

NOT_THERE = "zzzzzzzzzz"
SEES_EASTMERE = {"stranger"}  # what belongs to Eastmere is theirs to see, on pages that are nobody's in particular
ERROR = r'href="#[^"]*">([^<]+)</a>'  # a line of the error summary
MAY_WRITE_WHEN_READING = {"audit_entry", "django_session"}


def cells_of(cells):
    """{persona: letter}, of a line of the table with gaps between its blocks."""
    assert [len(block) for block in cells.split()] == list(BLOCKS.values()), cells
    return dict(zip(PERSONAS, cells.replace(" ", ""), strict=True))


# Roles ----------------------------------------------------------------------------------------------------------------


def roles_that_differ(roles=ROLE_PERMISSIONS):
    """Each cell of the role table in which the code and the policy disagree."""
    return [
        (permission, role)
        for permission, cells in ROLES.items()
        for role, cell in zip(ROLE_COLUMNS, cells.replace(" ", ""), strict=True)
        if (cell == "x") != (Permission(permission) in roles[role])
    ]


def test_roles_give_what_the_policy_says():
    assert roles_that_differ() == []


def test_every_permission_and_role_is_in_the_policy():
    assert sorted(Permission) == sorted(ROLES)
    assert sorted(ROLE_PERMISSIONS) == sorted(ROLE_COLUMNS)
    assert not set(ROLES) & set(ROLES_TO_COME)


# Routes: the rig ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, built once for this file in a transaction that never commits; and everybody signed in."""
    before, settings.FILES_DIR = settings.FILES_DIR, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                world = build_access_world()
                keys = {name: session_of(world, name) for name in PERSONAS}
                yield SimpleNamespace(world=world, keys=keys, read={}, nowhere={})
                transaction.set_rollback(True)
        finally:
            connection.close()
            settings.FILES_DIR = before


def session_of(world, name):
    """The key of the session that each persona left when they signed in."""
    if name == "anonymous":
        return None
    browser = Client()
    person = world.people["planner" if name == "half" else name]
    browser.force_login(person)
    session = browser.session
    if name != "half":
        session["account_authentication_methods"] = [{"method": "mfa", "at": 4e9, "type": "totp"}]
        session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return session.session_key


@dataclass(frozen=True)
class Answer:
    status: int
    page: str
    url: str  # where it sends on to
    template: str
    wrote: set  # the tables that the request wrote to


@contextmanager
def case():
    """What is asked inside is forgotten after."""
    point = transaction.savepoint()
    cache.clear()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def ask(house, name, how, address, body=None):
    """What this persona is answered. A page is read once, however many lines of the table look at it."""
    if how == "POST":
        return ask_anew(house, name, how, address, body)
    if (name, address) not in house.read:
        house.read[name, address] = ask_anew(house, name, how, address)
    return house.read[name, address]


def ask_anew(house, name, how, address, body=None):
    with case():
        browser = Client()
        if key := house.keys[name]:
            browser.cookies[settings.SESSION_COOKIE_NAME] = key
            cache.set(idle_key(key), True, 60)
        before = writes()
        response = browser.get(address) if how == "GET" else browser.post(address, body)
        page = b"".join(response.streaming_content) if response.streaming else response.content
        wrote = {table for table, count in writes().items() if count != before.get(table)}
    templates = [template.name for template in response.templates if template.name]
    return Answer(response.status_code, page.decode(), response.get("Location", ""), "".join(templates[:1]), wrote)


def ask_nowhere(house, name):
    """The answer to an address at which there is nothing, for this persona."""
    if name not in house.nowhere:
        house.nowhere[name] = ask_anew(house, name, "GET", reverse("actions:action_detail", args=[NOT_THERE]))
    return house.nowhere[name]


def writes():
    """{table: rows written in this transaction so far}, from PostgreSQL's own count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def address_of(route, side):
    return reverse(route.name, args=[thing_of(side, route.thing).public_id] if route.thing else [])


def thing_of(side, name):
    if name in ("group", "authority"):
        return getattr(side, name)
    return side.seats.get(name) or getattr(side.things, name)


def body_of(route, side):
    body = BODIES.get((route.name, route.thing), BUTTON)
    thing = thing_of(side, route.thing) if route.thing else None
    seats = {name: side.seats[name].public_id for name in ["chair", "planner", "fire"]}
    others = {
        "police": side.organisations["police"].public_id,
        "undertaking": side.things.undertaking.sha256,
        "theme": side.things.theme.public_id,
        "matter_in_hand": side.things.matter_in_hand.public_id,
        "edition": getattr(thing, "edition", ""),
    }
    return {field: text.format(**seats, **others) for field, text in body.items()}


def ways(route):
    return ["GET", "POST"] if route.how == "form" else [route.how]


def without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


# Routes: the questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everybody_gets_what_the_policy_says(house, route):
    world, wrong = house.world, {}
    for name, letter in cells_of(route.cells).items():
        shows = shown_to(name, route, world)
        for how in ways(route):
            answer = ask(house, name, how, address_of(route, world), body_of(route, world))
            complaint = complaint_about(letter, how, shows, answer) or unlike_nothing(house, name, letter, answer)
            if shows_too_much(name, answer):
                complaint = "shows the other group’s text"
            if reading_left_no_trace(route, how, letter, answer):
                complaint = "shows what is sensitive, and no reading is recorded"
            if complaint:
                wrong[f"{how} as {name}"] = complaint
    assert wrong == {}


def shown_to(name, route, world):
    ids = {thing: getattr(world.things, thing).public_id for thing in ["asked", "unasked"]}
    return route.shows.format(word=world.word, email=getattr(world.people.get(name), "email", "nobody"), **ids)


def complaint_about(letter, how, shows, answer):
    """What is wrong with an answer, or None."""
    got = letter_of(answer, how, shows)
    expected = {"f": "o" if how == "GET" else "r"}.get(letter, letter)
    if got != expected:
        return f"expected {expected} ({ANSWERS[expected]}), got {got}"
    if got != "r" and how == "POST" and answer.wrote - {"django_session"}:
        return f"nothing was done, and yet it wrote {answer.wrote}"
    if how == "GET" and not answer.wrote <= MAY_WRITE_WHEN_READING:
        return f"reading wrote {answer.wrote}"
    return None


def reading_left_no_trace(route, how, letter, answer):
    return how == "GET" and letter in "of" and shows_what_is_sensitive(route) and "audit_entry" not in answer.wrote


def shows_what_is_sensitive(route):
    """The fire service may read it, and a venue, an observer and whoever is not cleared may not."""
    cells = cells_of(route.cells)
    kept_from = "".join(cells[name] for name in ["venue", "observer", "unconfirmed", "not_undertaken"])
    return cells["fire"] in "of3" and set(kept_from) <= set("hw")


def letter_of(answer, how, shows):
    """The answer in the table's letters; what has none, in words."""
    shown = bool(shows) and shows in answer.page
    if answer.status == HTTPStatus.FOUND:
        return letter_of_redirect(answer, how)
    if answer.status == HTTPStatus.OK and how == "GET":
        return "o" if shown else "h"
    if shown and answer.template != "kept.html":  # which repeats what was posted
        return f"{answer.status} that shows “{shows}”"
    if answer.status == HTTPStatus.NOT_FOUND:
        return "4"
    if answer.status == HTTPStatus.FORBIDDEN:
        return {"kept.html": "s", "withheld.html": "w", "403.html": "3"}.get(answer.template, answer.template)
    return f"{answer.status}: {re.findall(ERROR, answer.page)[:5]}"


def letter_of_redirect(answer, how):
    if answer.url.startswith(reverse("account_login")):
        return "s"
    if answer.url.startswith(reverse("mfa_activate_totp")):
        return "2"
    return "n" if how == "POST" and "audit_entry" not in answer.wrote else "r"


def unlike_nothing(house, name, letter, answer):
    """A 404 must be that of an address at which there never was anything."""
    if letter != "4" or without_token(answer.page) == without_token(ask_nowhere(house, name).page):
        return None
    return "a 404 that differs from that of no thing at all"


def shows_too_much(name, answer):
    """Its council's name is shared reference, from which everybody chooses who comes for whom."""
    return CANARY in answer.page.replace(f"{CANARY} City Council", "") and name not in SEES_EASTMERE


ADDRESSES = list({(route.name, route.how, route.thing): route for route in ROUTES if route.thing}.values())


@pytest.mark.parametrize("route", ADDRESSES, ids=lambda route: f"{route.how} {route.name} {route.thing}")
def test_other_group_answers_as_if_nothing_were_there(house, route):
    other, wrong = house.world.other, {}
    for name in [name for name in PERSONAS if name not in {"anonymous", "half", *SEES_EASTMERE}]:
        for how in ways(route):
            answer = ask(house, name, how, address_of(route, other), body_of(route, other))
            if (
                complaint_about("4", how, CANARY, answer)
                or unlike_nothing(house, name, "4", answer)
                or shows_too_much(name, answer)
            ):
                wrong[f"{how} as {name}"] = answer.status
    assert wrong == {}


# Routes: completeness -------------------------------------------------------------------------------------------------


def named_urls(patterns=None, space=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from named_urls(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def test_every_address_of_the_service_has_a_line():
    assert sorted(set(named_urls())) == sorted({route.name for route in ROUTES} | set(PUBLIC) | set(ALLAUTH))


def test_every_address_opens_to_somebody_and_not_to_everybody():
    """Over all lines of an address: a person who gets content or does it, and one who does not."""
    letters = {}
    for route in ROUTES:
        letters.setdefault(route.name, set()).update(route.cells.replace(" ", ""))
    assert [name for name, seen in letters.items() if not seen & set("orf") or not seen & set("s24")] == []


# Addresses that ask nobody who they are -------------------------------------------------------------------------------

ARGUMENTS = {
    "accounts:demo_sign_in": [NOT_THERE],
    "accounts:invitation_accept": ["nothing"],
    "account_reset_password_from_key": ["1", "nothing"],
}
LETTERS = {HTTPStatus.OK: "o", HTTPStatus.NOT_FOUND: "4", HTTPStatus.FOUND: "r"}


def plain_letter(house, persona, name, how="GET"):
    answer = ask(house, persona, how, reverse(name, args=ARGUMENTS.get(name, [])), BUTTON)
    assert not shows_too_much(persona, answer)
    assert answer.wrote <= MAY_WRITE_WHEN_READING
    return letter_of_redirect(answer, "GET") if answer.url else LETTERS.get(answer.status, str(answer.status))


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_open_to_everybody(house, name):
    how = "POST" if name == "accounts:demo_sign_in" else "GET"
    assert {persona: plain_letter(house, persona, name, how) for persona in PERSONAS} == dict.fromkeys(
        PERSONAS, PUBLIC[name]
    )


@pytest.mark.parametrize("name", ALLAUTH)
def test_pages_of_signing_in(house, name):
    letters = [plain_letter(house, persona, name) for persona in ["anonymous", "half", "planner"]]
    assert " ".join(letters) == ALLAUTH[name]


# Reading --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STATES)
def test_states_of_the_record_are_read_by_those_whom_the_policy_lets(house, name):
    thing, expected = getattr(house.world.things, name), cells_of(STATES[name])
    readers = [
        persona
        for persona in list(PERSONAS)[2:]
        if type(thing).objects.visible_to(house.world.people[persona]).filter(pk=thing.pk).exists()
    ]
    assert readers == [persona for persona, cell in expected.items() if cell == "x"]


def test_entries_are_read_by_those_whom_the_policy_lets(house):
    wrong = []
    people = {name: house.world.people[name] for name in list(PERSONAS)[2:]}
    for (audience, marking), cells in READING.items():
        with case():
            entry = entry_for(house.world, people.values(), audience, marking)
            expected = cells_of(cells)
            for name, person in people.items():
                reads = MinuteEntry.objects.visible_to(person).filter(pk=entry.pk).exists()
                if reads != (expected[name] == "x"):
                    wrong.append((name, audience, marking, reads))
    assert wrong == []


def entry_for(world, people, audience, marking):
    entry = make_entry(world, world.things.held_item, 99, "entry", audience=audience, marking=marking)
    for person in people:
        if audience == "named":
            grant(entry, entry.readers.model, "meetings.view_minuteentry", person, world.people["grantor"])
    return entry
