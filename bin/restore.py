"""Restores a backup: `make restore FROM=2026-11-25T191300Z`.

Everything is looked at before anything is touched. The database comes into a new one beside that which is there, is
held against the manifest, and only then takes the name. REPLACE=yes lets it take the place of one with data, which is
kept under another name. Stored files that are missing are put back, and the anchors of the audit trail those of then.
"""

import hashlib
import io
import json
import os
import sys
import tarfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from psycopg2.sql import SQL, Identifier

from bin.backup import (
    ANCHORS,
    DATABASE,
    ENCRYPTED,
    FILES,
    FORMAT,
    MANIFEST,
    PIECE,
    SUMS,
    address_of,
    as_lines,
    database_running,
    fingerprint,
    in_plain_words,
    kept_files,
    new_file,
    read_settings,
    run,
    sha256_of,
    sums,
    sync,
)
from bin.encryption import Refused, decrypted, key_of
from bin.tally import connect, differences, is_table, tables_of, tally

A_MOMENT = 3  # seconds
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
CREATED = [
    "CREATE DATABASE {fresh} OWNER papg_owner",
    "REVOKE ALL ON DATABASE {fresh} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {fresh} TO papg_app, papg_backup",
]
# Both at once: there is no moment with half of it
SWAPPED = "ALTER DATABASE {name} RENAME TO {aside}; ALTER DATABASE {fresh} RENAME TO {name}"


def main(wanted="", replace=""):
    with in_plain_words(), database_running():
        settings = read_settings()
        backup = checked(chosen(wanted, settings.BACKUP_DIR), key_of(os.environ))
        fits(backup.manifest, known_migrations())
        kept = restore(backup, address_of("postgres"), kept_files(settings), replace=replace == "yes")
        forget_sessions(settings.REDIS_URL)
    for sentence in what_to_do_next(backup.manifest, kept):
        print(sentence)


# Looking at it --------------------------------------------------------------------------------------------------------


@dataclass
class Backup:
    folder: Path
    key: bytes | None = field(repr=False)
    manifest: dict | None = None

    def pieces(self, name):
        """The bytes of a part, as they were before they were encrypted."""
        with (self.folder / (name + ENCRYPTED * bool(self.key))).open("rb") as file:
            yield from decrypted(file, self.key, name) if self.key else iter(lambda: file.read(PIECE), b"")


def chosen(wanted, place):
    """The folder of that name, or at that path."""
    there = sorted(path.name for path in place.glob("[!.]*"))
    if not wanted:
        raise Refused(f"Say which: make restore FROM=…, of {', '.join(there) or 'those that there are (none yet)'}")
    return next((path for path in (place / wanted, Path(wanted)) if path.is_dir()), Path(wanted))


def checked(folder, key):
    """The backup in this folder, of which every byte is what was written. Raises Refused."""
    if not (folder / SUMS).is_file():
        raise Refused(f"{folder} is no backup: it has no {SUMS}.")
    found = sums(folder)
    if (folder / SUMS).read_bytes() != as_lines(found).encode():
        raise Refused(f"{folder} is damaged: its files are not those of which {SUMS} speaks.")
    names = {name + ENCRYPTED * bool(key) for name in (DATABASE, FILES, ANCHORS, MANIFEST)}
    if names != set(found):
        raise Refused("It is encrypted, and no key is set." if not key else "A key is set, and it is not encrypted.")
    backup = Backup(folder, key)
    backup.manifest = read_manifest(backup)
    del found[MANIFEST + ENCRYPTED * bool(key)]
    if backup.manifest["parts"] != found:
        raise Refused(f"{folder} is damaged: its parts are not those of its manifest.")
    return backup


def read_manifest(backup):
    try:
        manifest = json.loads(b"".join(backup.pieces(MANIFEST)))
        written_as = manifest["format"]
    except (ValueError, LookupError, TypeError) as error:
        raise Refused(f"{backup.folder} is no backup of PAPG.") from error
    if written_as != FORMAT:
        raise Refused(f"It has format {written_as}, and this version of PAPG reads {FORMAT}.")
    return manifest


def fits(manifest, known):
    """Raises Refused where this code is older than the database."""
    if unknown := sorted(set(manifest["migrations"]) - known):
        code = manifest["code"] or "a newer one"
        raise Refused(f"This version of PAPG does not know {', '.join(unknown)}: take that of the backup, {code}.")


def known_migrations():
    import django

    django.setup()
    from django.db.migrations.loader import MigrationLoader

    return {".".join(known) for known in MigrationLoader(None).disk_migrations}


# Putting it back ------------------------------------------------------------------------------------------------------


def restore(backup, target, files, *, replace=False):
    """Returns the name under which the database that stood there is kept, if one with data did. Raises Refused."""
    name, fresh = target["dbname"], f"{target['dbname']}_restoring"
    aside = f"{name}_before_{time.strftime('%Y%m%dt%H%M%Sz', time.gmtime())}"
    with closing(connect(target | {"dbname": "postgres"}, autocommit=True)) as cluster, cluster.cursor() as cursor:
        has_data = is_in_the_way(cursor, cluster.server_version, backup.manifest, target, replace)
        try:
            change(cursor, ["DROP DATABASE IF EXISTS {fresh} WITH (FORCE)", *CREATED], fresh=fresh)
            fill(target | {"dbname": fresh}, backup)
            put_back(backup, files.documents)
            change(cursor, [SWAPPED], name=name, aside=aside, fresh=fresh)
        finally:
            change(cursor, ["DROP DATABASE IF EXISTS {fresh} WITH (FORCE)"], fresh=fresh)
        if not has_data:
            change(cursor, ["DROP DATABASE {aside}"], aside=aside)
    put_back_anchors(backup, files.anchors, aside)
    return aside if has_data else ""


def is_left_alone(cursor, name):
    """Whether nobody is connected to the database. Somebody who has just gone is still counted for a moment."""
    until = time.monotonic() + A_MOMENT
    while True:
        cursor.execute(OTHERS, [name])
        if cursor.fetchone() == (0,):
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.05)


def is_in_the_way(cursor, version, manifest, target, replace):
    """Whether a database with data stands there, which may be replaced. Raises Refused."""
    if version // 10000 < manifest["postgresql"] // 10000:
        raise Refused(f"It needs PostgreSQL {manifest['postgresql'] // 10000} or newer.")
    if not is_left_alone(cursor, target["dbname"]):
        raise Refused("The service is running on this database: stop it first.")
    has_data = holds_tables(target)
    if has_data and not replace:
        raise Refused("There is data in the database: add REPLACE=yes, and it will be kept under another name.")
    return has_data


def holds_tables(target):
    with closing(connect(target)) as connection, connection.cursor() as cursor:
        return bool(tables_of(cursor))


def change(cursor, statements, **names):
    for statement in statements:
        cursor.execute(SQL(statement).format(**{key: Identifier(name) for key, name in names.items()}))


def fill(fresh, backup):
    """The dump into the new database, which then holds what the manifest says, or is refused."""
    how = ["--exit-on-error", "--single-transaction", f"--dbname={fresh['dbname']}"]
    run("pg_restore", how, fresh, pieces=backup.pieces(DATABASE))
    with closing(connect(fresh)) as connection, connection.cursor() as cursor:
        if wrong := differences(*comparable(backup.manifest, tally(connection), connection.server_version)):
            raise Refused(f"What came back is not what was backed up: {', '.join(wrong)}.")
        cursor.execute("DELETE FROM django_session")  # who has signed out since stays signed out
        connection.commit()


def comparable(manifest, found, version):
    """Two tallies: of everything, or of the rows alone where another PostgreSQL words its definitions differently."""
    if manifest["postgresql"] // 10000 == version // 10000:
        return manifest["database"], found
    return [{name: line for name, line in one.items() if is_table(name)} for one in (manifest["database"], found)]


def put_back(backup, folder):
    """The stored files that are missing or damaged; each is looked at before it is written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = 0
    reader = io.BufferedReader(Pieces(backup.pieces(FILES)), PIECE)
    with tarfile.open(fileobj=reader, mode="r|") as tar:
        for entry in tar:
            number += 1
            content = tar.extractfile(entry).read() if entry.isfile() else b""
            if hashlib.sha256(content).hexdigest() != entry.name:
                raise Refused("A stored file in it is not what its name says.")
            path = folder / entry.name
            if not path.is_file() or sha256_of(path) != entry.name:
                write_whole(path, content)
    if number != backup.manifest["files"]:
        raise Refused(f"It has {number} stored files, and its manifest says {backup.manifest['files']}.")
    sync(folder)


def write_whole(path, content):
    unfinished = path.with_name(f".{path.name}")
    unfinished.unlink(missing_ok=True)
    with new_file(unfinished) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


class Pieces(io.RawIOBase):
    """Reads from pieces as from a file."""

    def __init__(self, pieces):
        self.pieces, self.rest = pieces, b""

    def readable(self):
        return True

    def readinto(self, buffer):
        self.rest = self.rest or next(self.pieces, b"")
        given, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def put_back_anchors(backup, path, aside):
    """Those of then; what was anchored since is kept, for it speaks of what was lost."""
    if path.exists():
        path.rename(path.with_name(f"{path.name}_{aside}"))
    if content := b"".join(backup.pieces(ANCHORS)):
        write_whole(path, content)


def forget_sessions(redis_url):
    """Redis knows who was signed in on what was there before, and what its worker should do; not running, nothing."""
    import redis

    with suppress(redis.exceptions.ConnectionError):
        redis.from_url(redis_url).flushdb()


def what_to_do_next(manifest, kept):
    tables = [number for name, (number, _sha256) in manifest["database"].items() if is_table(name)]
    yield f"Restored {sum(tables):,} rows and {manifest['files']:,} files as they were at {manifest['name']}."
    if kept:
        yield f"What stood there is kept as the database {kept}."
    if manifest["mfa_key"] != fingerprint(os.environ["MFA_KEY"]):
        yield "MFA_KEY is not that of the backup: put the old one back, or nobody's second factor works."
    yield "Everything since is gone, also that somebody left: end those seats and accounts anew (docs/running.md)."
    yield "Then start the service: its first step brings the database up to this version."


if __name__ == "__main__":
    main(*sys.argv[1:])
