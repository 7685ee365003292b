"""What the tests of the audit log share: its addresses, entries in the trail, and the file that an auditor takes."""

import csv
import io

from django.db.models.functions import Now
from django.urls import reverse

from audit.models import Kind
from audit.services import entry_of
from documents.models import Job
from documents.services import make_document
from groups.models import Office


def auditing(signed_in, side):
    """A browser of the side's auditor. The office begins after they signed in, which would else stand in the log."""
    browser = signed_in(side.people["auditor"])
    Office.objects.filter(user=side.people["auditor"]).update(starts_at=Now())
    return browser


def address(world, name="audit_log", **asked):
    return reverse(f"groups:{name}", args=[world.authority.public_id], query=asked)


def done(side, who, verb, target=None, **fields):
    """An entry in the trail, by one of the side's people, about its group unless about something else."""
    entry = entry_of(by=side.people[who], verb=verb, target=target or side.group, kind=fields.pop("kind", Kind.CHANGE))
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save()
    return entry


def sign_in(person, at=None, by=None, verb="signed in", **detail):
    """An entry as signing in leaves it."""
    entry = entry_of(by=by, verb=verb, target=person, kind=Kind.SIGN_IN, **detail)
    if at:
        entry.at = at
    entry.save()
    return entry


def name_of(side, who):
    return side.people[who].name


def taken(auditor, world, **asked):
    """The rows of the file that the auditor asks for and takes."""
    asked_for = auditor.post(address(world, "audit_log_export", **asked))
    job = Job.objects.latest("pk")
    assert asked_for.headers["Location"] == job.get_absolute_url()
    make_document(job_id=job.pk)
    answer = auditor.get(reverse("documents:job_download", args=[job.public_id]))
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
