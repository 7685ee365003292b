"""How long backing up and restoring take, encrypted: the demo, and 100,000 audit entries with 2,000 stored files.

    bin/test.py bench/backup.py -s

Goal R08: a restore in 15 minutes at most. Printed, not asserted. The clusters are the tests' own, which do not wait for
the disk; the backup itself is written through to it.
"""

import hashlib
import random
import time
from contextlib import closing

from bin.backup import KeptFiles, back_up
from bin.restore import checked, restore
from bin.tally import connect
from tests.backups.drill import KEY, address, empty
from tests.databases import MIGRATED, WORKER, clone, drop

pytest_plugins = ["tests.conftest", "tests.backups.test_restore"]
ENTRIES, FILES, FILE_SIZE, CHARACTERS = 100_000, 2_000, 20_000, 10  # of bytes; of a public id
FULL = f"papg_{WORKER}_full"
FILLED = """INSERT INTO audit_entry
  (kind, actor, actor_name, verb, target_kind, target, "group", group_name, authority, detail)
SELECT 'change', substr(md5(n::text), 1, 10), 'A Person', 'action updated', 'action', substr(md5(n::text), 11, 10),
  substr(md5((n %% 400)::text), 1, 10), 'Group ' || n %% 400, 'Council ' || n %% 350,
  jsonb_build_object('update', md5(n::text))
FROM generate_series(1, %s) AS n"""
STORED = "INSERT INTO documents_storedfile (public_id, sha256, media_type, size) VALUES (%s, %s, 'application/pdf', %s)"


def test_demo(demo_template, cluster, tmp_path):
    measure("the demo", demo_template, tmp_path / "none", cluster, tmp_path)


def test_full(django_db_setup, cluster, tmp_path):
    clone(MIGRATED, FULL)
    files = tmp_path / "full"
    files.mkdir()
    with closing(connect(address("postgres", FULL))) as opened, opened.cursor() as cursor:
        cursor.execute(FILLED, [ENTRIES])
        cursor.executemany(STORED, [(sha256[:CHARACTERS], sha256, FILE_SIZE) for sha256 in write_files(files)])
        opened.commit()
    measure(f"{ENTRIES:,} entries, {FILES:,} files", FULL, files, cluster, tmp_path)
    drop(FULL)


def write_files(folder):
    chance = random.Random(2026)  # noqa: S311  the same each time
    for _ in range(FILES):
        content = chance.randbytes(FILE_SIZE)
        sha256 = hashlib.sha256(content).hexdigest()
        (folder / sha256).write_bytes(content)
        yield sha256


def measure(what, name, files, cluster, place):
    began = time.perf_counter()
    folder, _manifest = back_up(
        address("papg_backup", name), KeptFiles(files, files / "anchors"), place / "backups", KEY
    )
    backed_up = time.perf_counter()
    backup = checked(folder, KEY)
    looked_at = time.perf_counter()
    restore(backup, cluster, empty(place / "restored"), replace=True)
    restored = time.perf_counter()
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(f"\n{what}: backed up in {backed_up - began:.1f} s ({size:.1f} MB), ", end="")
    print(f"looked at in {looked_at - backed_up:.2f} s, restored in {restored - looked_at:.1f} s", end="")
