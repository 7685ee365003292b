"""What of the record leaves as a file."""

from django.utils import timezone

from documents.services import ask_for_document
from meetings.minutes_document import KINDS


def export_minutes(*, minutes, ending, by):
    """The job that makes this person's copy: a Word document for `ending` "docx", otherwise the PDF."""
    ending = ending if ending in KINDS else "pdf"
    held_on = timezone.localdate(minutes.meeting.starts_at)
    name = f"minutes-{minutes.meeting.number}-{held_on}.{ending}"
    return ask_for_document(kind=KINDS[ending], subject=minutes, file_name=name, by=by)
