"""What is backed up: everything, or nothing that bears the name."""

import json
from contextlib import closing

import pytest
from django.test import override_settings

from bin.backup import KeptFiles, back_up, main
from bin.encryption import Refused
from bin.restore import checked
from bin.tally import connect
from tests.backups.drill import DOCUMENTS, SOURCE, address, asked_of, damaged, flip
from tests.databases import WORKER, clone, drop


def test_rows_that_a_wall_hides_are_backed_up(source, tmp_path):
    """Row-level security hides everything from who serves here, and a dump that sees less is no backup."""
    walled = f"papg_{WORKER}_walled"
    clone(SOURCE, walled)
    with closing(connect(address("postgres", walled))) as opened, opened.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        opened.commit()
    _folder, manifest = back_up(address("papg_backup", walled), source.files, tmp_path / "whole")
    with pytest.raises(Refused, match="row-level security"):
        back_up(address("papg_app", walled), source.files, tmp_path / "less")
    [entries] = asked_of(address("postgres"), "TABLE audit_entry")
    drop(walled)

    assert manifest["database"]["table audit_entry"][0] == len(entries) > 0
    assert list((tmp_path / "less").iterdir()) == []


def test_the_user_that_backs_up_writes_nothing(source):
    for statement in ["DELETE FROM django_session", "SET default_transaction_read_only = off; TRUNCATE django_session"]:
        with closing(connect(address("papg_backup"))) as opened, pytest.raises(Exception, match="read-only|denied"):
            opened.cursor().execute(statement)


def test_a_backup_that_fails_says_why_and_leaves_the_last_good_one(source, tmp_path, monkeypatch):
    good, _manifest = back_up(address("papg_backup"), source.files, tmp_path)
    monkeypatch.setenv("BACKUP_DATABASE_URL", f"postgres://papg_backup@/{address('')['host']}/papg_nowhere")

    with override_settings(BACKUP_DIR=tmp_path), pytest.raises(SystemExit, match='Not done: .*"papg_nowhere" does not'):
        main()

    assert list(tmp_path.iterdir()) == [good]
    assert checked(good, None).manifest["files"] == len(DOCUMENTS)


def test_the_command_ends_with_an_error_when_a_document_is_lost(source, tmp_path, monkeypatch):
    monkeypatch.setenv("BACKUP_DATABASE_URL", f"postgres://papg_backup@/{address('')['host']}/{SOURCE}")

    with override_settings(BACKUP_DIR=tmp_path, FILES_DIR=tmp_path), pytest.raises(SystemExit, match="gone or damaged"):
        main()

    assert len(list(tmp_path.iterdir())) == 1


def test_document_that_is_lost_is_named(source, tmp_path):
    files = damaged(source.files.documents, tmp_path / "files", lambda place: flip(next(place.iterdir()), 5))
    kept = KeptFiles(files, source.files.anchors)
    folder, manifest = back_up(address("papg_backup"), kept, tmp_path / "backups")

    assert (manifest["files"], manifest["lost"]) == (1, [next(files.iterdir()).name])
    assert checked(folder, None).manifest == json.loads(json.dumps(manifest))
