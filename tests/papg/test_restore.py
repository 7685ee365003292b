"""The drill: what is backed up comes back whole into a new cluster, and serves; what was damaged is refused."""

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from bin.backup import ENCRYPTED, SUMS, as_lines, back_up, sums
from bin.encryption import Refused
from bin.processes import PROGRAMS, ROOT
from bin.restore import checked, fits, known_migrations, restore
from bin.services import Postgres
from bin.tally import asked, connect, differences, is_table, tally
from documents import store
from meetings.models import MinuteEntry
from meetings.services import approve_minutes
from tests.databases import WORKER, administer, clone, connected_to, drop
from tests.world import the_world

SOURCE, PASSWORD = f"papg_{WORKER}_source", "copper lantern ferry moss"
KEY, OTHER_KEY = bytes(range(32)), bytes(32)
KEYS = {"plain": None, "encrypted": KEY}
FLIPS, SEED = 20, 2026
DOCUMENTS = [b"%PDF-1.7 Westhaven terms", b"%PDF-1.7 Eastmere terms"]
SEQUENCES = "SELECT (schemaname, sequencename, last_value)::text FROM pg_sequences ORDER BY 1"
ROLES = """SELECT (rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb, rolinherit, rolconfig,
ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid ORDER BY 1))::text
FROM pg_roles WHERE rolname LIKE 'papg%' ORDER BY 1"""


def address(user, name=SOURCE):
    return {"host": connections["default"].settings_dict["HOST"], "user": user, "dbname": name}


@pytest.fixture(scope="module")
def source(world_template, django_db_blocker, tmp_path_factory):
    """The world with its minutes approved, two stored documents, and somebody who is signed in and can sign in again."""
    files = tmp_path_factory.mktemp("source")
    clone(world_template, SOURCE)
    with django_db_blocker.unblock(), connected_to(SOURCE), override_settings(FILES_DIR=files):
        world = the_world()
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


def asked_of(database, *queries):
    with closing(connect(database)) as opened, opened.cursor() as cursor:
        return [asked(cursor, query) for query in queries]


def tally_of(database):
    with closing(connect(database)) as opened:
        return tally(opened)


# What comes back ------------------------------------------------------------------------------------------------------


def test_everything_comes_back_but_who_was_signed_in(restored, source):
    """Rows and hash of each table, what stands around them, where the numbers go on, and what the users may do."""
    there, back = tally_of(address("postgres")), tally_of(restored.database)

    assert differences(there, back) == ["table django_session"]
    assert (there["table django_session"][0], back["table django_session"][0]) == (1, 0)
    assert asked_of(address("postgres"), SEQUENCES, ROLES) == asked_of(restored.database, SEQUENCES, ROLES)
    assert {path.name: path.read_bytes() for path in restored.files.iterdir()} == {
        path.name: path.read_bytes() for path in source.files.iterdir()
    }


def test_every_table_is_compared(served, restored):
    compared = {name.removeprefix("table ") for name in tally_of(restored.database) if is_table(name)}
    rows = asked_of(restored.database, "TABLE audit_entry", "TABLE django_migrations", "TABLE documents_storedfile")

    assert compared == set(connection.introspection.table_names())
    assert all(rows) and len(rows[-1]) == len(DOCUMENTS)


def test_a_changed_row_and_a_lost_wall_are_seen(restored):
    sound = tally_of(restored.database)
    changes = {
        "table audit_entry": "ALTER TABLE audit_entry DISABLE TRIGGER ALL; UPDATE audit_entry SET verb = 'other'; "
        "ALTER TABLE audit_entry ENABLE TRIGGER ALL",
        "triggers": "ALTER TABLE audit_entry DISABLE TRIGGER USER",
        "owners and grants": "GRANT TRUNCATE ON audit_entry TO papg_app",
        "functions": "ALTER FUNCTION {} SECURITY DEFINER",
        "constraints": "ALTER TABLE groups_membership DROP CONSTRAINT {}",
    }
    [functions, constraints] = asked_of(
        restored.database,
        "SELECT pg_proc.oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = 'groups_membership'::regclass",
    )
    for name, change in changes.items():
        with closing(connect(restored.database)) as opened, opened.cursor() as cursor:
            cursor.execute(change.format({"functions": functions, "constraints": constraints}.get(name, [""])[0]))
            assert differences(sound, tally(opened)) == [name]


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


def test_the_user_that_serves_owns_nothing(served):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole)")
        assert cursor.fetchall() == [("papg_app", 0)]


def test_documents_open(served):
    assert sorted(store.bytes_of(file) for file in store.StoredFile.objects.all()) == sorted(DOCUMENTS)


# What is refused ------------------------------------------------------------------------------------------------------


def damaged(folder, place, change):
    """A copy in which `change` has done something to the folder."""
    shutil.copytree(folder, place)
    change(place)
    return place


def flip(path, bit):
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def summed_anew(folder):
    (folder / SUMS).write_text(as_lines(sums(folder)))


@pytest.mark.parametrize("how", KEYS)
def test_no_flipped_bit_is_restored(backups, tmp_path, how):
    chance = random.Random(SEED)
    parts = sorted(path.name for path in backups[how].iterdir())
    refused = []
    for number in range(FLIPS):
        name = parts[number % len(parts)]
        bit = chance.randrange((backups[how] / name).stat().st_size * 8)
        copy = damaged(backups[how], tmp_path / str(number), lambda place: flip(place / name, bit))  # noqa: B023
        with pytest.raises(Refused) as why:
            checked(copy, KEYS[how])
        refused.append(str(why.value))

    assert len(parts) == 4
    assert [why for why in refused if "damaged" in why] == refused and len(refused) == FLIPS
    assert checked(backups[how], KEYS[how]).manifest["files"] == len(DOCUMENTS)


@pytest.mark.parametrize("how", KEYS)
def test_what_is_cut_short_or_left_out_is_refused(backups, tmp_path, how):
    for number, path in enumerate(sorted(backups[how].iterdir())):
        for cut in (lambda part: os.truncate(part, part.stat().st_size - 1), lambda part: part.unlink()):
            copy = damaged(backups[how], tmp_path / f"{number}{cut.__code__.co_firstlineno}{id(cut)}", lambda _p: None)
            cut(copy / path.name)
            with pytest.raises(Refused, match="damaged|no backup"):
                checked(copy, KEYS[how])


@pytest.mark.parametrize(
    "how, key, why",
    [
        ("encrypted", OTHER_KEY, "the key is another one"),
        ("encrypted", None, "no key is set"),
        ("plain", KEY, "it is not encrypted"),
    ],
)
def test_another_key_is_refused(backups, how, key, why):
    with pytest.raises(Refused, match=why):
        checked(backups[how], key)


def test_who_has_no_key_cannot_make_a_backup_that_is_restored(backups, source, tmp_path):
    """Neither by summing anew what they changed, nor by putting in parts of another backup with the same key."""
    other, _manifest = back_up(address("papg_backup"), source.files, tmp_path / "other", KEY)
    for name in ("database.dump", "files.tar", "manifest.json"):
        copy = damaged(backups["encrypted"], tmp_path / name, lambda _place: None)
        shutil.copy(other / (name + ENCRYPTED), copy)
        summed_anew(copy)
        with pytest.raises(Refused, match="not those of its manifest"):
            checked(copy, KEY)
        flip(copy / "manifest.json.encrypted", 4000)
        summed_anew(copy)
        with pytest.raises(Refused, match="does not open"):
            checked(copy, KEY)


def test_database_that_this_version_does_not_know_is_refused(backups):
    manifest = checked(backups["plain"], None).manifest
    fits(manifest, known_migrations())

    with pytest.raises(Refused, match="does not know meetings.0099_later"):
        fits(manifest | {"migrations": [*manifest["migrations"], "meetings.0099_later"]}, known_migrations())


def test_what_came_back_otherwise_takes_nobodys_place(backups, restored, tmp_path):
    """A backup that says itself to be sound, and whose manifest speaks of another row."""
    backup = checked(backups["plain"], None)
    backup.manifest["database"]["table audit_entry"][0] += 1
    before = tally_of(restored.database)

    with pytest.raises(Refused, match="not what was backed up: table audit_entry"):
        restore(backup, restored.database, tmp_path, replace=True)

    assert tally_of(restored.database) == before
    assert databases(restored.database) == ["papg", "postgres"]


def databases(cluster):
    [names] = asked_of(cluster, "SELECT datname::text FROM pg_database WHERE NOT datistemplate ORDER BY 1")
    return names


def test_data_is_not_written_over(backups, restored, tmp_path):
    before = tally_of(restored.database)

    with pytest.raises(Refused, match="There is data"):
        restore(checked(backups["plain"], None), restored.database, tmp_path)
    with closing(connect(restored.database)), pytest.raises(Refused, match="stop it first"):
        restore(checked(backups["plain"], None), restored.database, tmp_path, replace=True)

    assert tally_of(restored.database) == before
    assert (databases(restored.database), list(tmp_path.iterdir())) == (["papg", "postgres"], [])


def test_data_is_kept_aside_when_the_word_is_given(backups, restored, tmp_path):
    with closing(connect(restored.database)) as opened, opened.cursor() as cursor:
        cursor.execute(
            "DELETE FROM notices_heartbeat; INSERT INTO notices_heartbeat (part, at) VALUES ('drill', now())"
        )
        opened.commit()
    kept = restore(checked(backups["plain"], None), restored.database, tmp_path, replace=True)
    parts = "SELECT part FROM notices_heartbeat"

    assert asked_of(restored.database | {"dbname": kept}, parts) == [["drill"]]
    assert asked_of(restored.database, parts) == asked_of(address("postgres"), parts)
    administer_at(restored.database, kept)


def administer_at(cluster, name):
    with closing(connect(cluster | {"dbname": "postgres"}, autocommit=True)) as opened, opened.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


# Backing up -----------------------------------------------------------------------------------------------------------


def test_rows_kept_from_the_owner_are_backed_up(source, tmp_path):
    """Row-level security hides everything from everybody here, and a dump that sees less is no backup."""
    walled = f"papg_{WORKER}_walled"
    clone(SOURCE, walled)
    with closing(connect(address("postgres", walled))) as opened, opened.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        opened.commit()
    _folder, manifest = back_up(address("papg_backup", walled), source.files, tmp_path / "whole")
    for user in ("papg_app", "papg_owner"):
        with pytest.raises(Refused, match="row-level security|permission denied"):
            back_up(address(user, walled), source.files, tmp_path / "less")
    [entries] = asked_of(address("postgres"), "TABLE audit_entry")
    drop(walled)

    assert manifest["database"]["table audit_entry"][0] == len(entries) > 0
    assert list((tmp_path / "less").iterdir()) == []


def test_the_user_that_backs_up_writes_nothing(source):
    for statement in ["DELETE FROM django_session", "SET default_transaction_read_only = off; TRUNCATE django_session"]:
        with closing(connect(address("papg_backup"))) as opened, pytest.raises(Exception, match="read-only|denied"):
            opened.cursor().execute(statement)


def test_document_that_is_lost_is_named(source, tmp_path):
    files = damaged(source.files, tmp_path / "files", lambda place: flip(next(place.iterdir()), 5))
    folder, manifest = back_up(address("papg_backup"), files, tmp_path / "backups")

    assert (manifest["files"], manifest["lost"]) == (1, [next(files.iterdir()).name])
    assert checked(folder, None).manifest == json.loads(json.dumps(manifest))


def test_the_two_commands(source, cluster, tmp_path, restored):
    """As make runs them: what they say, and that they say no secret."""
    administer("CREATE DATABASE papg_spare", name="papg_spare")
    drop("papg_spare")
    secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="  # KEY
    environment = os.environ | {
        "BACKUP_DIR": str(tmp_path / "backups"),
        "BACKUP_KEY": secret,
        "BACKUP_DATABASE_URL": f"postgres://papg_backup@/{address('')['host']}/{SOURCE}",
        "SUPERUSER_DATABASE_URL": f"postgres://postgres@/{cluster['host']}/papg",
        "FILES_DIR": str(source.files),
        "REDIS_URL": os.environ["REDIS_URL"].replace("?db=0", "?db=31"),
    }
    made = said("bin.backup", environment=environment)
    [folder] = (tmp_path / "backups").iterdir()
    refused = said("bin.restore", folder.name, environment=environment | {"FILES_DIR": str(tmp_path / "files")})
    done = said("bin.restore", folder.name, "yes", environment=environment | {"FILES_DIR": str(tmp_path / "files")})

    assert (made[0], refused[0], done[0]) == (0, 1, 0), (made, refused, done)
    assert f"2 files to {folder}" in made[1]
    assert "Not done: There is data in the database" in refused[1]
    assert f"and 2 files as they were at {folder.name}" in done[1]
    assert "Traceback" not in refused[1] and secret not in str((made, refused, done))
    assert differences(tally_of(address("postgres")), tally_of(cluster)) == ["table django_session"]


def said(module, *words, environment):
    command = [PROGRAMS / "python", "-B", "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr
