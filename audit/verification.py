"""Whether the audit trail is what it was: every entry is hashed anew and held against the seals, these against the
anchors. Everything is read in parts, so the memory it takes does not grow with the trail."""

from datetime import UTC, timedelta
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from audit.anchors import Anchor
from audit.models import Entry, Seal
from audit.seals import HASH_SIZE, hash_of, head_of, this_cluster

CLOCKS_STEP = timedelta(seconds=1)  # by which the database's clock may be put back; more is done by hand only
PART = 5000  # entries read at once


class Tampered(Exception):
    """The message names the first entry or seal that is not as it was."""


class Verified(NamedTuple):
    entries: int
    seals: int
    unsealed: int


@transaction.atomic
def verify(anchors):
    """Holds the trail against `anchors`, {number of a seal: its anchors}, which were read before. Raises Tampered.

    What is appended or sealed meanwhile is left for the next time.
    """
    newest = Seal.objects.newest()
    if newest:
        for part in _in_parts(_pieces(newest)):
            _check(part, anchors)
    _check_end(newest, anchors)
    unsealed = _check_unsealed(newest)
    count, number = (newest.count, newest.number) if newest else (0, 0)
    return Verified(entries=count + unsealed, seals=number, unsealed=unsealed)


def _pieces(newest):
    """(seal before, seal, id of an entry, its hash); for each seal first itself, without an entry."""
    before = None
    for seal in Seal.objects.filter(number__lte=newest.number).order_by("number").iterator(chunk_size=10):
        yield before, seal, None, None
        hashes = bytes(seal.hashes)
        for place, entry_id in enumerate(seal.entries):
            yield before, seal, entry_id, hashes[place * HASH_SIZE : (place + 1) * HASH_SIZE]
        before = seal


def _in_parts(pieces):
    while part := list(islice(pieces, PART)):
        yield part


def _check(part, anchors):
    ids = [entry_id for _before, _seal, entry_id, _hash in part if entry_id is not None]
    columns = ("pk", "text", "transaction", "at")
    entries = {row[0]: row for row in Entry.objects.filter(pk__in=ids).with_text().values_list(*columns)}
    for before, seal, entry_id, hashed in part:
        if entry_id is None:
            _check_seal(before, seal, anchors)
        else:
            _check_entry(before, seal, entry_id, hashed, entries.get(entry_id))


# Seals ----------------------------------------------------------------------------------------------------------------


def _check_seal(before, seal, anchors):
    number, count = (before.number + 1, before.count) if before else (1, 0)
    if seal.number != number:
        raise Tampered(f"seal {number} is gone")
    if head_of(seal, before) != seal.head or len(seal.hashes) != HASH_SIZE * len(seal.entries):
        raise Tampered(f"seal {number} is not as it was made, or does not follow the one before it")
    if seal.count != count + len(seal.entries):
        raise Tampered(f"seal {number} counts {seal.count} entries where there are {count + len(seal.entries)}")
    anchor = Anchor(seal.number, seal.count, seal.head)
    if anchors.get(number, {anchor}) != {anchor}:
        raise Tampered(f"seal {number} is not the one that was anchored: the trail was written anew, there or before")


def _check_end(newest, anchors):
    last, number = max(anchors, default=0), newest.number if newest else 0
    if last and not number:
        raise Tampered(f"all is gone: {last} seals were anchored, and there is none")
    if last > number:
        raise Tampered(f"the end is cut off: seal {number + 1} is gone, and seal {last} was anchored")
    if number and not last:
        raise Tampered(f"there are {number} seals and no anchor: nothing outside the database vouches for them")


# Entries --------------------------------------------------------------------------------------------------------------


def _check_entry(before, seal, entry_id, hashed, row):
    if row is None:
        raise Tampered(f"entry {entry_id} is gone, for which {_told(seal)} vouches")
    _id, text, number, at = row
    if hash_of(text) != hashed:
        raise Tampered(f"entry {entry_id} was changed after {_told(seal)}")
    if came_behind(entry_id, number, at, before, seal.cluster):
        raise Tampered(f"entry {entry_id} was put in behind {_told(before)}: it says that it is older")


def _check_unsealed(newest):
    """How many wait for the next seal. Raises Tampered for one that would have been sealed, had it been there."""
    waiting = Entry.objects.all().unsealed()
    cluster = this_cluster()
    for entry in waiting:
        if came_behind(entry.pk, entry.transaction, entry.at, newest, cluster):
            raise Tampered(f"entry {entry.pk} was put in behind {_told(newest)}, and no seal vouches for it")
    return len(waiting)


def came_behind(entry_id, number, at, before, cluster):
    """Whether an entry that `before` does not name should stand in it or in an earlier one.

    It should if its transaction, with this number, had ended by then; only in one cluster is that to be told. Nor can
    it be older than the last seal that was begun before its transaction wrote anything.
    """
    if before is None:
        return False
    if before.cluster == cluster and (entry_id <= before.floor or before.seen.had_ended(number)):
        return True
    earlier = before if before.transaction < number else Seal.objects.before_transaction(number)
    return earlier is not None and at < earlier.made_at - CLOCKS_STEP


def _told(seal):
    return f"seal {seal.number} of {seal.made_at.astimezone(UTC):%d %B %Y %H:%M:%S} UTC"
