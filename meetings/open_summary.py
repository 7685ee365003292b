"""The open summary of approved minutes: the words that were written to be shared, and nothing else.

Who asks puts forward what they may read; who agrees reads all that it was drawn from. For readers outside it has
numbers of its own: a gap would tell them that something is withheld. Of an item, it names the title only where
everybody in the group reads it and it is OFFICIAL.
"""

from groups.models import Audience, Marking
from meetings.record import record_of
from meetings.words_on_paper import spoken_day


def content_for(minutes, user):
    """What this person would put forward."""
    return {
        "minutes": minutes.public_id,
        "group": minutes.group.name,
        "authority": minutes.group.lead_authority.name,
        "meeting": minutes.meeting.number,
        "held_on": spoken_day(minutes.meeting.starts_at),
        "approved_on": spoken_day(minutes.approved_at),
        "marking": Marking.OFFICIAL.label,
        "sections": open_sections(record_of(minutes, user)),
    }


def open_sections(sections):
    """[{title, paragraphs}]: what has no title that may be told comes last, so that its place tells nothing either."""
    titled, others = [], []
    for section in sections:
        paragraphs = [shared(paragraph) for paragraph in section.paragraphs if has_open_words(paragraph)]
        if paragraphs and title_is_open(section.item):
            titled.append({"title": section.title, "paragraphs": paragraphs})
        else:
            others += paragraphs
    return titled + ([{"title": "", "paragraphs": others}] if others else [])


def has_open_words(paragraph):
    return paragraph.thing is not None and bool(paragraph.thing.shareable)


def shared(paragraph):
    """Its words, and for those inside from which paragraph they are: `of` and `number` are never drawn."""
    return {"of": paragraph.thing.public_id, "number": paragraph.number, "text": paragraph.thing.shareable}


def title_is_open(item):
    return item is not None and (item.marking, item.audience) == (Marking.OFFICIAL, Audience.EVERYONE)


def read_by(summary, user):
    """(sections, how many paragraphs not): of what was put forward, that which this person reads in the minutes, too.
    Until two have agreed, the words to share are for the readers of what they were written for."""
    record = record_of(summary.minutes, user)
    read = {paragraph.thing.public_id for section in record for paragraph in section.paragraphs if paragraph.thing}
    put_forward = summary.content["sections"]
    sections = [
        {**section, "paragraphs": [each for each in section["paragraphs"] if each["of"] in read]}
        for section in put_forward
    ]
    kept_back = sum(each["of"] not in read for section in put_forward for each in section["paragraphs"])
    return [section for section in sections if section["paragraphs"]], kept_back


def reads_all_of(summary, user):
    _sections, kept_back = read_by(summary, user)
    return not kept_back
