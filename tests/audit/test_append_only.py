import pytest
from django.db import DatabaseError, connection, connections, transaction

from audit.models import Entry, Seal
from audit.seals import seal_new_entries
from audit.services import record


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET verb = 'other'", "DELETE FROM audit_entry"])
def test_the_service_can_change_no_entry(world, change):
    record(by=world.people["chair"], verb="looked round", target=world.group)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert [entry.verb for entry in Entry.objects.filter(verb="looked round")] == ["looked round"]


@pytest.mark.parametrize("change", ["UPDATE audit_seal SET head = 'other'", "DELETE FROM audit_seal"])
def test_the_service_can_change_no_seal(world, change):
    seal = seal_new_entries()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert [known.head for known in Seal.objects.all()] == [seal.head]


@pytest.mark.django_db(databases=["owner"])
def test_not_even_the_owner_empties_the_seals():
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="owner"):
        connections["owner"].cursor().execute("TRUNCATE audit_seal")


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("change", ["UPDATE {} SET verb = 'other'", "DELETE FROM {}", "TRUNCATE {}"])
def test_not_even_the_owner_changes_the_audit_trail(change):
    Entry.objects.using("owner").create(verb="looked round", target_kind="group")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="owner"):
        connections["owner"].cursor().execute(change.format("audit_entry"))
