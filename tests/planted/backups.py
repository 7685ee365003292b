"""Faults against backing up and restoring."""

from tests.planted.fault import Fault

REFUSALS = "tests/backups/test_refusals.py"
PIECES = "tests/backups/test_encryption.py::test_what_was_changed_does_not_open"

FAULTS_IN_BACKUPS = [
    Fault(
        "backup-sums-not-checked",
        "A backup is taken for whole whatever its sums say.",
        [f"{REFUSALS}::test_no_flipped_bit_is_restored"],
        "bin/restore.py",
        "if (folder / SUMS).read_bytes() != as_lines(found).encode():",
        "if not (folder / SUMS).read_bytes():",
    ),
    Fault(
        "backup-manifest-not-checked",
        "Parts of another backup under the same key are taken for this one's.",
        [f"{REFUSALS}::test_who_has_no_key_cannot_make_a_backup_that_is_restored"],
        "bin/restore.py",
        'if backup.manifest["parts"] != found:',
        'if set(backup.manifest["parts"]) != set(found):',
    ),
    Fault(
        "backup-of-any-version",
        "A database that this code does not know is restored.",
        [f"{REFUSALS}::test_database_that_this_version_does_not_know_is_refused"],
        "bin/restore.py",
        'if unknown := sorted(set(manifest["migrations"]) - known):',
        'if unknown := sorted(known - known - set(manifest["migrations"])):',
    ),
    Fault(
        "restored-over-data",
        "A database with data in it makes way without being asked about.",
        [f"{REFUSALS}::test_data_is_not_written_over"],
        "bin/restore.py",
        "if has_data and not replace:",
        "if False:",
    ),
    Fault(
        "restored-under-a-running-service",
        "Nobody looks whether the service still runs on the database.",
        [f"{REFUSALS}::test_data_is_not_written_over"],
        "bin/restore.py",
        'if not is_left_alone(cursor, target["dbname"]):',
        "if False:",
    ),
    Fault(
        "restored-and-not-compared",
        "What came back is not held against the manifest.",
        [f"{REFUSALS}::test_what_came_back_otherwise_takes_nobodys_place"],
        "bin/restore.py",
        "if wrong := differences(",
        "if wrong := [] and differences(",
    ),
    Fault(
        "sessions-come-back",
        "Who was signed in when the backup was made is signed in again.",
        [f"{REFUSALS}::test_data_is_kept_aside_when_the_word_is_given"],
        "bin/restore.py",
        'cursor.execute("DELETE FROM django_session")',
        'cursor.execute("SELECT FROM django_session")',
    ),
    Fault(
        "anchors-are-lost",
        "What was anchored of the audit trail since the backup is thrown away.",
        [f"{REFUSALS}::test_data_is_kept_aside_when_the_word_is_given"],
        "bin/restore.py",
        'path.rename(path.with_name(f"{path.name}_{aside}"))',
        "path.unlink()",
    ),
    Fault(
        "trail-left-out-of-the-comparison",
        "The audit trail is not compared.",
        [f"{REFUSALS}::test_every_table_is_compared", f"{REFUSALS}::test_a_changed_row_and_a_lost_wall_are_seen"],
        "bin/tally.py",
        "for table in tables_of(cursor)}",
        'for table in tables_of(cursor) if table != "audit_entry"}',
    ),
    Fault(
        "rows-only-counted",
        "Rows are counted, and what stands in them is not compared.",
        [f"{REFUSALS}::test_a_changed_row_and_a_lost_wall_are_seen"],
        "bin/tally.py",
        "        self.sha256.update(content)\n",
        "",
    ),
    Fault(
        "walls-left-out-of-the-comparison",
        "Triggers, grants and policies may be lost on the way.",
        [f"{REFUSALS}::test_a_changed_row_and_a_lost_wall_are_seen"],
        "bin/tally.py",
        "(tables | around_the_tables())",
        "tables",
    ),
    Fault(
        "encryption-without-authentication",
        "What was changed is decrypted to something else.",
        [PIECES],
        "bin/encryption.py",
        "    return AESGCM(HKDF(SHA256(), length=KEY, salt=salt, info=name.encode()).derive(key))\n",
        (
            "    from types import SimpleNamespace\n"
            "\n"
            "    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n"
            "\n"
            "    own = HKDF(SHA256(), length=KEY, salt=salt, info=name.encode()).derive(key)\n"
            "\n"
            "    def mixed(nonce, piece):\n"
            "        counting = modes.CTR(nonce + bytes([0, 0, 0, 2]))\n"
            "        return Cipher(algorithms.AES(own), counting).encryptor().update(piece)\n"
            "\n"
            "    return SimpleNamespace(\n"
            "        encrypt=lambda nonce, piece, _: mixed(nonce, piece) + bytes(TAG),\n"
            "        decrypt=lambda nonce, piece, _: mixed(nonce, piece[:-TAG]),\n"
            "    )\n"
        ),
    ),
    Fault(
        "pieces-change-places",
        "An encrypted piece opens in another's place.",
        [PIECES],
        "bin/encryption.py",
        'number.to_bytes(11, "big")',
        "bytes(11)",
    ),
    Fault(
        "end-is-cut-off",
        "An encrypted file whose end was cut off opens.",
        [PIECES],
        "bin/encryption.py",
        "bytes([last])",
        "bytes(1)",
    ),
    Fault(
        "key-of-any-file",
        "An encrypted part opens under the name of another.",
        ["tests/backups/test_encryption.py::test_another_key_or_name_opens_nothing"],
        "bin/encryption.py",
        "info=name.encode()",
        "info=b''",
    ),
    Fault(
        "half-a-backup-stays",
        "What was begun and failed is left behind.",
        ["tests/backups/test_backup.py::test_rows_that_a_wall_hides_are_backed_up"],
        "bin/backup.py",
        "        shutil.rmtree(unfinished, ignore_errors=True)\n",
        "        pass\n",
    ),
    Fault(
        "damaged-file-is-backed-up",
        "A stored file that is not what it was goes into the backup as if it were.",
        ["tests/backups/test_backup.py::test_document_that_is_lost_is_named"],
        "bin/backup.py",
        "if hashlib.sha256(content).hexdigest() != name:",
        "if not content:",
    ),
]
