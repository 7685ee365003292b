"""What is not restored: what was damaged, forged, comes from elsewhere, or would write over data."""

import itertools
import os
import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

import bin.restore
from bin.backup import ENCRYPTED, SUMS, as_lines, back_up, sums
from bin.encryption import Refused
from bin.restore import checked, fits, known_migrations, restore
from bin.tally import connect, differences, is_table, tally
from tests.backups.drill import (
    DOCUMENTS,
    KEY,
    KEYS,
    RESTORED,
    address,
    asked_of,
    damaged,
    empty,
    flip,
    tally_of,
)
from tests.databases import drop

OTHER_KEY = bytes(32)
FLIPS, SEED = 20, 2026
TABLES = (
    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)


# What came back is compared -------------------------------------------------------------------------------------------


def test_nobody_is_signed_in_by_a_backup(restored):
    there, back = tally_of(address("postgres")), tally_of(restored)

    assert differences(there, back) == ["table django_session"]
    assert (there["table django_session"][0], back["table django_session"][0]) == (1, 0)


def test_every_table_is_compared(restored):
    compared = {name.removeprefix("table ") for name in tally_of(restored) if is_table(name)}
    rows = asked_of(restored, "TABLE audit_entry", "TABLE django_migrations", "TABLE documents_storedfile")

    assert compared == set(asked_of(restored, TABLES)[0])
    assert all(rows) and len(rows[-1]) == len(DOCUMENTS)


def test_a_changed_row_and_a_lost_wall_are_seen(restored):
    sound = tally_of(restored)
    changes = {
        "table audit_entry": "ALTER TABLE audit_entry DISABLE TRIGGER ALL; UPDATE audit_entry SET verb = 'other'; "
        "ALTER TABLE audit_entry ENABLE TRIGGER ALL",
        "triggers": "ALTER TABLE audit_entry DISABLE TRIGGER USER",
        "owners and grants": "GRANT TRUNCATE ON audit_entry TO papg_app",
        "functions": "ALTER FUNCTION {} SECURITY DEFINER",
        "constraints": "ALTER TABLE groups_membership DROP CONSTRAINT {}",
    }
    [functions, constraints] = asked_of(
        restored,
        "SELECT pg_proc.oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = 'groups_membership'::regclass",
    )
    for name, change in changes.items():
        with closing(connect(restored)) as opened, opened.cursor() as cursor:
            cursor.execute(change.format({"functions": functions, "constraints": constraints}.get(name, [""])[0]))
            assert differences(sound, tally(opened)) == [name]


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

    assert len(parts) == 5
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


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"format": 2}'])
def test_what_comes_from_elsewhere_is_refused(backups, tmp_path, manifest):
    copied = damaged(backups["plain"], tmp_path / "copy", lambda place: (place / "manifest.json").write_text(manifest))
    summed_anew(copied)

    with pytest.raises(Refused, match="no backup of PAPG|It has format 2"):
        checked(copied, None)


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
    for name in ("database.dump", "files.tar", "anchors", "manifest.json"):
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
    before = tally_of(restored)

    with pytest.raises(Refused, match="not what was backed up: table audit_entry"):
        restore(backup, restored, empty(tmp_path), replace=True)

    assert tally_of(restored) == before
    assert restored_ones() == [RESTORED]


def restored_ones():
    """Names of the databases that came of restoring."""
    [names] = asked_of(address("postgres", "postgres"), "SELECT datname::text FROM pg_database ORDER BY 1")
    return [name for name in names if name.startswith(RESTORED)]


def test_data_is_not_written_over(backups, restored, tmp_path):
    before = tally_of(restored)

    with pytest.raises(Refused, match="There is data"):
        restore(checked(backups["plain"], None), restored, empty(tmp_path))
    with closing(connect(restored)), pytest.raises(Refused, match="stop it first"):
        restore(checked(backups["plain"], None), restored, empty(tmp_path), replace=True)

    assert tally_of(restored) == before
    assert (restored_ones(), list(tmp_path.iterdir())) == ([RESTORED], [])


def test_data_is_kept_aside_when_the_word_is_given(source, backups, restored, tmp_path):
    with closing(connect(restored)) as opened, opened.cursor() as cursor:
        cursor.execute(
            "DELETE FROM notices_heartbeat; INSERT INTO notices_heartbeat (part, at) VALUES ('drill', now())"
        )
        opened.commit()
    files = empty(tmp_path)
    files.anchors.write_text("anchored since")
    kept = restore(checked(backups["plain"], None), restored, files, replace=True)
    parts = "SELECT part FROM notices_heartbeat WHERE part = 'drill'"

    assert asked_of(restored | {"dbname": kept}, parts) == [["drill"]]
    assert asked_of(restored, parts, "TABLE django_session") == [[], []]
    assert files.anchors.read_bytes() == source.files.anchors.read_bytes()
    assert files.anchors.with_name(f"anchors_{kept}").read_text() == "anchored since"
    drop(kept)


def test_who_restores_is_told_that_the_key_of_second_factors_is_another_one(backups):
    manifest = checked(backups["plain"], None).manifest
    told = [" ".join(bin.restore.what_to_do_next(one, "")) for one in (manifest, manifest | {"mfa_key": "another"})]

    assert ["MFA_KEY is not that of the backup" in sentences for sentences in told] == [False, True]
