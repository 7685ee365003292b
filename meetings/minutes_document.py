"""Minutes as a document for one reader: what this reader may read of them, at the time when it is made and taken.

From the record that the page shows, so that numbers and words agree. What is withheld is its number and nothing else,
nowhere in the file. Each page says for whom and when it was made.
"""

from base64 import b64encode

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as written

from documents import makers
from groups.access import hats_of
from groups.markings import highest_marking
from groups.models import Audience, Marking
from groups.roles import Permission
from lib.markdown import html_of
from meetings.access import access_minutes
from meetings.following import roll_of
from meetings.record import record_of, shown_in

KIND, KIND_IN_WORD = "minutes", "minutes_in_word"
KINDS = {"pdf": KIND, "docx": KIND_IN_WORD}


def register():
    common = {"access": access_to_export, "content": content_of, "shown": shown_to}
    makers.register(KIND, make=pages_of, **common)
    makers.register(KIND_IN_WORD, make=word_of, media_type=makers.WORD_DOCUMENT, **common)


def access_to_export(user, public_id):
    return access_minutes(user, public_id, Permission.EXPORT_RECORDS)


def shown_to(minutes, reader):
    return shown_in(record_of(minutes, reader))


# What it says ---------------------------------------------------------------------------------------------------------


def content_of(minutes, reader):
    sections, meeting = record_of(minutes, reader), minutes.meeting
    return {
        "minutes": minutes.public_id,
        "reader": reader.public_id,
        "copy_for": name_of(reader, minutes.group_id),
        "group": minutes.group.name,
        "authority": minutes.group.lead_authority.name,
        "meeting": meeting.number,
        "held": f"{spoken(meeting.starts_at)}{', ' if meeting.place else ''}{meeting.place}",
        "marking": highest_marking(shown_in(sections)).label,
        "state": minutes.get_state_display(),
        "approved": spoken(minutes.approved_at),
        "fingerprint": minutes.sha256,
        "roll": roll_as_words(roll_of(minutes)),
        "sections": [section_as_words(section) for section in sections],
    }


def name_of(reader, group_id):
    """As the group calls its reader, with whom they speak for: what stands on each page of their copy."""
    hat = next(hat for hat in hats_of(reader, at_meetings=True) if hat.group_id == group_id)
    return f"{hat.name}, {hat.organisation}"


def spoken(moment):
    return written(timezone.localtime(moment), r"j F Y \a\t H:i") if moment else ""


def roll_as_words(roll):
    return {
        "present": len(roll["present"]),
        "members": len(roll["roll"]),
        "quorate": roll["quorum"].met,
        "approver": roll["approver"],
        "attendance": [[label, [line_as_words(line) for line in lines]] for label, lines in roll["attendance"]],
    }


def line_as_words(line):
    who = f"{line.deputy_name}, for {line.name}" if line.came == line.Came.DEPUTY else line.name
    return f"{who}, {line.organisation}"


def section_as_words(section):
    return {
        "item": section.item_number,
        "title": section.title,
        "paragraphs": [paragraph_as_words(paragraph) for paragraph in section.paragraphs],
    }


def paragraph_as_words(paragraph):
    if paragraph.thing is None:
        return {"number": paragraph.number, "kind": "withheld"}
    words = WORDS_OF[paragraph.kind](paragraph.thing)
    return {"number": paragraph.number, "kind": paragraph.kind, "limits": limits_of(paragraph.thing), **words}


def limits_of(thing):
    """For whom a paragraph is, where it is not for everyone in the group and OFFICIAL."""
    open_to_all = (thing.marking, thing.audience) == (Marking.OFFICIAL, Audience.EVERYONE)
    return "" if open_to_all else f"{thing.get_marking_display()} – {thing.get_audience_display()}"


def entry_as_words(entry):
    return {"text": entry.text}


def decision_as_words(decision):
    proposed = "" if decision.standing == decision.Standing.MADE else decision.get_standing_display()
    return {
        "decision": decision.number,
        "standing": proposed,
        "text": decision.text,
        "reason": decision.reason,
        "dissent": decision.dissent,
    }


def action_as_words(raised):
    """As the meeting said it, once that is frozen; until then as it stands."""
    line, action = raised.line, raised.action
    if line:
        return {"action": line["number"], "text": line["text"], "owner": line["owner"], "due": day(raised.due_on_then)}
    return {"action": action.number, "text": action.text, "owner": action.owner.name, "due": day(action.due_on)}


WORDS_OF = {"entry": entry_as_words, "decision": decision_as_words, "action": action_as_words}


def day(date):
    return written(date, "j F Y")


# Its pages ------------------------------------------------------------------------------------------------------------


def pages_of(content, sha256, at):
    from lib import pdf  # WeasyPrint takes a second to load, which only the worker should pay

    return pdf.bytes_of(pdf.drawn(html(content, sha256, at)))


def word_of(content, sha256, at):
    from lib import docx

    return docx.bytes_of(html(content, sha256, at))


def html(content, _sha256, at):
    in_fours = [content["fingerprint"][start : start + 4] for start in range(0, len(content["fingerprint"]), 4)]
    context = {
        **content,
        "at": at,
        "watermark": watermark(content["copy_for"], at),
        "fingerprint": " ".join(in_fours),
        "fingerprint_begins": " ".join(in_fours[:3]),
        "sections": [{**section, "paragraphs": drawn_paragraphs(section)} for section in content["sections"]],
    }
    return render_to_string("pdf/minutes.html", context)


def drawn_paragraphs(section):
    return [
        {**paragraph, **in_two(html_of(paragraph["text"]))} if paragraph["kind"] == "entry" else paragraph
        for paragraph in section["paragraphs"]
    ]


def in_two(drawn):
    """What stands beside the number, and what below it: a text may begin with a list, which cannot stand beside it."""
    first, _, rest = drawn.removeprefix("<p>").partition("</p>") if drawn.startswith("<p>") else ("", "", drawn)
    return {"first": first, "rest": rest}


def watermark(name, at):
    """A picture behind the text, as an address that holds it whole."""
    svg = render_to_string("pdf/watermark.svg", {"name": name, "at": spoken(at), "heights": [65, 148, 231]})
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
