"""The drill: what is backed up comes back whole into a new cluster, and serves."""

import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test import Client, override_settings
from django.urls import reverse

import bin.restore
from audit.anchors import anchor_newest_seal
from audit.seals import seal_new_entries
from audit.services import record
from bin.processes import PROGRAMS, ROOT
from bin.restore import checked, restore
from bin.services import Postgres
from bin.tally import differences
from documents import store
from meetings.models import Meeting, MinuteEntry
from tests.backups.drill import DOCUMENTS, KEY, PASSWORD, SOURCE, address, asked_of, empty, tally_of

SEQUENCES = "SELECT (schemaname, sequencename, last_value)::text FROM pg_sequences ORDER BY 1"
ROLES = """SELECT (rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb, rolinherit, rolconfig,
ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid ORDER BY 1))::text
FROM pg_roles WHERE rolname LIKE 'papg%' ORDER BY 1"""


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
    files = empty(tmp_path_factory.mktemp("restored"))
    assert restore(checked(backups["encrypted"], KEY), cluster, files) == ""
    return SimpleNamespace(database=cluster, files=files)


@pytest.fixture
def served(restored, django_db_blocker, settings):
    """The service on what was restored."""
    settings.FILES_DIR, settings.AUDIT_ANCHOR_FILE = restored.files.documents, restored.files.anchors
    with django_db_blocker.unblock(), at(restored.database):
        yield


@contextmanager
def at(database):
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    move({alias: {"HOST": database["host"], "NAME": database["dbname"]} for alias in connections})
    try:
        yield
    finally:
        move(before)


def move(places):
    for alias, place in places.items():
        connections[alias].close()
        connections[alias].settings_dict.update(place)


# What comes back ------------------------------------------------------------------------------------------------------


def test_everything_comes_back_but_who_was_signed_in(restored, source):
    """Rows and hash of each table, what stands around them, where the numbers go on, and what the users may do."""
    there, back = tally_of(address("postgres")), tally_of(restored.database)

    assert differences(there, back) == ["table django_session"]
    assert (there["table django_session"][0], back["table django_session"][0]) == (1, 0)
    assert asked_of(address("postgres"), SEQUENCES, ROLES) == asked_of(restored.database, SEQUENCES, ROLES)
    assert content_of(restored.files.documents) == content_of(source.files.documents)
    assert restored.files.anchors.read_bytes() == source.files.anchors.read_bytes()


def content_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_people_sign_in_and_open_approved_minutes(served, source):
    browser = Client()
    asked_for_code = browser.post(reverse("account_login"), {"login": source.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(source.secret, int(time.time()) // 30))
    home = browser.post(asked_for_code.url, {"code": code})
    page = browser.get(reverse("meetings:minutes_detail", args=[source.minutes.public_id]))

    assert home.url == reverse("overview:home")
    assert page.status_code == 200
    assert "Westhaven open entry" in page.content.decode()


def test_approved_is_final_and_the_trail_stays_as_it_is(served, source):
    with pytest.raises(IntegrityError, match="final|approved"), transaction.atomic():
        MinuteEntry.objects.filter(pk=source.entry.pk).update(text="Other words")
    for change in ["UPDATE audit_entry SET verb = 'other'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]:
        with pytest.raises(DatabaseError, match="append-only|permission denied"), transaction.atomic():
            connection.cursor().execute(change)


def test_the_audit_trail_is_proved_and_sealed_on(served, capsys):
    call_command("verify_audit")
    proved = capsys.readouterr().out
    record(by=None, verb="looked round", target=Meeting.objects.first())
    anchored = seal_new_entries().count
    anchor_newest_seal(settings.AUDIT_ANCHOR_FILE)
    call_command("verify_audit")

    assert "1 seals, all is well" in proved
    assert f"audit: {anchored} entries, 2 seals, all is well" in capsys.readouterr().out


def test_the_user_that_serves_owns_nothing(served):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole)")
        assert cursor.fetchall() == [("papg_app", 0)]


def test_documents_open(served):
    assert sorted(store.bytes_of(file) for file in store.StoredFile.objects.all()) == sorted(DOCUMENTS)


@pytest.fixture
def place(source, cluster, restored, tmp_path, monkeypatch):
    """The environment of a place where the two commands are given."""
    environment = {
        "BACKUP_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",  # KEY
        "BACKUP_DATABASE_URL": f"postgres://papg_backup@/{address('')['host']}/{SOURCE}",
        "SUPERUSER_DATABASE_URL": f"postgres://postgres@/{cluster['host']}/papg",
        "BACKUP_DIR": str(tmp_path),
        "FILES_DIR": str(source.files.documents),
        "AUDIT_ANCHOR_FILE": str(source.files.anchors),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    kept = {"FILES_DIR": tmp_path / "files", "AUDIT_ANCHOR_FILE": tmp_path / "files/anchors"}
    with override_settings(BACKUP_DIR=tmp_path, **kept):
        yield environment


def test_the_two_commands(place, cluster, tmp_path, capsys):
    command = [PROGRAMS / "python", "-B", "-m", "bin.backup"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    [folder] = tmp_path.iterdir()
    with pytest.raises(SystemExit, match="Not done: There is data in the database"):
        bin.restore.main(folder.name)
    with pytest.raises(SystemExit, match=f"Say which: make restore FROM=…, of {folder.name}"):
        bin.restore.main()
    bin.restore.main(folder.name, "yes")
    said = capsys.readouterr().out

    assert (made.returncode, made.stderr) == (0, "")
    assert f"2 files to {folder}" in made.stdout and place["BACKUP_KEY"] not in made.stdout + said
    assert f"and 2 files as they were at {folder.name}" in said and "kept as the database papg_before_" in said
    assert differences(tally_of(address("postgres")), tally_of(cluster)) == ["table django_session"]
