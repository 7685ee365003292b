"""The room: who sat in which seat from when to when, whether that made a quorum, and since when and why not.

All of it follows from the times in the room (`Stay`), so that a mistake that is put right is right everywhere.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, OuterRef, TextField, Value, When
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from groups.access import hats_in
from groups.built_for_readers import built_once_for_readers
from groups.models import Audience
from groups.quorum import Quorum, quorum
from groups.roles import STOOD_IN_FOR_ONLY_IF_EMPOWERED
from groups.sensitivity import grants_to_read, opens
from lib.built_once import built_once
from meetings.models import AgendaItem, Attendance, Declaration, GuestLine, Stay

OF_A_STAY = {
    "public_id": "public_id",
    "came": "came",
    "person_id": "person_id",
    "name": "name",
    "organisation": "organisation",
    "organisation_kind": "organisation_kind",
    "empowered": "empowered",
    "began_at": "began_at",
    "from_number": "from_item__number",
    "ended_at": "ended_at",
    "until_number": "until_item__number",
    "comes_back": "comes_back",
    "accepted_at": "accepted_at",
}
MOMENTS = ["began_at", "ended_at", "accepted_at"]


@dataclass(frozen=True)
class Sitting:
    """A time in the room as pages show it; a number is that of the item."""

    came: str
    name: str
    organisation: str
    organisation_kind: str
    began_at: datetime
    empowered: bool = True
    person_id: int | None = None
    from_number: int | None = None
    ended_at: datetime | None = None
    until_number: int | None = None
    comes_back: bool = False
    accepted_at: datetime | None = None
    public_id: str = ""

    def holds_at(self, moment):
        return self.began_at <= moment and (self.ended_at is None or self.ended_at > moment)


# The roll -------------------------------------------------------------------------------------------------------------


def roll_in_the_room(meeting):
    """The lines of the roll, one query: see `seated`."""
    return seated(_roll_of(meeting.pk), meeting)


@built_once
def _roll_of(meeting):
    return on_roll_with_stays(meeting)


def on_roll_with_stays(meeting):
    return with_stays(Attendance.objects.filter(meeting=meeting, on_roll=True))


def with_stays(lines):
    stays = Stay.objects.filter(line=OuterRef("pk")).order_by("began_at", "pk").values(json=JSONObject(**OF_A_STAY))
    return lines.annotate(stays_kept=ArraySubquery(stays))


def seated(lines, meeting):
    """These lines `with_stays`, each with `sittings`, `sits` (who sits there now, or None) and `moves` in words."""
    for line in lines:
        _give_times(line, [_sitting(kept) for kept in line.stays_kept], meeting)
    return lines


def with_times(line):
    """One line in hand, as `seated` gives it."""
    kept = line.stays.order_by("began_at", "pk").values(json=JSONObject(**OF_A_STAY))
    _give_times(line, [_sitting(row["json"]) for row in kept], line.meeting)
    return line


def _give_times(line, sittings, meeting):
    line.sittings = sittings or _as_marked(line, meeting)
    line.sits = line.sittings[-1] if line.sittings and line.sittings[-1].ended_at is None else None
    line.moves = _moves(line.sittings)


def _sitting(kept):
    moments = {name: kept[name] and datetime.fromisoformat(kept[name]) for name in MOMENTS}
    return Sitting(**{**kept, **moments})


def _as_marked(line, meeting):
    """Rolls from before there were times in the room: whoever came was there all the time."""
    if not line.is_represented:
        return []
    name = line.deputy_name or line.name
    began_at = meeting.opened_at or meeting.starts_at
    return [Sitting(line.came, name, line.organisation, line.organisation_kind, began_at, person_id=line.person_id)]


def _moves(sittings):
    """Coming late, going out and coming back, in words; nothing of who was there from start to end."""
    if not sittings:
        return []
    first, last = sittings[0], sittings[-1]
    said = [f"late, from item {first.from_number}"] if first.from_number else []
    said += [_between(before, after) for before, after in pairwise(sittings)]
    if last.ended_at:
        said.append(f"out for item {last.until_number}" if last.comes_back else _left(last))
    return said


def _left(sitting):
    return f"left at item {sitting.until_number}" if sitting.until_number else "left before the end"


def _between(before, after):
    if before.name != after.name:
        return f"{after.name} from item {after.from_number}, {before.name} until then"
    if before.comes_back:
        return f"out for item {before.until_number}"
    if before.until_number == after.from_number:
        return f"out for part of item {before.until_number}"
    return f"left at item {before.until_number}, back at item {after.from_number}"


# Quorum ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Present:
    """Who is in the room, as the rule of the quorum asks."""

    role: str
    organisation_kind: str
    areas: list
    is_represented: bool = True


@dataclass(frozen=True)
class QuorumSpan:
    """A time in which there was a quorum, or none; `until`: None to the end. `quorum` as it stands at its end."""

    since: datetime
    quorum: Quorum
    lost: tuple = ()  # parts of the rule that were there before
    until: datetime | None = None

    @property
    def met(self):
        return self.quorum.met

    @property
    def why(self):
        """What was lost, a sentence each."""
        words = {
            "chair": "neither the chair nor the deputy chair is in the room any more",
            "areas": f"only {len(self.quorum.areas_here)} of the five business areas are left",
            "police": "the last police adviser left",
        }
        return [says for part, says in words.items() if part in self.lost]


def quorum_over_time(meeting, lines):
    """The spans of the meeting in order; the last is that of now, or of the end."""
    sittings = [(line, sitting) for line in lines for sitting in line.sittings]
    ends = {sitting.ended_at for _line, sitting in sittings} - {None}
    opened_at = meeting.opened_at or meeting.starts_at
    spans = []
    for moment in sorted({opened_at} | {sitting.began_at for _line, sitting in sittings} | ends):
        here = [_present(line, sitting) for line, sitting in sittings if sitting.holds_at(moment)]
        spans = _with(spans, moment, quorum(meeting.rules, here))
    return spans


def _with(spans, moment, now):
    """The spans up to this moment: the last goes on while the answer stays the same."""
    if not spans:
        return [QuorumSpan(moment, now)]
    *before, last = spans
    if last.met == now.met:
        return [*before, QuorumSpan(last.since, now, last.lost)]
    ended = QuorumSpan(last.since, last.quorum, last.lost, until=moment)
    return [*before, ended, QuorumSpan(moment, now, tuple(now.lacks - last.quorum.lacks))]


def _present(line, sitting):
    """A deputy has of the seat what they may act for: the chair's place if empowered, the police's if of the police."""
    acts = sitting.empowered or line.role not in STOOD_IN_FOR_ONLY_IF_EMPOWERED
    same_kind = sitting.organisation_kind == line.organisation_kind
    return Present(line.role if acts else "", line.organisation_kind if same_kind else "", line.areas)


def quorum_in_words(spans):
    """What the minutes say of the quorum, a sentence each."""
    if len(spans) == 1:
        throughout = "The meeting had a quorum throughout."
        return [throughout if spans[0].met else "The meeting had no quorum: what it decided is proposed."]
    return [_span_in_words(span) for span in spans]


def _span_in_words(span):
    if span.until is None:
        words = "There was a quorum from {since} on." if span.met else "There was no quorum from {since} on: {why}."
    elif span.met:
        words = "There was a quorum from {since} to {until}."
    else:
        words = "There was no quorum from {since} to {until}: {why}."
        words = words if span.why else "There was no quorum until {until}."
    until = _clock(span.until) if span.until else ""
    return words.format(since=_clock(span.since), until=until, why=", and ".join(span.why))


def _clock(moment):
    return f"{timezone.localtime(moment):%H:%M}"


def is_quorate(meeting, roll=None):
    """Whether those who are there now make a quorum, by the rule that the meeting copied. `roll`: if it is at hand."""
    return quorum_over_time(meeting, roll_in_the_room(meeting) if roll is None else roll)[-1].met


def nobody_for(span, rules):
    """The business areas for which nobody is in the room."""
    return [area["name"] for area in rules["five"] if area["code"] not in span.quorum.areas_here]


# What the minutes say of it ------------------------------------------------------------------------------------------


def room_as_minuted(meeting, user, roll):
    """For the record: the roll with its times, the quorum in words, and guests and interests. One query."""
    spans = quorum_over_time(meeting, roll)
    guests, declarations = said_of_items(meeting, user)
    return {
        "roll": roll,
        "quorum": spans[-1].quorum,
        "quorum_words": quorum_in_words(spans),
        "was_proposed": not all(span.met for span in spans),
        **_who_accepted(meeting, roll),
        "guests": [guest for guest in guests if guest.came != GuestLine.Came.EXPECTED],
        "declarations": declarations,
        "items_on_roll": [of.item for of in [*guests, *declarations] if of.said],
    }


def _who_accepted(meeting, roll):
    """The handling statement, and who of those who were there did not: once each, however often they went out."""
    people = {}
    for line in roll:
        for sitting in line.sittings:
            who = (line.pk, sitting.name)
            if who not in people or sitting.accepted_at:
                people[who] = sitting
    accepted = [sitting for sitting in people.values() if sitting.accepted_at]
    others = [sitting for sitting in people.values() if not sitting.accepted_at]
    return {"accepted": accepted, "not_accepted": others if meeting.statement else []}


@dataclass(frozen=True)
class OfAnItem:
    """A guest or an interest on the roll; with nothing but the number of its item for whoever may not read that."""

    number: int
    came: str  # of a guest
    said: dict | None

    @property
    def item(self):
        """For the marking of the page and the record of readings."""
        return AgendaItem(**self.said["item"])

    @property
    def done(self):
        return Declaration.Done(self.said["done"]).label

    @property
    def came_in_words(self):
        return GuestLine.Came(self.came).label


def said_of_items(meeting, user):
    """Guests, and interests declared, in the order of the agenda. One query, which loads no word that is withheld."""
    rows = sorted(_said_at(user, meeting.pk), key=lambda row: row[:3])
    found = [OfAnItem(number, came, json.loads(said) if said else None) for _place, number, _pk, came, said in rows]
    return [of for of in found if of.came], [of for of in found if not of.came]


@built_once_for_readers
def _said_at(reader, meeting):
    readable = AgendaItem.objects.visible_to(reader).filter(meeting=meeting).order_by().values("pk")
    guests, declarations = (model.objects.filter(meeting=meeting) for model in (GuestLine, Declaration))
    guests = _said_of(guests, readable, F("came"), "name", "organisation", "reason", "public_id")
    return guests.union(_said_of(declarations, readable, Value(""), "name", "interest", "done"), all=True)


def _said_of(things, readable, came, *names):
    item = JSONObject(**{name: f"item__{name}" for name in ["public_id", "marking", "audience"]})
    words = JSONObject(item=item, **{name: name for name in names})
    said = Case(When(item__in=readable, then=Cast(words, TextField())), default=Value(""), output_field=TextField())
    rows = things.order_by().annotate(of_guest=Cast(came, CharField()), said=said)
    return rows.values_list("item__place", "item__number", "pk", "of_guest", "said")


# An item that is not for everybody in the room ------------------------------------------------------------------------


def must_step_out(item, lines):
    """Whoever sits in the room and may not read this item. No query for an item that is open to all."""
    if item is None or (item.audience == Audience.EVERYONE and not item.is_sensitive):
        return []
    hats = hats_in(item.group)
    named = set()
    if item.audience == Audience.NAMED:
        named = set(grants_to_read(AgendaItem).filter(content_object=item).values_list("user", flat=True))

    def may_hear(person):
        return any(opens(hat, item, person, person in named) for hat in hats.get(person, []))

    return [line for line in lines if line.sits and not may_hear(line.sits.person_id)]
