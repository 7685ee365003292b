"""A service to back up, its backups, and a database into which one was restored."""

import copy
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.utils import timezone

from audit.anchors import anchor_newest_seal
from audit.seals import seal_new_entries
from bin.backup import KeptFiles, back_up
from bin.restore import checked, restore
from documents import store
from meetings.services import approve_minutes
from tests.backups.drill import DOCUMENTS, KEY, KEYS, PASSWORD, RESTORED, SOURCE, address, empty
from tests.databases import clone, connected_to, drop
from tests.world import the_world


@pytest.fixture(scope="session")
def source(world_template, django_db_blocker, tmp_path_factory):
    """The world with its minutes approved, two stored documents, and somebody who is signed in and can do so again."""
    files = KeptFiles(tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("anchors") / "anchors")
    clone(world_template, SOURCE)
    with django_db_blocker.unblock(), connected_to(SOURCE), override_settings(FILES_DIR=files.documents):
        world = copy.deepcopy(the_world())
        minutes, person, secret = world.things.minutes, world.people["planner"], generate_totp_secret()
        approve_minutes(minutes=minutes, by=world.people["chair"])
        person.set_password(PASSWORD)
        person.save()
        TOTP.activate(person, secret)
        for document in DOCUMENTS:
            store.keep(document, "application/pdf")
        seal_new_entries()
        anchor_newest_seal(files.anchors)
        Session.objects.create(session_key="of-the-planner", expire_date=timezone.now())
    yield SimpleNamespace(files=files, minutes=minutes, entry=world.things.entry, email=person.email, secret=secret)
    drop(SOURCE)


@pytest.fixture(scope="session")
def backups(source, tmp_path_factory):
    """{plain, encrypted: folder}, each in a place of its own."""
    place = tmp_path_factory.mktemp("backups")
    return {how: back_up(address("papg_backup"), source.files, place / how, key)[0] for how, key in KEYS.items()}


@pytest.fixture(scope="module")
def restored(backups, tmp_path_factory):
    """The database into which the encrypted one was restored, beside that from which it came."""
    clone("template1", RESTORED)
    target, files = address("postgres", RESTORED), empty(tmp_path_factory.mktemp("restored"))
    assert restore(checked(backups["encrypted"], KEY), target, files) == ""
    yield target
    drop(RESTORED)
