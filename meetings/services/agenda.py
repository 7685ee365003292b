from django.db import transaction
from django.db.models import Max

from audit.services import record
from groups.sensitivity import is_wider
from meetings.models import AgendaItem, Meeting


@transaction.atomic
def add_item(*, meeting, by, **fields):
    """An item at the end of the agenda; its number is given once and never reused."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = meeting.items.aggregate(last=Max("number"))["last"] or 0
    item = AgendaItem.objects.create(meeting=meeting, group=meeting.group, number=last + 1, **fields)
    record(by=by, verb="agenda item added", target=item)
    return item


@transaction.atomic
def edit_item(*, item, by, **fields):
    """Change an item. A narrower audience or a higher marking narrows at once all that hangs on it."""
    restricted = (item.marking, item.audience) != (fields["marking"], fields["audience"])
    for name, value in fields.items():
        setattr(item, name, value)
    item.save(update_fields=list(fields))
    if restricted:
        _narrow_parts(item)
    record(by=by, verb="agenda item restricted" if restricted else "agenda item changed", target=item)


def _narrow_parts(item):
    """Nothing is wider than what it hangs on: a part keeps its own limits only where they are the narrower ones."""
    for parts in (item.contributions, item.minuteentrys, item.decisions, item.raisedactions):
        for part in parts.select_for_update().only("marking", "audience"):
            narrowed = narrower(part, item)
            if narrowed != (part.marking, part.audience):
                parts.filter(pk=part.pk).update(marking=narrowed[0], audience=narrowed[1])


def narrower(part, whole):
    """(marking, audience) of `part`, held within those of `whole`."""
    marking = whole.marking if whole.is_sensitive else part.marking
    audience = whole.audience if is_wider(part.audience, than=whole.audience) else part.audience
    return marking, audience
