"""An agenda as one reader sees it: what they may read, and the bare numbers of what is withheld."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef

from groups.built_for_readers import built_once_for_readers
from lib.built_once import built_once
from meetings.carrying import actions_of
from meetings.models import AgendaItem, Contribution

FILED = [Contribution.State.FILED, Contribution.State.NOTHING]
State = AgendaItem.State


@dataclass
class AgendaLine:
    number: int
    public_id: str
    state: str = State.WAITING  # of a withheld item, too, and when it was begun: only to find the way
    begun_at: datetime | None = None
    filed: list = field(default_factory=list)  # keys of the updates, whoever may read them
    item: AgendaItem | None = None  # None: withheld from this reader
    updates: list = field(default_factory=list)
    updates_withheld: int = 0
    minutes: list = field(default_factory=list)  # those of the meeting before, where they are approved under this item
    is_current: bool = False
    back_for: list = field(default_factory=list)  # the actions that this reader may know of, from which it is back

    @property
    def back_for_open(self):
        return [action for action in self.back_for if action.is_open]

    @property
    def owes_update(self):
        return bool(self.item and self.item.owner_id and not self.updates and not self.updates_withheld)

    @property
    def can_give_its_time(self):
        """It is written and asks for nothing but to be noted."""
        item = self.item
        to_note = item and item.purpose == "note" and not item.decision_required
        return bool(to_note and self.state == State.WAITING and self.updates and item.minutes_now > 0)


def agenda_of(meeting, user, with_updates=True):
    """Every line in order; three queries, whatever its length, and one more when an item is back for an open action."""
    visible = {item.pk: item for item in _items_for(user, meeting.pk)}
    lines = {
        pk: AgendaLine(*of_line, visible.get(pk), is_current=pk == meeting.current_item_id)
        for pk, *of_line in _bare_lines(meeting.pk)
    }
    if with_updates:
        add_updates(lines.values(), user)
    _add_what_it_is_back_for(lines, visible, user)
    return list(lines.values())


@built_once_for_readers
def _items_for(reader, meeting):
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting).select_related("owner__organisation")
    return items.annotate(approves_minutes=F("from_standing__approves_minutes"))


@built_once
def _bare_lines(meeting):
    """Of each item the fields with which an AgendaLine begins."""
    items = AgendaItem.objects.filter(meeting=meeting).order_by("place", "number")
    return items.values_list("pk", "number", "public_id", "state", "begun_at", filed_for_it())


def line_of(item, user):
    """One of them, of an item with the keys of what was `filed` for it: one query, or two as above."""
    line = AgendaLine(item.number, item.public_id, item.state, item.begun_at, item.filed, item)
    add_updates([line], user)
    _add_what_it_is_back_for({item.pk: line}, {item.pk: item}, user)
    return line


def filed_for_it():
    """The keys of what was filed for an item, as an expression on it."""
    filed = Contribution.objects.filter(item=OuterRef("pk"), state__in=FILED).order_by("filed_at")
    return ArraySubquery(filed.values("pk"))


def add_updates(lines, user):
    """What was filed for the items that this reader may read, as far as they may read that too. One query."""
    lines = [line for line in lines if line.item]
    meetings = {line.item.meeting_id for line in lines}
    readable = {update.pk: update for meeting in meetings for update in _updates_for(user, meeting)}
    for line in lines:
        line.updates = [readable[key] for key in line.filed if key in readable]
        line.updates_withheld = len(line.filed) - len(line.updates)


@built_once_for_readers
def _updates_for(reader, meeting):
    """Of items that this reader may read."""
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting).order_by().values("pk")
    updates = Contribution.objects.visible_to(reader).filter(item__in=items, state__in=FILED)
    return updates.select_related("seat")


def _add_what_it_is_back_for(lines, visible_items, user):
    back = [item for item in visible_items.values() if item.carried_because == AgendaItem.Carried.ACTION_OPEN]
    if back:
        actions = actions_of(back, user)
        for item in back:
            lines[item.pk].back_for = actions.get(item.matter_key, [])


def after(lines):
    """What comes next: to come after the current item, else passed over before it, else parked."""
    here = _here(lines)
    round_it = lines[here + 1 :] + lines[: max(here, 0)]
    to_come = [line for state in (State.WAITING, State.PARKED) for line in round_it if line.state == state]
    return next(iter(to_come), None)


def before(lines):
    """Where the meeting came from: what it began last, of the others."""
    begun = [line for line in lines if line.begun_at and not line.is_current]
    return max(begun, key=lambda line: line.begun_at, default=None)


def _here(lines):
    return next((place for place, line in enumerate(lines) if line.is_current), -1)


def shown_on(lines):
    """The sensitive things that these lines show, for the record of readings."""
    items = [line.item for line in lines if line.item]
    actions = [action for line in lines for action in line.back_for]
    return items + actions + [update for line in lines for update in line.updates]
