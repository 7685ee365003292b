"""An authority's audit log as a file, for a spreadsheet.

What it says is named by what was asked for: neither that nor what stands in the trail ever changes, so the same
request is the same file, and the page that asks need not gather a hundred thousand rows.
"""

from django.http import Http404
from django.utils import timezone

from documents import makers
from groups.access import access_audited_authority
from groups.audit_log import MOST_ROWS, newest_in_log
from groups.models import LogExport
from lib.spreadsheets import csv_of

KIND = "audit_log"
COLUMNS = ["When", "Who", "Code of who", "From where", "Kind", "What was done", "How"]
COLUMNS += ["To what", "Code of what", "Group", "Code of the group"]


def register():
    makers.register(KIND, access=access_to_export, content=content_of, make=file_of, media_type="text/csv")


def access_to_export(user, public_id):
    """For whoever is the authority's auditor now, not only when it was asked for."""
    export = LogExport.objects.select_related("authority").filter(public_id=public_id).first()
    if export is None:
        raise Http404
    access_audited_authority(user, export.authority.public_id)
    return export, set()


def content_of(export):
    return {"export": export.public_id}


def file_of(content, _sha256):
    export = LogExport.objects.select_related("authority", "in_group").get(public_id=content["export"])
    filters = {name: getattr(export, name) for name in ["from_on", "to_on", "in_group", "person", "kind", "asked_at"]}
    return csv_of(COLUMNS, map(row_of, newest_in_log(export.authority, 0, MOST_ROWS, **filters).iterator()))


def row_of(entry):
    return [
        timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
        entry.actor_name,
        entry.actor,
        entry.address,
        entry.get_kind_display(),
        entry.verb,
        entry.how or "",
        entry.target_kind,
        entry.target,
        entry.group_name,
        entry.group,
    ]
