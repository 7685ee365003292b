"""Reading changes nothing, changing asks for a token, nothing leads off the site, and no other method is known."""

from itertools import cycle
from types import SimpleNamespace
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sessions import idle_key
from tests.access_bodies import BUTTON
from tests.access_doors import ALLAUTH, PUBLIC
from tests.access_house import (
    ARGUMENTS,
    MAY_WRITE_WHEN_READING,
    address_of,
    body_of,
    case,
    cells_of,
    session_of,
    ways,
    writes,
)
from tests.access_table import ROUTES
from tests.accounts.factors import code

pytestmark = pytest.mark.proof

READERS = ["anonymous", "administrator", "secretary", "planner"]
OTHER_METHODS = ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "INVENTED"]
FORM = "application/x-www-form-urlencoded"

# Routes with a thing each; one line of the table an address, and every address that asks nobody who they are.
ADDRESSES = {(route.name, route.thing): route for route in ROUTES}
FORMS = [route for route in {(r.name, r.thing, r.how): r for r in ROUTES}.values() if "POST" in ways(route)]


def addresses(world):
    yield from ((str(route), address_of(route, world)) for route in ADDRESSES.values())
    yield from ((name, reverse(name, args=ARGUMENTS.get(name, []))) for name in [*PUBLIC, *ALLAUTH])


def browser_of(house, name, **options):
    browser = Client(**options)
    if key := house.keys[name]:
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
        cache.set(idle_key(key), True, 60)
    return browser


def asked(house, name, method, address, body=None, **options):
    """The answer and the tables that were written to, by PostgreSQL's own count."""
    with case():
        browser = browser_of(house, name, **options)
        before = writes()
        kinds = {"GET": browser.get, "HEAD": browser.head, "POST": browser.post}
        if method in kinds:
            answer = kinds[method](address, body)
        else:
            answer = browser.generic(method, address, urlencode(body or {}), content_type=FORM)
        after = writes()
    return answer, {table for table in after if after[table] != before.get(table)}


# Safe methods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_writes_the_audit_trail_and_nothing_else(house, name, method):
    wrote = {}
    for route, address in addresses(house.world):
        _answer, tables = asked(house, name, method, address, {"do": "next", "state": "approved"})
        if tables - MAY_WRITE_WHEN_READING:
            wrote[route] = tables
    assert wrote == {}


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_other_method_is_answered_anywhere(house, method):
    wrong = {}
    for name in ["anonymous", "secretary"]:
        for route, address in addresses(house.world):
            answer, tables = asked(house, name, method, address, {"text": "Written by it"})
            if answer.status_code != 405 or tables or answer.content:
                wrong[name, route] = answer.status_code, tables
    assert wrong == {}


def test_no_header_or_field_turns_a_post_into_another_method_or_a_get_into_a_post(house):
    route = next(route for route in FORMS if route.name == "groups:membership_end")
    address = address_of(route, house.world)

    _answer, wrote = asked(house, "secretary", "GET", address, {"_method": "POST"}, headers={"x-http-method": "POST"})

    assert wrote == set()


# Tokens ---------------------------------------------------------------------------------------------------------------


def who_may(route):
    """The first of the personas whom the table lets do it; whoever is refused has no better token."""
    return next((name for name, letter in cells_of(route.cells).items() if letter in "frn"), "secretary")


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_post_without_a_token_does_nothing_and_gives_back_what_was_typed(house, route):
    body, address = body_of(route, house.world), address_of(route, house.world)

    answer, wrote = asked(house, who_may(route), "POST", address, body, enforce_csrf_checks=True)

    assert wrote == set()
    typed = [(name, one) for name, value in body.items() for one in (value if isinstance(value, list) else [value])]
    typed = [(name, value) for name, value in typed if isinstance(value, str)]
    if not typed:  # a file alone is still where it was
        assert answer.url == reverse("account_login")
        return
    assert (answer.status_code, answer.templates[0].name) == (403, "kept.html")
    assert [(name, value) for _label, name, value in answer.context["kept"]] == typed


@pytest.mark.parametrize("route", FORMS, ids=str)
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_post_from_another_site_does_nothing_and_gives_nothing_back(house, route, origin):
    """With a token that is good: whoever can set a cookie for the name could bring one."""
    body, address = body_of(route, house.world), address_of(route, house.world)
    token = "a" * 32
    with case():
        browser = browser_of(house, who_may(route), enforce_csrf_checks=True)
        browser.cookies[settings.CSRF_COOKIE_NAME] = token
        before = writes()
        answer = browser.post(address, {**body, "csrfmiddlewaretoken": token}, headers={"origin": origin})
        after = writes()

    assert (answer.status_code, answer.templates[0].name, after) == (403, "403_csrf.html", before)


@pytest.mark.parametrize("name", [*PUBLIC, *ALLAUTH])
def test_no_page_of_signing_in_takes_a_post_without_a_token(house, name):
    address = reverse(name, args=ARGUMENTS.get(name, []))

    answers = {
        who: asked(house, who, "POST", address, {"password": "x", **BUTTON}, enforce_csrf_checks=True)
        for who in ["anonymous", "planner"]
    }

    assert {who: wrote for who, (_answer, wrote) in answers.items()} == {"anonymous": set(), "planner": set()}
    assert {answer.status_code for answer, _wrote in answers.values()} == {403}


# Redirects ------------------------------------------------------------------------------------------------------------

HOSTS = ["evil.example", "evil.example:80", "127.0.0.1@evil.example", "testserver.evil.example", "[::1]"]
SHAPES = [
    "http://{}",
    "https://{}/home/",
    "//{}",
    "///{}",
    "////{}",
    "\\\\{}",
    "/\\{}",
    "\\/{}",
    "/\t/{}",
    "/\n/{}",
    "/%0d//{}",
    "https:{}",
]
PAYLOADS = [
    *[shape.format(host) for host in HOSTS for shape in SHAPES],
    "javascript:alert(1)",
    "JaVaScRiPt://testserver/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "ftp://evil.example",
    " //evil.example",
    "\u3002//evil.example",
    "//evil\u3002example",
    "http:///evil.example",
    "/home/\r\nLocation: https://evil.example",
]
NAMES = "next redirect redirect_to redirect_url return return_to return_url continue url to back referer success_url"


def leads_away(answer, address):
    """As a browser reads it: backslashes are slashes, and tabs, line ends and spaces at the ends are nothing."""
    location = answer.headers.get("Location", "")
    read = "".join(c for c in location.strip() if c not in "\t\r\n").replace("\\", "/")
    while read.startswith("///"):
        read = read[1:]
    there = urlsplit(urljoin(f"http://testserver{address}", read))
    return (there.scheme, there.netloc) != ("http", "testserver") or "\n" in location or "\r" in location


def with_payload(address, payload):
    return f"{address}?{urlencode(dict.fromkeys(NAMES.split(), payload))}"


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("name", ["anonymous", "planner"])
def test_nothing_of_signing_in_leads_off_the_site(house, name):
    away = []
    for page in ALLAUTH:
        address = reverse(page, args=ARGUMENTS.get(page, []))
        for payload in PAYLOADS:
            answer, _wrote = asked(house, name, "GET", with_payload(address, payload))
            if leads_away(answer, address):
                away.append((page, payload, answer.headers["Location"]))
    assert away == []


def test_signing_in_and_out_and_confirming_leads_to_this_site_whatever_is_asked(house):
    """Posted in the address and in the body, with a password or code that is right: a redirect each time."""
    password, secret = "copper lantern ferry moss", generate_totp_secret()
    with case():
        person = User.objects.get(pk=house.world.people["planner"].pk)
        person.set_password(password)
        person.save()
        key = session_of(SimpleNamespace(people={"planner": person}), "planner")
        anew = SimpleNamespace(keys={**house.keys, "planner": key})
        away = [
            *led_away(anew, "account_login", "anonymous", lambda: {"login": person.email, "password": password}),
            *led_away(anew, "account_logout", "planner", dict),
        ]
        TOTP.activate(person, secret)
        away += led_away(anew, "mfa_reauthenticate", "planner", lambda: {"code": code(secret)})
    assert away == []


def led_away(house, page, name, body):
    for payload in PAYLOADS:
        address = with_payload(reverse(page), payload)
        answer, _wrote = asked(house, name, "POST", address, {**body(), "next": payload, "redirect": payload})
        assert answer.status_code == 302, page
        if leads_away(answer, address):
            yield page, payload, answer.headers["Location"]


def test_no_other_page_or_form_leads_off_the_site(house):
    away, payload = [], cycle(PAYLOADS)
    for route in ADDRESSES.values():
        address = address_of(route, house.world)
        for name, method in [("anonymous", "GET"), ("secretary", "GET"), ("secretary", "POST"), ("chair", "POST")]:
            evil = next(payload)
            body = {**dict.fromkeys(NAMES.split(), evil), **body_of(route, house.world)} if method == "POST" else None
            at = with_payload(address, evil)
            answer, _wrote = asked(house, name, method, at, body, headers={"referer": "http://evil.example/"})
            if leads_away(answer, address):
                away.append((str(route), evil, answer.headers["Location"]))
    assert away == []


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/home", "/\\evil.example", "/%2f/evil.example/.."])
def test_address_that_looks_like_another_site_leads_nowhere(house, path):
    for name in ["anonymous", "planner"]:
        with case():
            answer = browser_of(house, name).generic("GET", path)
        assert not leads_away(answer, "/")
