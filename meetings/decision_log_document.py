"""The decision log as a file for a spreadsheet: for the one reader who asked, for a day, as far as they may read it."""

from django.http import Http404
from django.utils import timezone

from documents import makers
from groups.access import access_group
from groups.roles import Permission
from lib.spreadsheets import csv_of
from meetings.decision_log import decisions_for
from meetings.models import DecisionLogExport
from meetings.models.standing import STANDS
from meetings.services.standings import LOG

COLUMNS = ["Number", "Marking", "Who may read it", "Date", "Meeting", "Decision", "Because", "Options considered"]
COLUMNS += ["Differing views", "Standing", "Superseded by", "To be looked at again on"]
WITHHELD = "Withheld"


def register():
    about = {"access": access_to_export, "content": content_of, "make": file_of, "shown": decisions_in}
    makers.register(LOG, media_type="text/csv", **about)


def access_to_export(user, public_id):
    """For whoever may take records of the group: each gets what they themselves may read, by a job of their own."""
    export = DecisionLogExport.objects.select_related("group__lead_authority").filter(public_id=public_id).first()
    if export is None:
        raise Http404
    _group, may = access_group(user, export.group.public_id, Permission.EXPORT_RECORDS)
    return export, may


def decisions_in(export, reader):
    return list(decisions_for(reader, export.group).filter(number__in=export.numbers))


def content_of(export, reader):
    readable = {decision.number: row_of(decision) for decision in decisions_in(export, reader)}
    bare = {number: [str(number), WITHHELD] for number in export.withheld}
    rows = sorted([*readable.items(), *bare.items()], reverse=True)
    return {"export": export.public_id, "reader": reader.public_id, "rows": [row for _number, row in rows]}


def file_of(content, _sha256, _at):
    return csv_of(COLUMNS, content["rows"])


def row_of(decision):
    meeting = decision.minutes.meeting
    return [
        str(decision.number),
        decision.get_marking_display(),
        decision.get_audience_display(),
        f"{timezone.localtime(meeting.starts_at):%Y-%m-%d}",
        str(meeting.number),
        decision.text,
        decision.reason,
        decision.options,
        decision.dissent,
        STANDS[decision.stands],
        str(decision.superseded_by_number or ""),
        decision.review_by.isoformat() if decision.review_by else "",
    ]
