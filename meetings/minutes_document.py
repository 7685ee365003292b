"""Minutes as a document for one reader: what this reader may read of them, at the time when it is made and taken.

From the record that the page shows, so that numbers and words agree, with what stands beside it: corrections, addenda
and what the meeting did to earlier decisions. What is withheld is its number and nothing else, nowhere in the file.
Each page says for whom and when it was made.
"""

from base64 import b64encode

from django.template.loader import render_to_string

from documents import makers
from groups.access import hats_of
from groups.markings import highest_marking
from groups.roles import Permission
from meetings.access import access_minutes
from meetings.carrying import carried_from, items_in
from meetings.decision_log import decisions_in, done_by
from meetings.following import roll_of
from meetings.record import record_of, shown_in
from meetings.remarks import add_remarks
from meetings.words_on_paper import (
    carried_as_words,
    done_as_words,
    drawn,
    in_fours,
    paragraph_as_words,
    remark_as_words,
    remark_drawn,
    spoken,
)

KIND, KIND_IN_WORD = "minutes", "minutes_in_word"
KINDS = {"pdf": KIND, "docx": KIND_IN_WORD}


def register():
    common = {"access": access_to_export, "content": content_of, "shown": shown_to}
    makers.register(KIND, make=pages_of, **common)
    makers.register(KIND_IN_WORD, make=word_of, media_type=makers.WORD_DOCUMENT, **common)


def access_to_export(user, public_id):
    return access_minutes(user, public_id, Permission.EXPORT_RECORDS)


def shown_to(minutes, reader):
    return things_in(record_with_remarks(minutes, reader), roll_of(minutes, reader))


def things_in(record, roll):
    sections, _on_roll, done, carried = record
    return shown_in(sections) + decisions_in(done) + items_in(carried) + roll["items_on_roll"]


def record_with_remarks(minutes, reader):
    """(sections, what was said of the roll, what the meeting did to earlier decisions, where items went), as far as
    for this reader.
    """
    sections = record_of(minutes, reader)
    on_roll = add_remarks(minutes, sections)
    return sections, on_roll, done_by(minutes, reader), carried_from(minutes.meeting, reader)


# What it says ---------------------------------------------------------------------------------------------------------


def content_of(minutes, reader):
    sections, on_roll, done, carried = record = record_with_remarks(minutes, reader)
    meeting, roll = minutes.meeting, roll_of(minutes, reader)
    return {
        "minutes": minutes.public_id,
        "reader": reader.public_id,
        "copy_for": name_of(reader, minutes.group_id),
        "group": minutes.group.name,
        "authority": minutes.group.lead_authority.name,
        "meeting": meeting.number,
        "held": f"{spoken(meeting.starts_at)}{', ' if meeting.place else ''}{meeting.place}",
        "marking": highest_marking(things_in(record, roll)).label,
        "state": minutes.get_state_display(),
        "approved": spoken(minutes.approved_at),
        "fingerprint": minutes.sha256,
        "roll": roll_as_words(roll, meeting),
        "on_roll": [remark_as_words(remark) for remark in on_roll],
        "done": [done_as_words(one) for one in done],
        "sections": [section_as_words(section) for section in sections],
        "carried": [carried_as_words(back) for back in carried],
    }


def name_of(reader, group_id):
    """As the group calls its reader, with whom they speak for: what stands on each page of their copy."""
    hat = next(hat for hat in hats_of(reader, at_meetings=True) if hat.group_id == group_id)
    return f"{hat.name}, {hat.organisation}"


def roll_as_words(roll, meeting):
    return {
        "present": len(roll["present"]),
        "members": len(roll["roll"]),
        "quorum": roll["quorum_words"],
        "was_proposed": roll["was_proposed"] and len(roll["quorum_words"]) > 1,
        "statement": meeting.statement,
        "accepted": len(roll["accepted"]),
        "not_accepted": [sitting.name for sitting in roll["not_accepted"]],
        "guests": [{"number": guest.number, "said": guest.said} for guest in roll["guests"]],
        "declarations": [
            {"number": declared.number, "said": declared.said, "done": declared.done if declared.said else ""}
            for declared in roll["declarations"]
        ],
        "approver": roll["approver"],
        "attendance": [[label, [line_as_words(line) for line in lines]] for label, lines in roll["attendance"]],
    }


def line_as_words(line):
    who = f"{line.deputy_name}, for {line.name}" if line.came == line.Came.DEPUTY else line.name
    return "; ".join([f"{who}, {line.organisation}", *line.moves])


def section_as_words(section):
    return {
        "item": section.item_number,
        "title": section.title,
        "paragraphs": [paragraph_as_words(paragraph) for paragraph in section.paragraphs],
    }


# Its pages ------------------------------------------------------------------------------------------------------------


def pages_of(content, sha256, at):
    from lib import pdf  # WeasyPrint takes a second to load, which only the worker should pay

    return pdf.bytes_of(pdf.drawn(html(content, sha256, at)))


def word_of(content, sha256, at):
    from lib import docx

    return docx.bytes_of(html(content, sha256, at))


def html(content, _sha256, at):
    context = {
        **content,
        **in_fours(content["fingerprint"]),
        "at": at,
        "watermark": watermark(content["copy_for"], at),
        "on_roll": [remark_drawn(remark) for remark in content["on_roll"]],
        "sections": [
            {**section, "paragraphs": [drawn(paragraph) for paragraph in section["paragraphs"]]}
            for section in content["sections"]
        ],
    }
    return render_to_string("pdf/minutes.html", context)


def watermark(name, at):
    """A picture behind the text, as an address that holds it whole."""
    svg = render_to_string("pdf/watermark.svg", {"name": name, "at": spoken(at), "heights": [65, 148, 231]})
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
