"""A service to back up, its backups, and a cluster of its own into which they are restored."""

import copy
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.utils import timezone

from bin.backup import back_up
from bin.restore import checked, restore
from bin.services import Postgres
from documents import store
from meetings.services import approve_minutes
from tests.databases import clone, connected_to, drop
from tests.papg.drill import DOCUMENTS, KEY, KEYS, PASSWORD, SOURCE, address, at
from tests.world import the_world


@pytest.fixture(scope="session")
def source(world_template, django_db_blocker, tmp_path_factory):
    """The world with its minutes approved, two stored documents, and somebody who is signed in and can do so again."""
    files = tmp_path_factory.mktemp("source")
    clone(world_template, SOURCE)
    with django_db_blocker.unblock(), connected_to(SOURCE), override_settings(FILES_DIR=files):
        world = copy.deepcopy(the_world())
        minutes, person, secret = world.things.minutes, world.people["planner"], generate_totp_secret()
        approve_minutes(minutes=minutes, by=world.people["chair"])
        person.set_password(PASSWORD)
        person.save()
        TOTP.activate(person, secret)
        for document in DOCUMENTS:
            store.keep(document, "application/pdf")
        Session.objects.create(session_key="of-the-planner", expire_date=timezone.now())
    yield SimpleNamespace(files=files, minutes=minutes, entry=world.things.entry, email=person.email, secret=secret)
    drop(SOURCE)


@pytest.fixture(scope="module")
def backups(source, tmp_path_factory):
    """{plain, encrypted: folder}, each in a place of its own."""
    place = tmp_path_factory.mktemp("backups")
    return {how: back_up(address("papg_backup"), source.files, place / how, key)[0] for how, key in KEYS.items()}


@pytest.fixture(scope="module")
def cluster():
    """A new PostgreSQL with nothing in it."""
    folder = Path(tempfile.mkdtemp(prefix="papg-test-"))
    folder.chmod(0o755)
    (folder / "run").mkdir(mode=0o700)
    postgres = Postgres(folder, throwaway=True)
    try:
        postgres.start()
        yield {"host": str(postgres.sockets), "user": "postgres", "dbname": "papg"}
    finally:
        postgres.stop("immediate")
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def restored(backups, cluster, tmp_path_factory):
    files = tmp_path_factory.mktemp("restored")
    assert restore(checked(backups["encrypted"], KEY), cluster, files) == ""
    return SimpleNamespace(database=cluster, files=files)


@pytest.fixture
def served(restored, django_db_blocker, settings):
    """The service on what was restored."""
    settings.FILES_DIR = restored.files
    with django_db_blocker.unblock(), at(restored.database):
        yield
