"""What sealing costs, and whether appending notices it.

    bin/test.py bench/audit.py -s

Figures to hold: 50,000 entries a second verified; 500 a second appended by 4 writers, as many while the sealer works.
Printed, not asserted: a busy machine is no fault of the code.
"""

import os
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from audit.anchors import read_anchors
from audit.models import Entry, Seal
from audit.services import seal_and_anchor
from audit.verification import verify

pytest_plugins = ["tests.conftest"]
SEALED, WRITERS, SECONDS, ROUNDS = 10_000, 4, 4, 3


def test_sealing_and_verifying(own_database):
    seal_and_anchor()
    fill(SEALED)
    took, _none = timed(seal_and_anchor)
    print(f"\nsealing {SEALED} entries: {took:.2f} s")
    for _seal in range(9):
        fill(SEALED)
        seal_and_anchor()
    for _seal in range(1000):  # small ones, as a quiet service makes
        fill(2)
        seal_and_anchor()
    before = processor_seconds()
    took, found = timed(lambda: verify(read_anchors([settings.AUDIT_ANCHOR_FILE])))
    python, postgres = (after - began for after, began in zip(processor_seconds(), before, strict=True))
    print(f"verifying {found.entries} entries under {found.seals} seals: {took:.2f} s by the clock, ", end="")
    print(f"processor {python:.2f} s in Python and {postgres:.2f} s in PostgreSQL: ", end="")
    print(f"{found.entries / took:.0f} a second, {found.entries / (python + postgres):.0f} a second of processor")
    entry, seal = (bytes_of(model) / found.entries for model in (Entry, Seal))
    print(f"bytes an entry: {entry:.0f} of its own, {seal:.0f} of seals")


def test_appending_beside_the_sealer(own_database):
    alone, beside = [], []
    for _round in range(ROUNDS):
        alone.append(appended())
        done = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            sealing = pool.submit(seal_until, done)
            beside.append(appended())
            done.set()
            seals = sealing.result()
    print(f"\nappends a second by {WRITERS} writers: {statistics.median(alone):.0f} alone {rounded(alone)}, ", end="")
    print(f"{statistics.median(beside):.0f} beside a sealer that never rests {rounded(beside)}, {seals} seals at last")


def rounded(figures):
    return [round(figure) for figure in figures]


def fill(count):
    fields = {"actor": "abcdefgh12", "actor_name": "Ann Example", "verb": "action changed", "target_kind": "action"}
    about = {"target": "k7f3q9x2mp", "group": "a1b2c3d4e5", "group_name": "Westhaven", "authority": "Westhaven"}
    Entry.objects.bulk_create([Entry(**fields, **about, detail={"edition": 3}) for _ in range(count)], batch_size=2000)


def appended():
    """Entries a second, each in a transaction of its own."""
    until = time.monotonic() + SECONDS

    def write():
        count = 0
        try:
            while time.monotonic() < until:
                with transaction.atomic():
                    fill(1)
                count += 1
        finally:
            connection.close()
        return count

    with ThreadPoolExecutor(WRITERS) as pool:
        return sum(writer.result() for writer in [pool.submit(write) for _ in range(WRITERS)]) / SECONDS


def seal_until(done):
    count = 0
    try:
        while not done.is_set():
            seal_and_anchor()
            count += 1
    finally:
        connection.close()
    return count


def timed(doing):
    began = time.perf_counter()
    found = doing()
    return time.perf_counter() - began, found


def bytes_of(model):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [model._meta.db_table])
        return cursor.fetchone()[0]


def processor_seconds():
    """What this process and its backend of PostgreSQL have used so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    of_backend = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time(), (int(of_backend[11]) + int(of_backend[12])) / os.sysconf("SC_CLK_TCK")
