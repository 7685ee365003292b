"""An agenda as one reader sees it: what they may read, and the bare numbers of what is withheld."""

from dataclasses import dataclass, field

from meetings.models import AgendaItem, Contribution

FILED = [Contribution.State.FILED, Contribution.State.NOTHING]


@dataclass
class AgendaLine:
    number: int
    public_id: str
    item: AgendaItem | None = None  # None: withheld from this reader
    updates: list = field(default_factory=list)
    updates_withheld: int = 0
    is_current: bool = False


def agenda_of(meeting, user, with_updates=True):
    """Every line in order; four queries, whatever its length."""
    items = AgendaItem.objects.visible_to(user).filter(meeting=meeting).select_related("owner__organisation")
    visible = {item.pk: item for item in items}
    lines = {
        pk: AgendaLine(number, public_id, visible.get(pk), is_current=pk == meeting.current_item_id)
        for pk, number, public_id in AgendaItem.objects.filter(meeting=meeting)
        .order_by("place", "number")
        .values_list("pk", "number", "public_id")
    }
    if with_updates:
        _add_updates(lines, visible, user)
    return list(lines.values())


def _add_updates(lines, visible_items, user):
    filed = Contribution.objects.filter(item__in=visible_items, state__in=FILED)
    readable = {contribution.pk: contribution for contribution in filed.visible_to(user).select_related("seat")}
    for pk, item_id in filed.order_by("filed_at").values_list("pk", "item_id"):
        if pk in readable:
            lines[item_id].updates.append(readable[pk])
        else:
            lines[item_id].updates_withheld += 1


def shown_on(lines):
    """The sensitive things that these lines show, for the record of readings."""
    items = [line.item for line in lines if line.item]
    return items + [update for line in lines for update in line.updates]
