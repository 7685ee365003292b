"""What a meeting leaves over comes back at the next one, and the item says why."""

from django.db import transaction
from django.db.models.functions import Now

from audit.services import record
from groups.models import PAPG, Audience, Membership
from groups.services import share_readers
from meetings.carrying import matters_with_open_actions
from meetings.models import AgendaItem, Meeting
from meetings.services.agenda import append_item, put_before

State, Carried = AgendaItem.State, AgendaItem.Carried
AS_IT_WAS = ["title", "purpose", "decision_required", "minutes", "marking", "audience", "handling", "from_standing_id"]


@transaction.atomic
def carry_to_the_next(*, group, by):
    """From the last meeting held to the next one planned, each item once; nothing while there is none.

    Called when a meeting closes and when one is scheduled: whichever comes later carries.
    """
    PAPG.objects.select_for_update(no_key=True).get(pk=group.pk)
    held = last_held(group)
    planned = Meeting.objects.to_come().filter(group=group, starts_at__gt=Now())
    to = planned.select_for_update(of=["self"]).select_related("group__lead_authority").first()
    if held is None or to is None:
        return
    carried = [_carry(item, because, to) for item, because in left_over(held)]
    if carried:
        record(by=by, verb="agenda items carried forward", target=to, items=[item.public_id for item in carried])


def last_held(group):
    """The one whose items say how far it came: not from before they had times."""
    timed = AgendaItem.objects.filter(group=group).exclude(begun_at=None).values("meeting")
    return Meeting.objects.filter(group=group, state=Meeting.State.HELD, pk__in=timed).order_by("-closed_at").first()


def left_over(meeting):
    """[(item, why it comes back)], in the order of the agenda."""
    items = list(meeting.items.filter(carried_to=None).select_related("group__lead_authority"))
    unsettled = matters_with_open_actions(items)
    reasons = [(item, _because(item, unsettled)) for item in items]
    return [(item, because) for item, because in reasons if because]


def _because(item, unsettled):
    """A standing item comes back by itself: an action that is open is no reason of its own."""
    if item.state != State.DONE:
        return Carried.PARKED if item.state == State.PARKED else Carried.NOT_REACHED
    return Carried.ACTION_OPEN if not item.from_standing_id and item.matter_key in unsettled else None


def _carry(item, because, to):
    """A standing item is on the next agenda already, and says that it is back; any other is written there anew."""
    why = {
        "carried_from": item,
        "carried_because": because,
        "times_back": _times(item, because),
        "matter_id": item.matter_key,
    }
    there = to.items.exclude(from_standing=None).filter(from_standing=item.from_standing_id, carried_from=None)
    if there.update(**why):
        if because == Carried.PARKED:
            _say_why_it_was_parked(to, item)
        return item
    sits_still = Membership.objects.active().filter(pk=item.owner_id).exists()
    fields = {name: getattr(item, name) for name in AS_IT_WAS}
    fields["parked_because"] = item.parked_because if because == Carried.PARKED else ""
    copy = append_item(to, owner_id=item.owner_id if sits_still else None, **fields, **why)
    if closing := to.items.closing().first():
        put_before(copy, closing)
    share_readers(item, copy)
    return item


def _say_why_it_was_parked(to, item):
    """To no reader who was not told last time: the next agenda may open the item to others."""
    same = to.items.filter(carried_from=item, marking=item.marking, audience=item.audience)
    same.exclude(audience=Audience.NAMED).update(parked_because=item.parked_because)


def _times(item, because):
    """How often in a row it was put off, or came back for an open action: one row ends where the other begins."""
    goes_on = item.times_back and item.is_put_off == (because != Carried.ACTION_OPEN)
    return item.times_back + 1 if goes_on else 1
