"""How seals are made while others append: nobody waits for the sealer, and each entry is covered once."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F

from audit import seals
from audit.anchors import line_of, read_anchors
from audit.models import SEALED_COLUMNS, Entry, Seal
from audit.seals import hash_of, head_of, seal_new_entries
from audit.services import seal_and_anchor
from audit.verification import verify
from tests.audit.trail import append, seeded, write_anew
from tests.databases import as_superuser

WRITERS, EACH = 8, 30

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def sealed_so_far(own_database):
    """What the migrated database begins with is sealed, so that a test finds only its own."""
    seal_and_anchor()


def elsewhere(doing):
    """What it gives on a connection of its own, where no lock is waited for."""

    def do():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
            return doing()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(do).result()


def ids(entries):
    return [entry.pk for entry in entries]


def verified():
    return verify(read_anchors([settings.AUDIT_ANCHOR_FILE]))


# What a seal covers ---------------------------------------------------------------------------------------------------


def test_seal_covers_what_is_new_and_nothing_new_makes_none():
    entries = append(3)

    seal = seal_new_entries()

    assert (seal.number, seal.entries, seal.count) == (2, ids(entries), Entry.objects.count())
    assert seal_new_entries() is None


def test_what_is_not_committed_is_left_for_a_later_seal():
    """It has the smaller id and comes to sight after the bigger one was sealed."""
    with transaction.atomic():
        [early] = append()
        [late] = elsewhere(append)
        first = elsewhere(seal_new_entries)
    second = seal_new_entries()

    assert early.pk < late.pk
    assert (first.entries, second.entries) == ([late.pk], [early.pk])
    seal_and_anchor()
    assert verified().unsealed == 0


def test_what_was_rolled_back_is_never_asked_for():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append()
        raise ZeroDivisionError
    [entry] = append()

    assert seal_new_entries().entries == [entry.pk]


def test_appending_does_not_wait_for_a_sealer_at_work():
    append(3)
    with transaction.atomic():
        seal_new_entries()
        [entry] = elsewhere(append)

    assert seal_new_entries().entries == [entry.pk]


def test_second_sealer_waits_for_the_first_and_then_finds_nothing_new():
    append()
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        first = seal_new_entries()
        second = other.submit(closing, seal_new_entries)
        time.sleep(0.3)

    assert (first.number, second.result()) == (2, None)


def test_second_sealer_gives_up_in_time(monkeypatch):
    monkeypatch.setattr(seals, "LONGEST_WAIT", "50ms")
    append()
    with transaction.atomic():
        seal_new_entries()
        with pytest.raises(OperationalError, match="lock timeout"):
            elsewhere(seal_new_entries)

    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_appending_is_one_insert(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        append()

    assert asked[0]["sql"].startswith("INSERT INTO")


@pytest.mark.parametrize("ahead", [5, 15, 10**9])
def test_database_that_came_from_another_cluster_goes_on(ahead):
    """Numbers of transactions begin anew there; those of the entries that came along are reached soon, or never."""
    append(3)
    seal_and_anchor()
    old = append(2)
    with as_superuser():
        Entry.objects.update(transaction=F("transaction") + ahead)
        for seal in Seal.objects.all():
            first, end, _none = seal.snapshot.split(":")
            seal.snapshot = f"{int(first) + ahead}:{int(end) + ahead}:"
            seal.cluster, seal.transaction = 1, seal.transaction + ahead
            seal.save()
        write_anew()
    settings.AUDIT_ANCHOR_FILE.write_text(f"{line_of(Seal.objects.newest())}\n")

    new = append(2)
    assert verified().unsealed == 4
    moved = seal_new_entries()
    later = [(append(), seal_new_entries()) for _ in range(5)]

    assert moved.entries == ids([*old, *new])
    assert [seal.entries for _entries, seal in later] == [ids(entries) for entries, _seal in later]
    assert verified().unsealed == 0


# What was sealed years ago must hash as it did then -------------------------------------------------------------------


def test_every_column_is_sealed():
    assert [field.attname for field in Entry._meta.concrete_fields] == [*SEALED_COLUMNS, "address"]


def test_address_is_sealed_where_there_is_one():
    [entry] = append(address="192.0.2.7")
    text = Entry.objects.with_text().get(pk=entry.pk).text
    Entry.objects.create(pk=901, verb="done 1", target_kind="group")
    assert text.endswith(', "192.0.2.7"]')
    assert Entry.objects.with_text().get(pk=901).text.count(",") == text.count(",") - 1


def test_form_of_text_and_head_stays():
    fields = {"actor": "abcdefgh12", "actor_name": "Zoë", "detail": {"b": [1, 2], "a": "ü"}, "transaction": 17}
    Entry.objects.create(pk=900, at="2026-11-25T19:30:00.120+00:00", verb="said", target_kind="group", **fields)
    text = Entry.objects.with_text().get(pk=900).text
    seal = Seal(number=3, count=4, cluster=5, floor=0, transaction=18, snapshot="17:18:", entries=[900])
    seal.made_at, seal.hashes = Entry.objects.get(pk=900).at, hash_of(text)

    assert text == (
        '[900, "2026-11-25T19:30:00.12", "change", "abcdefgh12", "Zoë", "said", "group", "", "", "", "", '
        '{"a": "ü", "b": [1, 2]}, 17]'
    )
    assert (hash_of(text).hex(), head_of(seal, Seal(head="f" * 64))) == (
        "e90c003c2f2aa356364e727894a76282188dede2bd4452f37438a7b67de25e89",
        "aa372c0384fbdc6da3a89507a227d1d3f49d30ea930da54185fd68ee05cb5f73",
    )


# All at once ----------------------------------------------------------------------------------------------------------


def test_eight_writers_and_a_sealer_at_once():
    """Some hold their transactions open, some take theirs back. Nobody waits for the sealer; nothing is left out."""
    written, done, waited = [], threading.Event(), []

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        watch = pool.submit(closing, watch_who_waits, done, waited)
        sealer = pool.submit(closing, seal_again_and_again, done)
        writers = [pool.submit(closing, write, number, written) for number in range(WRITERS)]
        for writer in writers:
            writer.result()
        done.set()
        rounds, looks = sealer.result(), watch.result()
    seal_and_anchor()

    covered = [entry for seal in Seal.objects.order_by("number") for entry in seal.entries]
    assert Counter(covered) == Counter(Entry.objects.values_list("pk", flat=True))
    assert set(written) < set(covered)
    assert covered != sorted(covered)  # some were overtaken: there was a race
    assert verified() == (len(covered), Seal.objects.newest().number, 0)
    assert (rounds > 5, looks > 5, waited) == (True, True, [])


def closing(doing, *arguments):
    try:
        return doing(*arguments)
    finally:
        connection.close()


def write(number, written):
    chance = seeded("writer", number)
    for _ in range(EACH):
        try:
            with transaction.atomic():
                made = ids(append(chance.randint(1, 3)))
                time.sleep(chance.choice([0, 0, 0.01, 0.1]))
                if chance.random() < 0.1:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
        written.extend(made)


def seal_again_and_again(done):
    rounds = 0
    with connection.cursor() as cursor:
        cursor.execute("SET application_name = 'sealer'")
    while not done.is_set():
        seal_and_anchor()
        rounds += 1
    return rounds


def watch_who_waits(done, waited):
    """Looks again and again whether somebody waits for a lock that the sealer holds."""
    looks = 0
    with connection.cursor() as cursor:
        while not done.is_set():
            cursor.execute(
                "SELECT waiting.pid FROM pg_stat_activity AS waiting JOIN pg_stat_activity AS sealer "
                "ON sealer.pid = ANY(pg_blocking_pids(waiting.pid)) WHERE sealer.application_name = 'sealer'"
            )
            waited.extend(cursor.fetchall())
            looks += 1
    return looks
