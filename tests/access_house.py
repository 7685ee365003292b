"""Asks the service as anybody, each question in a savepoint that is rolled back, and says what is wrong with an answer.

One world for a worker; a page is read once, however many lines of a table look at it.
"""

import functools
import re
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.sessions import idle_key
from audit.models import Entry, Kind
from tests.access_bodies import BODIES, BUTTON
from tests.access_people import LIKE
from tests.access_table import ANSWERS, BLOCKS, PERSONAS
from tests.databases import MIGRATED, WORKER, cloned, connect_to, connected_to
from tests.world import CANARY
from tests.world_access import build_access_world

NOT_THERE = "zzzzzzzzzz"
SIGNED_OUT = {"anonymous", "half", "disabled"}
SEES_EASTMERE = {"stranger"}  # what belongs to Eastmere is theirs to see, on pages that are nobody's in particular
ERROR = r'href="#[^"]*">([^<]+)</a>'  # a line of the error summary
# Of addresses that ask nobody who they are
ARGUMENTS = {
    "accounts:demo_sign_in": [NOT_THERE],
    "accounts:invitation_accept": ["nothing"],
    "account_reset_password_from_key": ["1", "nothing"],
    "mfa_remove_webauthn": [1],
    "openid_connect_callback": ["nothing"],
}
# {table: rows}: PostgreSQL's own count; its view of the same also reads the indexes and takes ten times as long
WRITTEN = """
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid)
        + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
# How many entries in the audit trail, where not one for what is posted and none for what is read
ENTRIES = {
    ("GET", "documents:job_download"): 1,
    ("POST", "groups:factor_reset_answer"): 3,  # on the seat, on the account, and that its sessions ended
    ("POST", "maturity:answer_write"): 2,  # the answer, and the note of its evidence
    ("POST", "maturity:gap_action"): 2,  # the action, and the answer that it comes from
    ("POST", "meetings:meeting_run"): 2,  # what was typed, and the step to the next item
}
MAY_WRITE_WHEN_READING = {"audit_entry", "django_session"}


def cells_of(cells):
    """{persona: letter}, of a line of the table with gaps between its blocks."""
    assert [len(block) for block in cells.split()] == list(BLOCKS.values()), cells
    return dict(zip(PERSONAS, cells.replace(" ", ""), strict=True))


@pytest.fixture(scope="session")
def built_house(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world and everybody’s session, in a database of their own, built once a worker."""
    name, before = f"papg_{WORKER}_access", settings.FILES_DIR
    settings.FILES_DIR = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), cloned(MIGRATED, name):
        with transaction.atomic():
            world = build_access_world()
            keys = {persona: session_of(world, persona) for persona in [*PERSONAS, *LIKE]}
            newest = Entry.objects.latest("pk").pk
        connect_to(f"papg_{WORKER}")
        built = SimpleNamespace(
            world=world, keys=keys, read={}, nowhere={}, newest_entry=newest, database=name, files=settings.FILES_DIR
        )
        settings.FILES_DIR = before
        yield built


@pytest.fixture(scope="module")
def house(built_house, django_db_blocker):
    """The house, in a transaction that never commits."""
    before, settings.FILES_DIR = settings.FILES_DIR, built_house.files
    try:
        with django_db_blocker.unblock(), connected_to(built_house.database), transaction.atomic():
            yield built_house
            transaction.set_rollback(True)
    finally:
        settings.FILES_DIR = before


@pytest.fixture
def judged(record_property):
    """Counts the cases of a test, for `make access`, and holds what was wrong with them."""
    tally = Tally()
    yield tally
    record_property("cases", tally.cases)
    record_property("unexpected", len(tally.wrong))


class Tally:
    def __init__(self):
        self.cases, self.wrong = 0, {}

    def note(self, case, complaint):
        self.cases += 1
        if complaint:
            self.wrong[case] = complaint


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
    if name == "disabled":
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    return session.session_key


@dataclass(frozen=True)
class Answer:
    status: int
    page: str
    url: str  # where it sends on to
    template: str
    wrote: set  # the tables that the request wrote to
    headers: tuple = ()  # all but those that differ with each request
    entries: tuple = ()  # the verbs of what it left in the audit trail, readings aside


@contextmanager
def case():
    """What is asked inside is forgotten after."""
    point = transaction.savepoint()
    cache.clear()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        transaction.savepoint_commit(point)  # rolled back, it still stands: the next would nest in it, ever deeper


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
            stay_signed_in(key)
        before = writes()
        response = browser.get(address) if how == "GET" else browser.post(address, body)
        page = b"".join(response.streaming_content) if response.streaming else response.content
        wrote = {table for table, count in writes().items() if count != before.get(table)}
        entries = entries_after(house.newest_entry) if "audit_entry" in wrote else ()
    templates = [template.name for template in response.templates if template.name]
    first = "".join(templates[:1])
    where, headers = response.get("Location", ""), headers_of(response)
    return Answer(response.status_code, page.decode(), where, first, wrote, headers, entries)


def stay_signed_in(key):
    """The idle clock runs, and the session is in the cache, as between two clicks of a person."""
    cache.set(idle_key(key), True, 60)
    caches[settings.SESSION_CACHE_ALIAS].set(f"{SessionStore.cache_key_prefix}{key}", session_in_database(key), 60)


@functools.cache
def session_in_database(key):
    """As it was when the house was built: what a case writes is rolled back."""
    return SessionStore(key).load()


def entries_after(newest):
    entries = Entry.objects.filter(pk__gt=newest).exclude(kind=Kind.READING).order_by("pk")
    return tuple(entries.values_list("verb", flat=True))


def headers_of(response):
    """Names and values, and which cookies are set; not the number of the request nor the CSRF token."""
    sent = [(name.lower(), value) for name, value in response.items() if name.lower() != "x-request-id"]
    return tuple(sorted(sent)), tuple(sorted(response.cookies))


EXPECTED = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def lacks_a_header(answer):
    """What the browser should have been told, over every question of the table."""
    sent = dict(answer.headers[0])
    policy = sent.get("content-security-policy", "")
    missing = [name for name, value in EXPECTED.items() if value not in sent.get(name, "")]
    if "default-src 'none'" not in policy or "unsafe" in policy:
        missing.append("content-security-policy")
    if "camera=()" not in sent.get("permissions-policy", "") or "access-control-allow-origin" in sent:
        missing.append("permissions-policy, or shared with other sites")
    return f"lacks {missing}" if missing else None


def ask_nowhere(house, name, route, how, body=None):
    """The answer of the same address about a thing that never was, for this persona."""
    key = name, route.name, how
    if key not in house.nowhere:
        house.nowhere[key] = ask_anew(house, name, how, reverse(route.name, args=[NOT_THERE]), body)
    return house.nowhere[key]


def ask_lost(house, name, how):
    """This persona's one page for whatever is not there for them, of whatever address."""
    key = name, how
    if key not in house.nowhere:
        address = reverse("overview:group_detail", args=[NOT_THERE])
        house.nowhere[key] = ask_anew(house, name, how, address, BUTTON)
    return house.nowhere[key]


def tell(answer):
    """All by which somebody could tell one answer from another."""
    return answer.status, without_token(answer.page), answer.headers


def writes():
    """{table: rows written in this transaction so far}, from PostgreSQL's own count."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def address_of(route, side):
    return reverse(route.name, args=[thing_of(side, route.thing).public_id] if route.thing else [])


def thing_of(side, name):
    if name in ("group", "authority"):
        return getattr(side, name)
    return side.seats.get(name) or getattr(side.things, name)


def body_of(route, side):
    body = BODIES.get((route.name, route.thing), BUTTON)
    return filled(body, side, thing_of(side, route.thing) if route.thing else None)


def filled(body, side, thing):
    """The body with the ids of this side in their places, and the edition of the thing."""
    seats = {name: side.seats[name].public_id for name in ["chair", "planner", "fire"]}
    others = {
        "police": side.organisations["police"].public_id,
        "undertaking": side.things.undertaking.sha256,
        "theme": side.things.theme.public_id,
        "matter_in_hand": side.things.matter_in_hand.public_id,
        "open_line": side.things.open_line.public_id,
        "secretary": side.seats["secretary"].public_id,
        "lead": side.authority.public_id,
        "partner": side.things.partner.public_id,
        "another": side.things.another.public_id,
        "orphan": f"meetings.minuteentry:{side.things.orphan.public_id}",
        "fresh_decision": side.things.open_decision.public_id,
        "guest": side.people["guest"].public_id,
        "deputyship": side.things.deputyship.public_id,
        "area": side.things.area.public_id,
        "authority": side.authority.public_id,
        "put_terms": side.things.put_terms.sha256,
        "edition": getattr(thing, "edition", ""),
    }
    return {
        field: SimpleUploadedFile("list.csv", text) if isinstance(text, bytes) else text.format(**seats, **others)
        for field, text in body.items()
    }


def ways(route):
    return ["GET", "POST"] if route.how == "form" else [route.how]


def without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


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


def complaint_about_entries(route, how, answer):
    """What is done leaves as many entries as ENTRIES says, by default one; what is read or refused leaves none."""
    done = letter_of_redirect(answer, how) == "r" if answer.url else how == "GET" and answer.status == HTTPStatus.OK
    expected = ENTRIES.get((how, route.name), int(how == "POST")) if done else 0
    return f"left the entries {answer.entries}" if len(answer.entries) != expected else None


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


def shows_too_much(name, answer):
    """Its council's name is shared reference, from which everybody chooses who comes for whom."""
    return CANARY in answer.page.replace(f"{CANARY} City Council", "") and name not in SEES_EASTMERE
