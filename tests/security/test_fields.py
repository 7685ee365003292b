"""Nobody sets a field that their form does not have: each form and role, with every field of every model posted beside.

A form is sent as it is, and again with what it never asked for; both must leave the same rows in every table. Forms
come from the access table, fields from the models and from INVENTED, so that a new one of either is tried by itself.
"""

import json
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.utils import timezone
from psycopg2.sql import SQL, Identifier

from accounts.sessions import idle_key
from tests.access_house import address_of, ask, body_of, case, ways, writes
from tests.access_table import PERSONAS, ROUTES

pytestmark = pytest.mark.proof

SHA256 = re.compile("^[0-9a-f]{64}$")
# Of what was made for this post alone
BY_CHANCE = dict.fromkeys(["token_hash", "code_at_old", "code_at_new", "content_sha256"], SHA256)
BY_CHANCE["password"] = re.compile(UNUSABLE_PASSWORD_PREFIX)
INVENTED = [
    "is_superuser",
    "is_staff",
    "is_active",
    "role",
    "group",
    "granted_by",
    "confirmed_by",
    "confirmed_at",
    "marking",
    "edition",
    "state",
    "approved_by",
    "public_id",
    "id",
    "pk",
    "user",
    "owner_id",
    "next_state",
    "permissions",
    "user_permissions",
    "groups",
    "empowered",
    "until",
    "_method",
    "admin",
    "sudo",
]
FORMS = [route for route in {(r.name, r.thing, r.how): r for r in ROUTES}.values() if "POST" in ways(route)]
ROLES = [name for name in PERSONAS if name not in ("anonymous", "half")]
FIELDS = {
    name: field
    for room in settings.ROOMS
    for model in apps.get_app_config(room).get_models(include_auto_created=True)
    for field in model._meta.get_fields()
    if isinstance(field, models.Field)
    for name in {field.name, field.attname}
}
OWN = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)"')
CHECKBOX = re.compile(r'<input\b[^>]*?\bname="([^"]+)"[^>]*?type="checkbox"|type="checkbox"[^>]*?\bname="([^"]+)"')
SOON = {str(timezone.localdate() + timedelta(days=days)) for days in range(-1, 5)}
WITHOUT = {"id", "public_id", "token_hash", "password"}  # of a new row: given at random or in turn
UNCOUNTED = {"django_session"}
FORM = "application/x-www-form-urlencoded"
AT_ONCE = 900  # fields; the service takes 2,000 values of one post


# What a post leaves ---------------------------------------------------------------------------------------------------


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT to_jsonb(it)::text FROM {} it").format(Identifier(table)))
        return [json.loads(row) for (row,) in cursor.fetchall()]


class Before:
    """The rows as they stand before each post, looked up once a file."""

    def __init__(self):
        self.tables, self.ids = {}, None
        self.leads_to = {
            (model._meta.db_table, field.column): field.related_model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.concrete_fields
            if field.related_model
        }

    def of(self, table):
        if table not in self.tables:
            self.tables[table] = {row["id"]: row for row in rows_of(table)}
        return self.tables[table]

    def public_ids(self):
        if self.ids is None:
            rows = [row for table in set(self.leads_to.values()) if "session" not in table for row in rows_of(table)]
            self.ids = {row.get("public_id") for row in rows}
        return self.ids

    def plain(self, table, column, value):
        """The value without what is given by chance or by the clock."""
        target = self.leads_to.get((table, column))
        if target and value is not None and value not in self.of(target):
            return "a new one"
        if column in BY_CHANCE and BY_CHANCE[column].match(value):
            return "a check value"
        if isinstance(value, dict | list):
            value = json.dumps(value, sort_keys=True)
        if isinstance(value, str):
            if value[:10] in SOON and "T" in value:
                return "a time"
            known = self.public_ids()
            value = re.sub(r"\b[a-z0-9]{10}\b", lambda found: found[0] if found[0] in known else "a new id", value)
            value = re.sub(r"\b[0-9a-f]{16}\b", "a digest", value)
        return value

    def differs(self, table, rows):
        """What was changed, added and taken away, in a form that two posts can be compared by."""
        stood, now = self.of(table), {row["id"]: row for row in rows}
        for key in stood.keys() | now.keys():
            old, new = stood.get(key, {}), now.get(key, {})
            changed = {c: self.plain(table, c, v) for c, v in new.items() if c not in old or old[c] != v}
            if not old:
                changed = {c: v for c, v in changed.items() if c not in WITHOUT}
            if changed or not new:
                yield json.dumps([key if old else "new", bool(new), changed], sort_keys=True)


@pytest.fixture(scope="module")
def before(house):
    return Before()


def sent(house, before, name, address, body, raises=True):
    """The status, and all that differs afterwards in any table."""
    with case():
        browser, key = Client(raise_request_exception=raises), house.keys[name]
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
        cache.set(idle_key(key), True, 60)
        counts = writes()
        status = browser.post(address, **encoded(body)).status_code
        touched = {table for table, count in writes().items() if count != counts.get(table)} - UNCOUNTED
        after = {table: rows_of(table) for table in touched}
    return status, {table: sorted(before.differs(table, rows)) for table, rows in after.items()}


def encoded(body):
    """As a browser sends it: with a file in it, in parts."""
    values = [one for value in body.values() for one in (value if isinstance(value, list) else [value])]
    files = [value for value in values if hasattr(value, "seek")]
    for file in files:
        file.seek(0)
    return {"data": body} if files else {"data": urlencode(body, doseq=True), "content_type": FORM}


# What is posted beside ------------------------------------------------------------------------------------------------


KEY = re.compile(r"-[a-z0-9]{10}-")  # of a paragraph; without it a field is that of the first


def own_fields(house, name, route, address, body):
    """The names on the page that this person gets, and those that a browser sends without a page."""
    page = ask(house, name, "GET", address).page if route.how == "form" else ""
    own = {*OWN.findall(page), *body, "csrfmiddlewaretoken"}
    return own | {KEY.sub("-", name) for name in own}, {one or two for one, two in CHECKBOX.findall(page)}


def fields_beside(own):
    prefixes = {"", *(f"{name.partition('-')[0]}-" for name in own if "-" in name)}
    return [f"{prefix}{name}" for prefix in prefixes for name in {*FIELDS, *INVENTED} if f"{prefix}{name}" not in own]


def likely(house, name):
    """A value that the field could take."""
    field = FIELDS.get(name.partition("-")[2] or name)
    if field is None or isinstance(field, models.BooleanField):
        return "on"
    if field.choices:
        return str(list(field.choices)[-1][0])
    if isinstance(field, models.DateTimeField | models.DateField):
        return "2031-01-01 00:00"
    if field.related_model:
        return str(house.world.people["stranger"].pk)
    return "999" if isinstance(field, models.IntegerField) else "Slipped in"


def beside(house, own):
    """Sets of values for all the fields that the form does not have."""
    names, seat = fields_beside(own), house.world.seats["chair"]
    return [
        {name: likely(house, name) for name in names},
        dict.fromkeys(names, "1"),
        dict.fromkeys(names, seat.public_id),
    ]


def posts(house, own, boxes, address, body):
    """(address, body) of each post with more in it than the form has."""
    for extra in beside(house, own):
        for names in batched(extra, AT_ONCE):
            yield address, {**{name: extra[name] for name in names}, **body}
    twice = {name: [value] * 2 if name in boxes else ["Sent before", value] for name, value in body.items()}
    twice |= {name: value * 2 for name, value in body.items() if isinstance(value, list)}
    evil = urlencode([(name, value) for name in body for value in ("1", "2")])
    for names in batched(fields_beside(own), AT_ONCE):
        yield f"{address}?{evil}", {**dict.fromkeys(names, ["1", "on"]), **twice}


def batched(names, number):
    names = list(names)
    return [names[start : start + number] for start in range(0, len(names), number)]


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_form_changes_what_it_asks_for_and_nothing_beside(house, before, route):
    body, address, wrong = body_of(route, house.world), address_of(route, house.world), {}
    for name in ROLES:
        own, boxes = own_fields(house, name, route, address, body)
        expected = sent(house, before, name, address, body)
        for number, (at, more) in enumerate(posts(house, own, boxes, address, body)):
            got = sent(house, before, name, at, more)
            if got != expected:
                wrong[name, number] = got, expected
    assert wrong == {}


def test_enough_is_posted():
    assert len(FORMS) * len(ROLES) * 4 >= 5000
    assert len(set(INVENTED)) >= 20


def test_difference_would_be_seen(house, before):
    """Of two posts that differ in one word, and in one role."""
    route = next(route for route in FORMS if route.name == "groups:membership_edit")
    body, address = body_of(route, house.world), address_of(route, house.world)

    found = [
        sent(house, before, "chair", address, {**body, **change})
        for change in [{}, {"name": "Another"}, {"role": "adviser"}]
    ]

    assert [status for status, _rows in found] == [302, 302, 302]
    assert found[0] != found[1] != found[2] != found[0]
