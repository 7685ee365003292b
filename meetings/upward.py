"""The report upwards: what of approved minutes goes to the senior owner, and in which of its two parts.

The open part has the words that were written to be shared. The exempt part has whole passages, each with the reason
for keeping it out of the open part that was chosen when it was written. What is for named readers goes into neither:
they were named one by one, and an office is not among them.
"""

from dataclasses import dataclass

from django.db.models import Q

from documents.makers import hash_of
from groups.models import Audience
from meetings.models import AgendaItem
from meetings.record import KINDS, heading_for, heading_of, readable_paragraphs, sections_of
from meetings.words_on_paper import paragraph_as_words

TELLS = ~Q(shareable="") | ~Q(withheld_because="")


@dataclass(frozen=True)
class Passages:
    """Of each part [(section, [paragraph])], as far as its reader reads them; `kept_back`: how many not."""

    open: list
    exempt: list
    kept_back: int = 0

    @property
    def shown(self):
        return [paragraph.thing for _section, paragraphs in self.open + self.exempt for paragraph in paragraphs]


def passages_for(minutes, user):
    """What this person reads of what goes up, by what they may read of the minutes."""
    heading = heading_for(user)
    going = {kind: set(going_up(kind, minutes).filter(TELLS).values_list("pk", flat=True)) for kind in KINDS}
    read = {kind: readable_paragraphs(kind, minutes, user, heading, pk__in=going[kind]) for kind in KINDS}
    return in_parts(sections_of(minutes, read), sum(len(going[kind] - read[kind].keys()) for kind in KINDS))


def all_passages(minutes):
    """Everything that goes up, as the senior owner reads it once the report is approved."""
    heading = heading_of(AgendaItem.objects.exclude(audience=Audience.NAMED))
    sent = {kind: going_up(kind, minutes).annotate(heading=heading) for kind in KINDS}
    sent["action"] = sent["action"].select_related("action__owner")
    return in_parts(sections_of(minutes, {kind: {row.pk: row for row in rows} for kind, rows in sent.items()}))


def going_up(kind, minutes):
    """Past its marking and audience, and nothing that is for named readers."""
    named = Q(audience=Audience.NAMED) | (Q(action__audience=Audience.NAMED) if kind == "action" else Q())
    return KINDS[kind].objects.filter(minutes=minutes).exclude(named)


def in_parts(sections, kept_back=0):
    return Passages(part_of(sections, "shareable"), part_of(sections, "withheld_because"), kept_back)


def part_of(sections, told_by):
    """[(section, paragraphs)] of those that say something in this part."""
    found = [
        (section, [each for each in section.paragraphs if each.thing and getattr(each.thing, told_by)])
        for section in sections
    ]
    return [(section, paragraphs) for section, paragraphs in found if paragraphs]


# What it says, as JSON can hold it ------------------------------------------------------------------------------------


def words_of(text, passages):
    return {
        "text": text,
        "open": [part_as_words(section, paragraphs, open_words) for section, paragraphs in passages.open],
        "exempt": [part_as_words(section, paragraphs, exempt_words) for section, paragraphs in passages.exempt],
    }


def part_as_words(section, paragraphs, words):
    return {"item": section.item_number, "title": section.title, "paragraphs": [words(each) for each in paragraphs]}


def open_words(paragraph):
    return {"number": paragraph.number, "kind": "entry", "limits": "", "text": paragraph.thing.shareable}


def exempt_words(paragraph):
    return {**paragraph_as_words(paragraph), "because": paragraph.thing.get_withheld_because_display()}


def hash_of_report(report):
    return hash_of(words_of(report.text, all_passages(report.minutes)))
