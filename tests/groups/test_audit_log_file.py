"""The audit log of an authority as a file, which the worker makes."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Kind
from documents.models import Job
from documents.services import make_document
from groups.audit_log import MOST_ROWS
from groups.audit_log_document import access_to_export
from groups.models import LogExport, Office
from tests.groups.audit_logs import address, auditing, done, taken
from tests.lib.typed import typed_date

MANY = """
    INSERT INTO audit_entry
        (at, kind, actor, actor_name, verb, target_kind, target, "group", group_name, authority, detail)
    SELECT now() - number * interval '1 minute', 'change', 'person' || number %% 30, 'Person ' || number %% 30,
        'action updated', 'action', 'aaaaaaaaaa', %s, 'The group', %s, '{{}}'
    FROM generate_series(1, {rows}) AS number
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def auditor(signed_in, world):
    return auditing(signed_in, world)


def many(world, rows):
    with connection.cursor() as cursor:
        cursor.execute(MANY.format(rows=rows), [world.group.public_id, world.authority.name])


def test_file_holds_what_is_filtered(world, auditor):
    at = datetime.fromisoformat("2026-07-01T13:05:09+00:00")
    entry = done(world, "chair", "action updated", world.things.action, at=at, address="192.0.2.7")
    done(world, "fire", "read", kind=Kind.READING)
    done(world.sibling, "sibling", "meeting opened")
    chair = world.people["chair"]

    columns, row = taken(auditor, world, person=chair.public_id, in_group=world.group.public_id)

    assert columns[:7] == ["When", "Who", "Code of who", "From where", "Kind", "What was done", "How"]
    assert columns[7:] == ["To what", "Code of what", "Group", "Code of the group"]
    assert row[:4] == ["2026-07-01 14:05:09+01:00", chair.name, chair.public_id, "192.0.2.7"]
    assert row[4:8] == ["Change", "action updated", "", "action"]
    assert row[8:] == [entry.target, world.group.name, world.group.public_id]
    _columns, *rows = taken(auditor, world, kind="reading")
    assert [row[5] for row in rows] == ["read"]


def test_name_of_the_file_says_authority_and_days(world, auditor):
    days = typed_date("from_on", date(2026, 3, 1)) | typed_date("to_on", date(2026, 3, 31))
    auditor.post(address(world, "audit_log_export", **days))
    auditor.post(address(world, "audit_log_export"))

    assert list(Job.objects.order_by("pk").values_list("file_name", flat=True)) == [
        "audit-log-westhaven-city-council-from-2026-03-01-to-2026-03-31.csv",
        f"audit-log-westhaven-city-council-to-{timezone.localdate()}.csv",
    ]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_a_spreadsheet_would_run_is_made_harmless(world, auditor, begins):
    User.objects.filter(pk=world.people["chair"].pk).update(name=f"{begins}HYPERLINK(1)")
    world.people["chair"].refresh_from_db()
    done(world, "chair", "minutes approved")

    _columns, row = taken(auditor, world)

    assert row[1] == f"'{begins}HYPERLINK(1)"


def test_asking_for_it_and_taking_it_stand_in_the_log(world, auditor):
    done(world, "chair", "minutes approved")

    taken(auditor, world)

    export, auditing = LogExport.objects.get(), world.people["auditor"]
    recorded = [
        (entry.actor, entry.verb, entry.kind, entry.target)
        for entry in auditor.get(address(world)).context["entries"]
        if entry.verb != "minutes approved"
    ]
    assert recorded == [
        (auditing.public_id, "document taken", Kind.EXPORT, export.public_id),
        ("", "document made", Kind.CHANGE, export.public_id),
        (auditing.public_id, "document asked for", Kind.CHANGE, export.public_id),
    ]


def test_what_is_done_after_it_was_asked_for_is_not_in_it(world, auditor):
    done(world, "chair", "minutes approved")
    auditor.post(address(world, "audit_log_export"))
    done(world, "chair", "meeting opened")
    job = Job.objects.get()
    make_document(job_id=job.pk)

    answer = auditor.get(reverse("documents:job_download", args=[job.public_id]))

    rows = b"".join(answer.streaming_content).decode().splitlines()
    assert len(rows) == 2
    assert "minutes approved" in rows[1]


def test_it_is_neither_made_nor_given_when_the_office_has_ended(world, auditor, caplog):
    for _ in range(2):
        auditor.post(address(world, "audit_log_export"))
    first, second = Job.objects.order_by("pk")
    make_document(job_id=first.pk)
    Office.objects.filter(user=world.people["auditor"]).update(ends_at=timezone.now())
    make_document(job_id=second.pk)

    for job in [first, second]:
        for name in ["job_detail", "job_download"]:
            assert auditor.get(reverse(f"documents:{name}", args=[job.public_id])).status_code == 404
    assert [Job.objects.get(pk=job.pk).state for job in [first, second]] == [Job.State.DONE, Job.State.FAILED]


def test_it_is_not_made_for_a_closed_account(world, auditor, caplog):
    auditor.post(address(world, "audit_log_export"))
    User.objects.filter(pk=world.people["auditor"].pk).update(is_active=False)
    job = Job.objects.get()

    make_document(job_id=job.pk)

    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED


def test_file_holds_the_newest_hundred_thousand_and_the_page_says_so(world, auditor):
    many(world, MOST_ROWS + 5)

    rows = taken(auditor, world)

    assert len(rows) == 1 + MOST_ROWS
    assert rows[1][0] > rows[-1][0]
    assert "at most the newest 100,000 entries" in auditor.get(address(world)).content.decode()


# The database ---------------------------------------------------------------------------------------------------------


def test_what_was_asked_for_is_never_changed(world, auditor):
    auditor.post(address(world, "audit_log_export"))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LogExport.objects.update(person="somebody else")


def test_log_that_nobody_asked_for_is_not_made(world):
    """A job whose request is gone, as after a restore by hand: it fails, and says so."""
    job = Job.objects.create(by=world.people["auditor"], kind="audit_log", subject="zzzzzzzzzz", file_name="log.csv")
    make_document(job_id=job.pk)
    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED
    with pytest.raises(Http404):
        access_to_export(world.people["auditor"], job.subject)
