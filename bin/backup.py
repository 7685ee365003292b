"""Backs up database and stored files into a folder of their own: `make backup`.

BACKUP_DIR/2026-11-25T191300Z/    appears when it is whole, under a hidden name before
    database.dump    pg_dump's custom format
    files.tar        the stored files that this database names
    anchors          what vouches for the audit trail outside the database; empty where there is nothing
    manifest.json    what is in it, and what a restored one must hold
    SHA256SUMS       of these; `sha256sum --check SHA256SUMS` needs neither PAPG nor the key

With BACKUP_KEY or BACKUP_KEY_FILE set, all but the last are encrypted. Nothing is ever deleted here.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from bin import services
from bin.encryption import EncryptedWriter, Refused, key_of
from bin.tally import asked, connect, is_table, tables_of, tally

FORMAT = 1
ENCRYPTED = ".encrypted"
# Not what is made for one reader and kept for a day: that would live on in the backup, and may go while it is written
KEPT = """
    SELECT sha256 FROM documents_storedfile AS file WHERE NOT EXISTS (
        SELECT FROM documents_job WHERE file_id = file.id AND expires_at IS NOT NULL) ORDER BY 1
"""
DATABASE, FILES, ANCHORS = "database.dump", "files.tar", "anchors"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
PIECE = 2**20


def main():
    with in_plain_words(), database_running():
        settings = read_settings()
        key = key_of(os.environ)
        folder, manifest = back_up(address_of("papg_backup"), kept_files(settings), settings.BACKUP_DIR, key)
    rows = sum(number for name, (number, _sha256) in manifest["database"].items() if is_table(name))
    print(f"Backed up {rows:,} rows and {manifest['files']:,} files to {folder}", "" if key else "(not encrypted)")
    if manifest["lost"]:
        sys.exit(f"These stored files are gone or damaged, and so are not in it: {', '.join(manifest['lost'])}")


@dataclass(frozen=True)
class KeptFiles:
    """What the service keeps outside its database."""

    documents: Path
    anchors: Path


def kept_files(settings):
    return KeptFiles(settings.FILES_DIR, settings.AUDIT_ANCHOR_FILE)


def back_up(database, files, place, key=None):
    """(the new backup's folder, its manifest). What fails half-way leaves nothing behind, and earlier ones alone."""
    name = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime())
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = place / f".{name}.unfinished"
    unfinished.mkdir(mode=0o700)
    try:
        manifest = write_all(unfinished, name, database, files, key)
        sync(unfinished)
        unfinished.rename(place / name)
        sync(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return place / name, manifest


def write_all(folder, name, database, files, key):
    """In this order: a seal that is anchored is in the database by then, and a document that the database names is in
    the store, since both are written once and stay."""
    with part(folder, ANCHORS, key) as anchors:
        anchors.write(files.anchors.read_bytes() if files.anchors.is_file() else b"")
    with closing(connect(database)) as connection, connection.cursor() as cursor:
        if not tables_of(cursor):
            raise Refused("The database is empty: there is nothing to back up.")
        [snapshot] = asked(cursor, "SELECT pg_export_snapshot()")
        with part(folder, DATABASE, key) as dump:
            run("pg_dump", ["--format=custom", f"--snapshot={snapshot}"], database, to=dump)
        named = asked(cursor, KEPT)
        with part(folder, FILES, key) as archive:
            lost = write_files(archive, files.documents, named)
        manifest = {
            "format": FORMAT,
            "name": name,
            "code": commit(),
            "postgresql": connection.server_version,
            "migrations": asked(cursor, "SELECT app || '.' || name FROM django_migrations ORDER BY 1"),
            "mfa_key": fingerprint(os.environ["MFA_KEY"]),
            "database": tally(connection),
            "files": len(named) - len(lost),
            "lost": lost,
            "parts": sums(folder),
        }
    with part(folder, MANIFEST, key) as text:
        text.write(json.dumps(manifest, indent=1).encode())
    with part(folder, SUMS, key=None) as text:
        text.write(as_lines(sums(folder)).encode())
    return manifest


@contextmanager
def part(folder, name, key):
    """Something to write one part to, which is on the disk afterwards."""
    path = folder / (name + ENCRYPTED * bool(key))
    with new_file(path) as file:
        writer = EncryptedWriter(file, key, name) if key else file
        yield writer
        if key:
            writer.close()
        file.flush()
        os.fsync(file.fileno())


def write_files(archive, folder, named):
    """Writes these files as a tar archive; returns the names of those that are gone or not what they were."""
    lost = []
    with tarfile.open(fileobj=archive, mode="w|") as tar:
        for name in named:
            content = (folder / name).read_bytes() if (folder / name).is_file() else b""
            if hashlib.sha256(content).hexdigest() != name:
                lost.append(name)
                continue
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return lost


# For both ways --------------------------------------------------------------------------------------------------------


@contextmanager
def in_plain_words():
    """Whatever cannot be done ends the program with a sentence, and never with rows or a key in a traceback."""
    try:
        yield
    except (Refused, OSError, psycopg2.Error, KeyboardInterrupt) as why:
        sys.exit(f"Not done: {(str(why) or type(why).__name__).splitlines()[0]}")


@contextmanager
def database_running():
    """The private PostgreSQL, for as long as it is needed; a DATABASE_URL from outside says that another one runs."""
    if "DATABASE_URL" in os.environ:
        yield
        return
    postgres, redis = services.private_services()
    services.write_environment(postgres, redis)
    ours = [] if postgres.is_running() else [postgres]
    try:
        for service in ours:
            service.start()
        yield
    finally:
        services.stop_those_running(ours)


def read_settings():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "papg.settings")
    from django.conf import settings

    settings.FILES_DIR  # noqa: B018  reads them, and with them var/env
    return settings


def address_of(user):
    """How psycopg2 reaches the database as this user: by a URL from the environment, or by the private socket."""
    import environ

    known = {"papg_backup": "BACKUP_DATABASE_URL", "postgres": "SUPERUSER_DATABASE_URL"}
    url = os.environ.get(known[user]) or services.Postgres(services.VAR.resolve()).url(user)
    found = environ.Env.db_url_config(url)
    address = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {name: found[theirs] for name, theirs in address.items() if found[theirs]}


def run(program, arguments, database, *, to=None, pieces=()):
    """Runs one of PostgreSQL's programs. What it needs to get in stands in its environment, where nobody sees it."""
    ways_in = {name.replace("dbname", "database").upper(): str(value) for name, value in database.items()}
    environment = {"PATH": os.environ["PATH"], **{f"PG{name}": value for name, value in ways_in.items()}}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [services.newest_programs() / program, "--no-password", *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if to else subprocess.DEVNULL,
            stderr=said,
        ) as running,
    ):
        if to:
            shutil.copyfileobj(running.stdout, to, PIECE)
        try:
            for piece in pieces:
                running.stdin.write(piece)
            running.stdin.close()
        except BrokenPipeError:
            pass  # it ended early, and says why
        if running.wait():
            said.seek(0)
            raise Refused(said.readline().decode().strip() or f"{program} failed")


def sums(folder):
    """{name: SHA-256} of the files in this folder."""
    return {path.name: sha256_of(path) for path in sorted(folder.iterdir()) if path.name != SUMS}


def sha256_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def as_lines(sums):
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items())


def fingerprint(key):
    """Tells two keys apart, and nothing about either."""
    return hashlib.sha256(f"PAPG {key}".encode()).hexdigest()[:16]


def commit():
    asked_git = ["git", "-C", services.ROOT, "rev-parse", "HEAD"]
    return subprocess.run(asked_git, capture_output=True, text=True).stdout.strip() if shutil.which("git") else ""


def new_file(path):
    """Readable by its owner alone."""
    return open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def sync(path):
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


if __name__ == "__main__":
    main()
