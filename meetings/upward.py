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
from meetings.open_summary import title_is_open
from meetings.record import KINDS, actions_seen_by, heading_for, heading_of, paragraphs_in, sections_of
from meetings.words_on_paper import paragraph_as_words

TELLS = ~Q(shareable="") | ~Q(withheld_because="")


@dataclass(frozen=True)
class PartSection:
    item_number: int
    title: str  # empty in the open part, where not everybody may know of the item
    paragraphs: list


@dataclass(frozen=True)
class Passages:
    """The sections of each part, as far as its reader reads them; `kept_back`: how many passages not."""

    open: list
    exempt: list
    kept_back: int = 0

    @property
    def shown(self):
        return [paragraph.thing for section in self.open + self.exempt for paragraph in section.paragraphs]


def passages_for(minutes, user):
    """What this person reads of what goes up, by what they may read of the minutes."""
    going = {kind: set(going_up(kind, minutes).filter(TELLS).values_list("pk", flat=True)) for kind in KINDS}
    read = {kind: paragraphs_in(kind, minutes, user, heading_for) if going[kind] else {} for kind in KINDS}
    read = {kind: {key: read[kind][key] for key in going[kind] & read[kind].keys()} for kind in KINDS}
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
    exempt = [PartSection(each.item_number, each.title, telling(each, "withheld_because")) for each in sections]
    opened = [PartSection(each.item_number, open_title(each), telling(each, "shareable")) for each in sections]
    return Passages(*([each for each in part if each.paragraphs] for part in (opened, exempt)), kept_back)


def telling(section, part):
    return [each for each in section.paragraphs if each.thing and getattr(each.thing, part)]


def open_title(section):
    return section.title if title_is_open(section.item) else ""


def add_today(passages, user):
    """Which actions its reader may see as they stand by now: what went up is how they stood then. One query at most."""
    actions = [each for section in passages.exempt for each in section.paragraphs if each.kind == "action"]
    asked = [each.thing.action_id for each in actions]
    seen = set(actions_seen_by(user).filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    for each in actions:
        each.is_seen_today = each.thing.action_id in seen


# What it says, as JSON can hold it ------------------------------------------------------------------------------------


def words_of(text, passages):
    return {
        "text": text,
        "open": [part_as_words(section, open_words) for section in passages.open],
        "exempt": [part_as_words(section, exempt_words) for section in passages.exempt],
    }


def part_as_words(section, words):
    paragraphs = [words(each) for each in section.paragraphs]
    return {"item": section.item_number, "title": section.title, "paragraphs": paragraphs}


def open_words(paragraph):
    return {"number": paragraph.number, "kind": "entry", "limits": "", "text": paragraph.thing.shareable}


def exempt_words(paragraph):
    return {**paragraph_as_words(paragraph), "because": paragraph.thing.get_withheld_because_display()}


def hash_of_report(report):
    return hash_of(words_of(report.text, all_passages(report.minutes)))
