"""The house in which everything holds a canary: asks it as anybody, and looks at all that an answer leaves behind."""

import io
import logging
import re
import zipfile
from html import unescape
from types import SimpleNamespace

import pikepdf
import pytest
import redis
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from psycopg2.sql import SQL, Identifier
from pypdf import PdfReader

from accounts.middleware import idle_key
from tests.access_house import session_of
from tests.access_people import LIKE
from tests.access_table import PERSONAS
from tests.canaries import (
    CANARY_WORD,
    called,
    everything_in,
    is_of_a_leaf,
    keys_in,
    plant,
    readers_of_all,
    tables_with_canaries,
)
from tests.canary_world import build_canary_world
from tests.databases import MIGRATED, WORKER, cloned, connect_to, connected_to

EVERYBODY = [*PERSONAS, *LIKE]


@pytest.fixture(scope="session")
def built_canary_house(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database of its own in which everything is planted, built once a worker."""
    name, before = f"papg_{WORKER}_canaries", settings.FILES_DIR
    settings.FILES_DIR = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), cloned(MIGRATED, name):
        world = build_canary_world()
        plant(name)
        keys = {persona: session_of(world, persona) for persona in EVERYBODY}
        readers = readers_of_all(world)
        connect_to(f"papg_{WORKER}")
        built = SimpleNamespace(world=world, keys=keys, readers=readers, database=name, files=settings.FILES_DIR)
        settings.FILES_DIR = before
        yield built


@pytest.fixture(scope="module")
def canary_house(built_canary_house, django_db_blocker):
    """The house, in a transaction that never commits."""
    before, settings.FILES_DIR = settings.FILES_DIR, built_canary_house.files
    try:
        with django_db_blocker.unblock(), connected_to(built_canary_house.database), transaction.atomic():
            yield built_canary_house
            transaction.set_rollback(True)
    finally:
        settings.FILES_DIR = before


@pytest.fixture
def logged():
    """All that is logged, in the form in which the service writes it; of our own lines each, whatever its level."""
    lines, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(root.handlers[0].formatter)
    ours = [logging.getLogger(name) for name in [*settings.ROOMS, "papg"]]
    root.addHandler(handler)
    for one in ours:
        one.setLevel(logging.DEBUG)
    yield lines
    for one in ours:
        one.setLevel(logging.NOTSET)
    root.removeHandler(handler)


def browser_of(house, name, **options):
    browser = Client(raise_request_exception=False, **options)
    if key := house.keys[name]:
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
        cache.set(idle_key(key), True, 60)
    return browser


def all_of(response):
    """Headers, cookies and body, as one text."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n{response.cookies}\n{unescape(text_of(content))}"


def behind():
    """Canaries in what is no thing of the record: Redis, sessions, and every other table."""
    in_redis = everything_in(redis.from_url(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        sessions = " ".join(str(SessionStore().decode(content)) for (content,) in cursor.fetchall())
        kept = [called(key) for key in keys_in(f"{in_redis} {sessions}") if is_of_a_leaf(key)]
        for table in sorted(set(connection.introspection.table_names()) - tables_with_canaries()):
            cursor.execute(SQL("SELECT thing::text FROM {table} AS thing").format(table=Identifier(table)))
            kept += [f"{table}: {word[0]}" for (row,) in cursor.fetchall() for word in CANARY_WORD.finditer(row)]
    return kept


def in_mails():
    return " ".join(f"{message.message().as_string()} {message.body} {message.subject}" for message in mail.outbox)


def text_of(document):
    if document.startswith(b"%PDF"):
        return text_of_pdf(document)
    return text_of_word(document) if document.startswith(b"PK") else document.decode()


def text_of_word(content):
    """All that a Word document holds: each part as it is written, and the words alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name).decode() for name in package.namelist()]
    return "\n".join([*parts, *(re.sub("<[^>]*>", "", part) for part in parts)])


def text_of_pdf(content):
    """All that a PDF holds: words, metadata, outline, attachments, and each string in it."""
    reader = PdfReader(io.BytesIO(content))
    words = " ".join(page.extract_text() for page in reader.pages)
    parts = [words, re.sub(r"\s", "", words), str(reader.metadata), str(reader.outline), str(reader.attachments)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts += [str(pdf.open_metadata()), *map(text_of_string, strings_of(pdf))]
    return "\n".join(parts)


def strings_of(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            yield from (bytes(value) for value in thing.values() if isinstance(value, pikepdf.String))


def text_of_string(content):
    return content.decode("utf-16-be" if content.startswith(b"\xfe\xff") else "latin-1")
