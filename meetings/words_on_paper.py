"""How moments, limits and paragraphs are said in the documents that are made of a record."""

from django.utils import timezone
from django.utils.dateformat import format as written

from groups.models import Audience, Marking
from lib.markdown import html_of


def spoken(moment):
    return written(timezone.localtime(moment), r"j F Y \a\t H:i") if moment else ""


def spoken_day(moment):
    return written(timezone.localtime(moment), "j F Y")


def in_fours(sha256):
    """{fingerprint, fingerprint_begins}: as people read it, and as it stands at the foot of each page."""
    fours = [sha256[start : start + 4] for start in range(0, len(sha256), 4)]
    return {"fingerprint": " ".join(fours), "fingerprint_begins": " ".join(fours[:3])}


def first_of(text):
    """What stands beside a paragraph's number, and the rest below: a list that begins a text cannot stand beside it."""
    drawn = html_of(text)
    first, _, rest = drawn.removeprefix("<p>").partition("</p>") if drawn.startswith("<p>") else ("", "", drawn)
    return {"first": first, "rest": rest}


def paragraph_as_words(paragraph):
    """A paragraph of meetings.record as JSON can hold it: of one that is withheld, the number."""
    if paragraph.thing is None:
        return {"number": paragraph.number, "kind": "withheld"}
    thing, remarks = paragraph.thing, paragraph.remarks
    words = WORDS_OF[paragraph.kind](thing)
    beside = {"remarks": [remark_as_words(remark, thing.words) for remark in remarks]} if remarks else {}
    return {"number": paragraph.number, "kind": paragraph.kind, "limits": limits_of(thing), **words, **beside}


def limits_of(thing):
    """For whom a paragraph is, where it is not for everyone in the group and OFFICIAL."""
    open_to_all = (thing.marking, thing.audience) == (Marking.OFFICIAL, Audience.EVERYONE)
    return "" if open_to_all else f"{thing.get_marking_display()} – {thing.get_audience_display()}"


def entry_as_words(entry):
    return {"text": entry.text}


def decision_as_words(decision):
    return {
        "decision": decision.number,
        "standing": decision.stood_then,
        **{name: getattr(decision, name) for name in ["text", "reason", "options", "dissent"]},
    }


def action_as_words(raised):
    """As the meeting said it, once that is frozen; until then as it stands."""
    line, action = raised.line, raised.action
    if line:
        due = written(raised.due_on_then, "j F Y")
        return {"action": line["number"], "text": line["text"], "owner": line["owner"], "due": due}
    due = written(action.due_on, "j F Y")
    return {"action": action.number, "text": action.text, "owner": action.owner.name, "due": due}


def escalation_as_words(asked):
    """The request alone: its answer comes when it comes, and stands with the request on its own page."""
    words = {"text": asked.text, "reason": asked.reason, "due": written(asked.reply_by, "j F Y")}
    return {"escalation": asked.number, **words}


WORDS_OF = {
    "entry": entry_as_words,
    "decision": decision_as_words,
    "action": action_as_words,
    "escalation": escalation_as_words,
}


def drawn(paragraph):
    """Of an entry, the words as they are drawn; decisions and actions are plain text."""
    words = first_of(paragraph["text"]) if paragraph["kind"] == "entry" else {}
    return {**paragraph, **words, "remarks": [remark_drawn(remark) for remark in paragraph.get("remarks", [])]}


# What stands beside the words -----------------------------------------------------------------------------------------


def remark_as_words(remark, stands=""):
    """A correction or an addendum. `stands`: what the paragraph says; what a correction found, only where other."""
    said = {"kind": remark.kind, "by": remark.by_name}
    if remark.kind == "addendum":
        return {**said, "at": spoken(remark.at), "text": remark.text}
    return {
        **said,
        "at": spoken_day(remark.at),
        "stood": "" if remark.stood == stands else remark.stood,
        **{name: getattr(remark, name) for name in ["should_say", "reason", "taken", "answer"]},
        "answered_by": remark.answered_by_name,
        "answered": "" if remark.waits else spoken_day(remark.answered_at),
    }


def remark_drawn(remark):
    return {**remark, "drawn": html_of(remark["text"])} if remark["kind"] == "addendum" else remark


def carried_as_words(back):
    """Where an item went: `back` is the item of the later meeting."""
    item = back.carried_from
    return {
        "item": item.number,
        "title": item.title,
        "limits": limits_of(item) or limits_of(back),
        "why": back.carried_because,
        "parked": item.parked_because,
        "meeting": back.meeting.number,
        "day": spoken_day(back.meeting.starts_at),
    }


def done_as_words(done):
    """What a meeting did to an earlier decision; of one that is withheld, the number."""
    if done.change is None:
        return {"number": done.number, "kind": "withheld"}
    change = done.change
    return {
        "number": done.number,
        "kind": "change",
        "limits": limits_of(change.decision),
        "became": change.get_standing_display(),
        "by": change.superseded_by.number if change.superseded_by else None,
        "reason": change.reason,
        "review": written(change.review_on, "j F Y") if change.review_on else "",
    }
