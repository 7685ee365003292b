"""The report upwards as a document for one reader: of its exempt part, what this reader may read."""

from django.template.loader import render_to_string

from documents import makers
from groups.markings import highest_marking
from groups.names import name_in
from meetings.minutes_document import name_of, watermark
from meetings.paper_access import access_report_to_export, is_sent_up_to
from meetings.upward import all_passages, passages_for, words_of
from meetings.words_on_paper import drawn, first_of, in_fours, spoken

KIND = "upward_report"


def register():
    makers.register(KIND, access=access_report_to_export, content=content_of, make=pages_of, shown=shown_to)


def passages_to(report, reader):
    """All of it goes to the senior owner once it is approved; to everybody else, what they may read of the minutes."""
    if is_sent_up_to(reader, report):
        return all_passages(report.minutes)
    return passages_for(report.minutes, reader)


def shown_to(report, reader):
    return passages_to(report, reader).shown


def content_of(report, reader):
    passages, meeting = passages_to(report, reader), report.minutes.meeting
    return {
        "report": report.public_id,
        "reader": reader.public_id,
        "copy_for": name_of(reader, report.group_id),
        "group": report.group.name,
        "authority": report.group.lead_authority.name,
        "meeting": meeting.number,
        "held": spoken(meeting.starts_at),
        "marking": highest_marking(passages.shown).label,
        "state": report.get_state_display(),
        "approved": spoken(report.approved_at),
        "approver": name_in(report.group, report.approved_by) if report.is_approved else "",
        "fingerprint": report.sha256,
        "kept_back": passages.kept_back,
        **words_of(report.text, passages),
    }


def pages_of(content, sha256, at):
    from lib import pdf  # WeasyPrint takes a second to load, which only the worker should pay

    return pdf.bytes_of(pdf.drawn(html(content, sha256, at)))


def html(content, _sha256, at):
    context = {
        **content,
        **in_fours(content["fingerprint"]),
        "at": at,
        "watermark": watermark(content["copy_for"], at),
        "besides": first_of(content["text"]),
        "open": [as_drawn(section) for section in content["open"]],
        "exempt": [as_drawn(section) for section in content["exempt"]],
    }
    return render_to_string("pdf/upward_report.html", context)


def as_drawn(section):
    return {**section, "paragraphs": [drawn(paragraph) for paragraph in section["paragraphs"]]}
