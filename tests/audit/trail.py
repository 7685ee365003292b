"""An audit trail with a past, and what somebody who owns the database can do to it."""

import random
from datetime import timedelta
from types import SimpleNamespace

from django.conf import settings
from django.db import connection
from django.db.models import F

from audit.anchors import line_of
from audit.models import SEALED_COLUMNS, Entry, Seal
from audit.seals import follow, hash_of, seal_new_entries
from tests.databases import as_superuser

SEALS, IN_EACH = 24, 8  # a minute apart


def append(count=1, **fields):
    return [
        Entry.objects.create(verb=f"done {number}", target_kind="group", **fields) for number in range(1, count + 1)
    ]


def make_trail():
    """A trail of a known length, to be given to restore()."""
    with as_superuser():
        empty()
    for _minute in range(SEALS):
        append(IN_EACH - 3, actor="abcdefgh12", actor_name="Ann", detail={"role": "chair"})
        burn_an_id()
        Entry.objects.bulk_create(Entry(verb="read", target_kind="meeting", kind="export") for _ in range(3))
        seal_new_entries()
    with as_superuser():
        for seal in Seal.objects.all():
            ago = timedelta(minutes=SEALS - seal.number + 5)
            for place, entry_id in enumerate(seal.entries):
                Entry.objects.filter(pk=entry_id).update(at=F("at") - ago - timedelta(seconds=5 + 6 * place))
            Seal.objects.filter(pk=seal.pk).update(made_at=F("made_at") - ago)
        write_anew()
    lines = [f"{line_of(seal)}\n" for seal in Seal.objects.order_by("number")]
    return SimpleNamespace(entries=list(Entry.objects.all()), seals=list(Seal.objects.all()), anchors="".join(lines))


def burn_an_id():
    """As a transaction does that is rolled back, or a reading that is recorded already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('audit_entry', 'id'))")


def restore(trail):
    settings.AUDIT_ANCHOR_FILE.write_text(trail.anchors)
    with as_superuser():
        empty()
        Entry.objects.bulk_create(trail.entries)
        Seal.objects.bulk_create(trail.seals)


def empty():
    Entry.objects.all().delete()
    Seal.objects.all().delete()


# What somebody does for whom no trigger fires. Each says how the first bad thing is named -----------------------------


def edit(chance):
    entry = chance.choice(Entry.objects.order_by("pk"))
    field = chance.choice([name for name in [*SEALED_COLUMNS, "address"] if name != "id"])
    change_of = {"at": timedelta(seconds=chance.choice([-1, 1])), "transaction": chance.choice([-1, 1])}
    new = F(field) + change_of[field] if field in change_of else {"a": 1} if field == "detail" else "another"
    Entry.objects.filter(pk=entry.pk).update(**{field: new})
    return f"entry {entry.pk} was changed after seal"


def delete(chance):
    entry = chance.choice(Entry.objects.order_by("pk"))
    entry_id = entry.pk
    entry.delete()
    return f"entry {entry_id} is gone"


def insert(chance):
    """Between two that are there, or before or after them all; as of its neighbour's transaction or of its own."""
    neighbour = chance.choice(Entry.objects.order_by("pk"))
    taken = set(Entry.objects.values_list("pk", flat=True))
    free = [number for number in range(-1, max(taken) + 2) if number not in taken]
    of_neighbour = {"transaction": neighbour.transaction} if chance.random() < 0.5 else {}
    entry = Entry(pk=chance.choice(free), verb="never done", target_kind="group", at=neighbour.at, **of_neighbour)
    entry.save(force_insert=True)
    return f"entry {entry.pk} was put in behind seal"


def swap(chance):
    """Two entries change places: what they say, or where the seal has them."""
    if chance.random() < 0.5:
        return swap_in_seal(chance)
    one, other = chance.sample(list(Entry.objects.exclude(verb="read").order_by("pk")), 2)
    one.pk, other.pk = other.pk, one.pk
    one.save(force_update=True)
    other.save(force_update=True)
    return f"entry {min(one.pk, other.pk)} was changed after seal"


def swap_in_seal(chance):
    seal = chance.choice(Seal.objects.order_by("number"))
    one, other = chance.sample(range(IN_EACH), 2)
    hashes = [seal.hashes[start : start + 32] for start in range(0, 32 * IN_EACH, 32)]
    for places in (seal.entries, hashes):
        places[one], places[other] = places[other], places[one]
    seal.hashes = b"".join(hashes)
    seal.save(force_update=True)
    return f"seal {seal.number} is not as it was made"


def cut_the_tail(chance):
    last = chance.randint(1, SEALS - 1)
    for seal in Seal.objects.filter(number__gt=last):
        Entry.objects.filter(pk__in=seal.entries).delete()
        seal.delete()
    return f"the end is cut off: seal {last + 1} is gone"


def lose_all(chance):
    empty()
    return "all is gone"


def rewrite(chance):
    """One entry is changed or taken away, and the whole chain is made anew by the service's own code."""
    seal = chance.choice(Seal.objects.order_by("number"))
    entry = Entry.objects.filter(pk=chance.choice(seal.entries))
    if chance.random() < 0.5:
        entry.update(actor_name="Somebody else")
    else:
        entry.delete()
    write_anew()
    return f"seal {seal.number} is not the one that was anchored"


def write_anew():
    before = None
    for seal in Seal.objects.order_by("number"):
        texts = Entry.objects.filter(pk__in=seal.entries).with_text().order_by("pk").values_list("pk", "text")
        follow(seal, before, {pk: hash_of(text) for pk, text in texts})
        seal.save(force_update=True)
        before = seal


def seeded(*parts):
    return random.Random(repr(parts))  # noqa: S311  the same each time
