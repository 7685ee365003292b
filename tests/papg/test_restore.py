"""The drill: what is backed up comes back whole into a new cluster, and serves; what was damaged is refused."""

import itertools
import os
import random
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

import bin.restore
from bin.backup import ENCRYPTED, SUMS, as_lines, back_up, sums
from bin.encryption import Refused
from bin.processes import PROGRAMS, ROOT
from bin.restore import checked, fits, known_migrations, restore
from bin.tally import connect, differences, is_table, tally
from documents import store
from meetings.models import MinuteEntry
from tests.papg.drill import DOCUMENTS, KEY, KEYS, PASSWORD, SOURCE, address, asked_of, damaged, flip, tally_of

OTHER_KEY = bytes(32)
FLIPS, SEED = 20, 2026
SEQUENCES = "SELECT (schemaname, sequencename, last_value)::text FROM pg_sequences ORDER BY 1"
ROLES = """SELECT (rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb, rolinherit, rolconfig,
ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid ORDER BY 1))::text
FROM pg_roles WHERE rolname LIKE 'papg%' ORDER BY 1"""


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


def summed_anew(folder):
    (folder / SUMS).write_text(as_lines(sums(folder)))


@pytest.mark.parametrize("how", KEYS)
def test_no_flipped_bit_is_restored(backups, tmp_path, how):
    chance = random.Random(SEED)  # noqa: S311  the same flips each time
    parts = sorted(path.name for path in backups[how].iterdir())
    refused = []
    for number in range(FLIPS):
        name = parts[number % len(parts)]
        bit = chance.randrange((backups[how] / name).stat().st_size * 8)
        copied = damaged(backups[how], tmp_path / str(number), lambda place: flip(place / name, bit))  # noqa: B023
        with pytest.raises(Refused) as why:
            checked(copied, KEYS[how])
        refused.append(str(why.value))

    assert len(parts) == 4
    assert [why for why in refused if "damaged" in why] == refused and len(refused) == FLIPS
    assert checked(backups[how], KEYS[how]).manifest["files"] == len(DOCUMENTS)


@pytest.mark.parametrize("how", KEYS)
def test_what_is_cut_short_or_left_out_is_refused(backups, tmp_path, how):
    cuts = {"short": lambda part: os.truncate(part, part.stat().st_size - 1), "out": Path.unlink}
    for name, (cut, does) in itertools.product(sums(backups[how]), cuts.items()):
        copied = damaged(backups[how], tmp_path / name / cut, lambda place: does(place / name))  # noqa: B023
        with pytest.raises(Refused, match="damaged"):
            checked(copied, KEYS[how])
    with pytest.raises(Refused, match="is no backup"):
        checked(damaged(backups[how], tmp_path / "sums", lambda place: (place / SUMS).unlink()), KEYS[how])


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
        copied = damaged(backups["encrypted"], tmp_path / name, lambda _place: None)
        shutil.copy(other / (name + ENCRYPTED), copied)
        summed_anew(copied)
        with pytest.raises(Refused, match="not those of its manifest"):
            checked(copied, KEY)
        flip(copied / "manifest.json.encrypted", 4000)
        summed_anew(copied)
        with pytest.raises(Refused, match="does not open"):
            checked(copied, KEY)


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
    parts = "SELECT part FROM notices_heartbeat WHERE part = 'drill'"

    assert asked_of(restored.database | {"dbname": kept}, parts) == [["drill"]]
    assert asked_of(restored.database, parts) == [[]]
    with closing(connect(restored.database, autocommit=True)) as opened, opened.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {kept}")


@pytest.fixture
def place(source, cluster, restored, tmp_path, monkeypatch):
    """The environment of a place where the two commands are given."""
    environment = {
        "BACKUP_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",  # KEY
        "BACKUP_DATABASE_URL": f"postgres://papg_backup@/{address('')['host']}/{SOURCE}",
        "SUPERUSER_DATABASE_URL": f"postgres://postgres@/{cluster['host']}/papg",
        "BACKUP_DIR": str(tmp_path),
        "FILES_DIR": str(source.files),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with override_settings(BACKUP_DIR=tmp_path, FILES_DIR=tmp_path / "files"):
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


def test_who_restores_is_told_that_the_key_of_second_factors_is_another_one(backups):
    manifest = checked(backups["plain"], None).manifest
    told = [" ".join(bin.restore.what_to_do_next(one, "")) for one in (manifest, manifest | {"mfa_key": "another"})]

    assert ["MFA_KEY is not that of the backup" in sentences for sentences in told] == [False, True]
