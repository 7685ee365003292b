"""The chain of seals over the audit trail. Appending knows nothing of it: an entry is one INSERT and waits for nobody.

Ids are handed out before a transaction commits, so an entry may come to sight after one with a bigger id was sealed.
A seal therefore asks PostgreSQL which transactions have ended, and names the entries of exactly those that had not
when the seal before it was made. docs/decisions/0011-sealed-by-snapshot.md says why not otherwise.
"""

import hashlib
import json
from datetime import UTC

from django.db import connection, transaction

from audit.models import Entry, Seal

SEALERS = 0x5EA1  # the advisory lock that sealers take, and nobody else
LONGEST_WAIT = "20s"  # for another sealer; then this sweep has failed, which /healthz tells
HASH_SIZE = 32  # bytes


@transaction.atomic
def seal_new_entries():
    """The seal of what has been committed since the last one, or None when there is nothing new."""
    _one_sealer_at_a_time()
    before, seal = Seal.objects.newest(), _seal_of_this_moment()
    rows = _to_seal(before, seal).with_text().order_by("pk").values_list("pk", "text").iterator()
    hashes = {pk: hash_of(text) for pk, text in rows}
    if not hashes:
        return None
    follow(seal, before, hashes)
    seal.save(force_insert=True)
    return seal


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
    numbers = [seal.number, seal.count, seal.cluster, seal.transaction, seal.entries]
    said = [before.head if before else "", moment, *numbers, seal.snapshot, bytes(seal.hashes).hex()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _one_sealer_at_a_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALERS])


def _seal_of_this_moment():
    """A transaction with a bigger number than this one's began to write after this moment: PostgreSQL takes the time
    and the snapshot before it gives us our number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp(), pg_current_snapshot()::text, pg_current_xact_id()::text::bigint")
        made_at, snapshot, number = cursor.fetchone()
    return Seal(made_at=made_at, snapshot=snapshot, transaction=number, cluster=this_cluster())


def _to_seal(before, seal):
    """Entries of ended transactions that no seal names yet. In a database that was moved, all are looked through."""
    ended = Entry.objects.filter(seal.seen.of_ended())
    if before is None:
        return ended
    if before.cluster != seal.cluster:
        return ended.filter(pk__in=[entry.pk for entry in Entry.objects.all().unsealed()])
    return ended.filter(before.seen.of_not_ended())


def this_cluster():
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return cursor.fetchone()[0]
