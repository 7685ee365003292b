from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from actions.models import Action, ActionReader
from actions.services import restrict_action
from audit.services import record
from groups.models import Audience
from groups.sensitive_forms import cannot_read
from groups.sensitivity import can_read, is_wider
from groups.services import share_readers
from meetings.models import AgendaItem, ContributionReader, DecisionReader, EntryReader, Meeting, Minutes
from meetings.services.pen import take_the_pen

# By the kind of row, the way from what hangs on an item to the item
READERS_OF_PARTS = {
    ContributionReader: "item",
    EntryReader: "item",
    DecisionReader: "item",
    ActionReader: "raised__item",
}

WORDS_ARE_FINAL = (
    "The minutes of this meeting are approved, so the words of its items stay as they are. "
    "Only who may read the item can still be changed"
)


@transaction.atomic
def add_item(*, meeting, by, before=None, **fields):
    """An item before another, or at the end of the agenda; its number is given once and never reused."""
    take_the_pen(meeting)
    meeting = Meeting.objects.select_for_update(of=["self"]).select_related("group__lead_authority").get(pk=meeting.pk)
    item = append_item(meeting, **fields)
    if before and meeting.state != Meeting.State.HELD:
        put_before(item, before)
    record(by=by, verb="agenda item added", target=item)
    return item


def append_item(meeting, **fields):
    """The row of the meeting is locked by now: its number is given once."""
    last = meeting.items.aggregate(number=Max("number", default=0), place=Max("place", default=0))
    number, place = last["number"] + 1, last["place"]  # of two in one place the higher number is the later
    return AgendaItem.objects.create(meeting=meeting, group=meeting.group, number=number, place=place, **fields)


@transaction.atomic
def move_item(*, item, up, first=False, by):
    """One place up or down on the agenda, or to its top; its number stays what people call it by.

    False once the meeting is held.
    """
    take_the_pen(item.meeting_id)
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.state == Meeting.State.HELD:
        return False
    items = list(meeting.items.only("pk"))
    here = items.index(item)
    items.insert(0 if first else max(0, here - 1) if up else here + 1, items.pop(here))
    _put_in_order(items)
    record(by=by, verb="agenda item moved", target=item)
    return True


def put_before(item, before):
    """The row of their meeting is locked by now; `before` is another of its items, or None for the end."""
    items = list(AgendaItem.objects.filter(meeting=item.meeting_id).exclude(pk=item.pk).only("pk"))
    items.insert(items.index(before) if before else len(items), item)
    _put_in_order(items)


def _move_before(item, before):
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.state != Meeting.State.HELD:
        put_before(item, before)


def _put_in_order(items):
    for place, line in enumerate(items, start=1):
        line.place = place
    AgendaItem.objects.bulk_update(items, ["place"])


@transaction.atomic
def edit_item(*, item, by, **fields):
    """Change the words of an item, or whose it is, or `before` which it stands; who may read it is set apart.

    Raises ValidationError when its words are final, or its owner could not read it.
    """
    take_the_pen(item.meeting_id)
    if "before" in fields:
        _move_before(item, fields.pop("before"))
    stands = AgendaItem.objects.select_for_update(of=["self"]).select_related("group__lead_authority").get(pk=item.pk)
    changed = any(getattr(stands, name) != value for name, value in fields.items())
    if changed and Minutes.objects.approved().filter(meeting=stands.meeting_id).exists():
        raise ValidationError(WORDS_ARE_FINAL)
    for name, value in fields.items():
        setattr(stands, name, value)
    _refuse_blind_owner(stands)
    stands.save(update_fields=list(fields))
    record(by=by, verb="agenda item changed", target=stands)


def _refuse_blind_owner(item):
    if item.owner and not can_read(item.owner.user, item):
        raise ValidationError({"owner": cannot_read(item.owner)})


def narrow_parts(item, by):
    """Nothing is wider than what it hangs on: a part keeps its own limits only where they are the narrower ones."""
    for parts in (item.contributions, item.minuteentrys, item.decisions, item.raisedactions):
        for part in parts.select_for_update().only("marking", "audience"):
            narrowed = narrower(part, item)
            if narrowed != (part.marking, part.audience):
                was_for = part.audience
                part.marking, part.audience = narrowed
                part.save(update_fields=["marking", "audience"])
                if was_for != part.audience and not part.stands_for:
                    share_readers(item, part)
    for action in Action.objects.filter(raised__item=item).select_related("group__lead_authority", "owner__user"):
        marking, audience = narrower(action, item)
        restrict_action(action=action, marking=marking, audience=audience, whole=item, by=by)
    _let_go_of_readers(item, by)


def _let_go_of_readers(item, by):
    """Whoever was named for what hangs on the item, and could not read the item now, reads it no more."""
    for kind, to_item in READERS_OF_PARTS.items():
        readers = kind.objects.filter(**{f"content_object__{to_item}": item}, content_object__audience=Audience.NAMED)
        for reader in readers.select_related("user", "content_object__group__lead_authority"):
            if not can_read(reader.user, item):
                reader.delete()
                part = reader.content_object
                record(by=by, verb="named reader taken away", target=part, person=reader.user.public_id)


def narrower(part, whole):
    """(marking, audience) of `part`, held within those of `whole`."""
    marking = whole.marking if whole.is_sensitive else part.marking
    audience = whole.audience if is_wider(part.audience, than=whole.audience) else part.audience
    return marking, audience
