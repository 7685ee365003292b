"""The record of a meeting as one reader sees it: numbered paragraphs, the withheld ones as their number alone.

Numbers are the same for every reader: they count all paragraphs, item by item, in the order of writing.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject
from django.http import Http404

from actions.models import Action
from groups.access import hats_of
from groups.built_for_readers import built_once_for_readers
from groups.roles import KEEP_THE_RECORD, Role
from groups.sensitivity import Withheld, grants_to_read, opened_by, unless_withheld_by_name
from lib.built_once import built_once
from lib.dated import live
from lib.templatetags.papg import OFFICIAL, OFFICIAL_SENSITIVE
from meetings.models import AgendaItem, Decision, Escalation, MinuteEntry, RaisedAction
from meetings.models.standing import with_confirmation

KINDS = {"entry": MinuteEntry, "decision": Decision, "action": RaisedAction}
# With what has a number among them, and is between those who run the group and the senior owner
NUMBERED = {**KINDS, "escalation": Escalation}
OF_HEADING = ["public_id", "title", "marking", "audience"]


@dataclass
class NumberedParagraph:
    number: int
    kind: str
    thing: object | None = None  # None: withheld from this reader
    custody: str = ""  # who keeps an entry that is withheld, for whoever is to approve it
    remarks: list = field(default_factory=list)  # corrections and addenda, where meetings.remarks adds them
    is_yours: bool = False  # an action of the reader's own
    is_seen_today: bool = False  # an action that the reader of a report may see as it stands by now, too


@dataclass
class RecordSection:
    item_number: int
    paragraphs: list = field(default_factory=list)
    band: tuple = ()  # (marking, who may read), where it is another than that of the section before

    @cached_property
    def item(self):
        """The item, when it and a paragraph under it may be read: somebody may be named for an entry alone."""
        heading = next((paragraph.thing.heading for paragraph in self.paragraphs if paragraph.thing), None)
        return AgendaItem(**heading) if heading else None

    @property
    def is_sensitive(self):
        return any(paragraph.thing and paragraph.thing.is_sensitive for paragraph in self.paragraphs)

    @property
    def is_shown(self):
        return any(paragraph.thing for paragraph in self.paragraphs)

    @property
    def title(self):
        return self.item.title if self.item else ""

    @property
    def marked(self):
        if not self.is_sensitive:
            return (OFFICIAL, "")
        return (OFFICIAL_SENSITIVE, self.item.get_audience_display() if self.item else "")

    @property
    def numbers(self):
        """Of its first and last paragraph."""
        first, last = self.paragraphs[0].number, self.paragraphs[-1].number
        return f"{first} to {last}" if last > first else str(first)


def record_of(minutes, user, with_custody=False):
    """The sections in agenda order; four queries, whatever their length, and one for requests if any."""
    places = _bare_places(minutes)
    return _sections_at(places, _readable(places, minutes, user, heading_for), with_custody)


def section_of(item, minutes, user):
    """That of one item, or None: as in `record_of`, without its heading."""
    places = _bare_places(minutes)
    here = [place for place in places if place[1] == item.number]
    sections = _sections_at(places, _readable(here, minutes, user, item=item))
    return next((section for section in sections if section.item_number == item.number), None)


def _readable(places, minutes, user, heading=None, **only):
    """By kind; requests are rare enough to be asked for only where there is one."""
    kinds = {*KINDS, *(kind for *_place, kind, _pk, _kept_by in places)}
    return {kind: paragraphs_in(kind, minutes, user, heading, **only) for kind in kinds}


def sections_of(minutes, readable):
    """All paragraphs in their places: those of `readable`, {kind: {key: paragraph}}, and of the rest the number."""
    return _sections_at(_bare_places(minutes), readable)


def _sections_at(places, readable, with_custody=False):
    sections = {}
    for number, (_place, item_number, _position, kind, pk, kept_by) in enumerate(places, start=1):
        section = sections.setdefault(item_number, RecordSection(item_number))
        thing = readable.get(kind, {}).get(pk)
        custody = in_words(kept_by) if with_custody and thing is None else ""
        section.paragraphs.append(NumberedParagraph(number, kind, thing, custody))
    return list(sections.values())


def add_bands(sections):
    """The roll stands before them, which is OFFICIAL; a section of which nothing can be read changes nothing."""
    before = (OFFICIAL, "")
    for section in sections:
        if section.is_shown and section.marked != before:
            section.band = before = section.marked


def custody():
    """The roles of the readers who keep an entry for named readers, as an expression on it."""
    seat = "user__memberships"
    keep = {f"{seat}__role__in": KEEP_THE_RECORD, f"{seat}__group": OuterRef("group")}
    rows = grants_to_read(MinuteEntry).filter(live(f"{seat}__"), content_object=OuterRef("pk"), **keep)
    return ArraySubquery(rows.order_by(f"{seat}__role").values(f"{seat}__role").distinct())


def in_words(roles):
    return " and ".join(f"the {Role(role).label.lower()}" for role in roles)


def heading_for(user):
    """What a paragraph is headed with, as an expression: some of its item, if this reader may see it."""
    return heading_of(AgendaItem.objects.visible_to(user))


def heading_of(items):
    item = items.filter(pk=OuterRef("item")).order_by()
    return Subquery(item.values(json=JSONObject(**{name: name for name in OF_HEADING})))


def paragraphs_in(kind, minutes, user, heading=None, item=None):
    """{primary key: paragraph} of one kind, in the whole record or under one item, as far as this reader may see it.

    `heading`: what makes of the reader the expression of that with which each is headed.
    """
    places = [minutes.pk] if item is None else [minutes.pk, item.pk]
    return {paragraph.pk: paragraph for paragraph in _paragraphs_in(user, *places, kind=kind, heading=heading)}


@built_once_for_readers
def _paragraphs_in(reader, minutes, *item, kind, heading):
    paragraphs = readable_paragraphs(kind, reader).filter(minutes=minutes)
    paragraphs = paragraphs.filter(item__in=item) if item else paragraphs
    return paragraphs.annotate(heading=heading(reader)) if heading else paragraphs


def readable_paragraphs(kind, user):
    """All of one kind in every record, as far as this reader may see them."""
    paragraphs = NUMBERED[kind].objects.visible_to(user)
    if kind == "decision":
        paragraphs = with_confirmation(paragraphs)
    if kind == "action":
        paragraphs = paragraphs.filter(action__in=actions_seen_by(user)).select_related("action__owner")
    if kind == "escalation":
        paragraphs = paragraphs.with_answers()
    return paragraphs


def actions_seen_by(user):
    """Whoever stands in at the meeting alone sees the actions that it raised, as far as their limits let."""
    seen = Q(pk__in=Action.objects.visible_to(user).values("pk"))
    for hat in hats_of(user, at_meetings=True):
        if hat.meeting_id:
            here = Q(raised__minutes__meeting=hat.meeting_id) & unless_withheld_by_name(Action, user)
            seen |= here & opened_by(Action, [replace(hat, meeting_id=None)])
    return Action.objects.filter(seen).values("pk")


def _bare_places(minutes):
    """(place and number of the item, position, kind, pk, custody) of every paragraph, in order: no word of it."""
    return sorted(_places_in(minutes.pk))


@built_once
def _places_in(minutes):
    nobody = Value([], output_field=ArrayField(CharField()))
    places = [
        model.objects.filter(minutes=minutes, position__gt=0)
        .annotate(kind=Value(kind, output_field=CharField()), kept_by=custody() if kind == "entry" else nobody)
        .order_by()
        .values_list("item__place", "item__number", "position", "kind", "pk", "kept_by")
        for kind, model in NUMBERED.items()
    ]
    return places[0].union(*places[1:], all=True)


def numbered_paragraph(minutes, user, **where):
    """The one paragraph that is at this place, if this reader may read it. Raises Withheld, or Http404 for none."""
    for kind in KINDS:
        for thing in readable_paragraphs(kind, user).filter(minutes=minutes, **where):
            return NumberedParagraph(numbers_of(minutes)[thing.position], kind, thing)
    if any(model.objects.filter(minutes=minutes, **where).exists() for model in KINDS.values()):
        raise Withheld
    raise Http404


def numbers_of(minutes):
    """{position: number} of all paragraphs: the position is given once, the number counts them in their order."""
    return {position: number for number, (_, _, position, *_) in enumerate(_bare_places(minutes), start=1)}


def shown_in(sections):
    items = [section.item for section in sections if section.item]
    paragraphs = [paragraph for section in sections for paragraph in section.paragraphs if paragraph.thing]
    return items + [thing for paragraph in paragraphs for thing in [paragraph.thing, *paragraph.remarks]]
