"""The chain of seals over the audit trail. Appending knows nothing of it: an entry is one INSERT and waits for nobody.

Ids are handed out before a transaction commits, so an entry may come to sight after one with a bigger id was sealed.
A seal therefore asks PostgreSQL which transactions have ended, and names the entries of exactly those that had not
when the seal before it was made. docs/decisions/0011-sealed-by-snapshot.md says why not otherwise.
"""

import hashlib
import json
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Max

from audit.models import Entry, Seal

SEALERS = 0x5EA1  # the advisory lock that sealers take, and nobody else
LONGEST_WAIT = "20s"  # for another sealer; then this sweep has failed, which /healthz tells
HASH_SIZE = 32  # bytes


@transaction.atomic
def seal_new_entries():
    """The seal of what has been committed since the last one, or None when there is nothing new."""
    _one_sealer_at_a_time()
    before, cluster = Seal.objects.newest(), this_cluster()
    if before and before.cluster != cluster:
        seal, entries = _after_a_move(cluster)
    else:
        seal, entries = _since(before, cluster)
    rows = entries.with_text().order_by("pk").values_list("pk", "text").iterator()
    hashes = {pk: hash_of(text) for pk, text in rows}
    if not hashes:
        return None
    follow(seal, before, hashes)
    seal.save(force_insert=True)
    return seal


def _since(before, cluster):
    """Entries of the transactions that have ended, and had not when the seal before was made."""
    seal = _seal_of_this_moment(cluster=cluster, floor=before.floor if before else 0)
    entries = Entry.objects.filter(seal.seen.of_ended())
    return seal, entries.filter(before.seen.of_not_ended(), pk__gt=before.floor) if before else entries


def _after_a_move(cluster):
    """All entries that no seal names. Numbers of transactions begin anew in another cluster, and so mean nothing here.

    The one time at which appending waits: those at it must end, so that no id up to the floor is still to come.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN SHARE MODE")
    floor = Entry.objects.aggregate(floor=Max("pk"))["floor"]
    seal = _seal_of_this_moment(cluster=cluster, floor=floor)
    return seal, Entry.objects.filter(pk__in=[entry.pk for entry in Entry.objects.all().unsealed()])


def follow(seal, before, hashes):
    """Makes `seal` the one after `before`, over {id of an entry: its hash}."""
    seal.number = before.number + 1 if before else 1
    seal.entries, seal.hashes = list(hashes), b"".join(hashes.values())
    seal.count = (before.count if before else 0) + len(hashes)
    seal.head = head_of(seal, before)


def hash_of(text):
    return hashlib.sha256(text.encode()).digest()


def head_of(seal, before):
    """SHA-256 of everything that the seal says, and of the head before it."""
    moment = seal.made_at.astimezone(UTC).isoformat()
    numbers = [seal.number, seal.count, seal.cluster, seal.floor, seal.transaction, seal.entries]
    said = [before.head if before else "", moment, *numbers, seal.snapshot, bytes(seal.hashes).hex()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _one_sealer_at_a_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALERS])


def _seal_of_this_moment(**known):
    """A transaction with a bigger number than this one's began to write after this moment: PostgreSQL takes the time
    and the snapshot before it gives us our number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp(), pg_current_snapshot()::text, pg_current_xact_id()::text::bigint")
        made_at, snapshot, number = cursor.fetchone()
    return Seal(made_at=made_at, snapshot=snapshot, transaction=number, **known)


def this_cluster():
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return cursor.fetchone()[0]
