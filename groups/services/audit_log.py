"""The audit log of an authority, taken as a file."""

from django.db import transaction

from documents.services import ask_for_document
from groups.audit_log_document import KIND
from groups.models import LogExport


@transaction.atomic
def export_log(*, authority, by, **filters):
    """The job that makes the file. `filters`: those of AuditLogForm. That it was asked for is recorded with the job."""
    export = LogExport.objects.create(authority=authority, **filters)
    return ask_for_document(kind=KIND, subject=export, file_name=export.file_name, by=by)
