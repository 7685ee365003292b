"""The export register: who took which terms of reference as a file, when and in which form. From the audit trail.

It names the version and the fingerprint of what was taken, so that a copy found on a table leads to whoever took it.
"""

from dataclasses import dataclass
from datetime import datetime

from audit.models import Entry, Kind
from documents.models import Job
from groups.models import TermsVersion
from groups.names import names_in
from groups.readings import AT_ONCE, page_of
from groups.sign_off_document import KIND as SIGN_OFF


@dataclass(frozen=True)
class Taken:
    name: str
    at: datetime
    number: str  # of the version
    is_latest: bool
    fingerprint: str  # its first twelve characters, as they stand at the foot of each page
    form: str  # PDF, Word document or sign-off sheet


def register_for_page(group, asked):
    """`asked`: what the address says of "page"."""
    versions = dict(TermsVersion.objects.filter(group=group).order_by("pk").values_list("public_id", "number"))
    found = Entry.objects.of_group(group).filter(kind=Kind.EXPORT, target__in=versions)
    page = page_of(asked.get("page", ""))
    entries = list(found.newest_first()[(page - 1) * AT_ONCE : page * AT_ONCE + 1])
    jobs = Job.objects.in_bulk([entry.detail["job"] for entry in entries], field_name="public_id")
    names, latest = names_in(group), next(reversed(versions), None)
    return {
        "copies": [_taken(entry, names, versions, latest, jobs) for entry in entries[:AT_ONCE]],
        "people_count": found.order_by().values("actor").distinct().count(),
        "newer": page - 1,
        "older": page + 1 if len(entries) > AT_ONCE else 0,
    }


def _taken(entry, names, versions, latest, jobs):
    job = jobs[entry.detail["job"]]
    sha256 = job.content_sha256
    return Taken(
        name=names.get(entry.actor, entry.actor_name),
        at=entry.at,
        number=versions[entry.target],
        is_latest=entry.target == latest,
        fingerprint=" ".join([sha256[:4], sha256[4:8], sha256[8:12]]),
        form="Sign-off sheet" if job.kind == SIGN_OFF else job.file_kind,
    )
