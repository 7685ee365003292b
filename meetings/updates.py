"""Updates that a person owes for meetings to come, over all their groups."""

from django.utils import timezone

from groups.access import hats_of
from meetings.access import writes_for_owner
from meetings.models import AgendaItem, Contribution, Meeting

FILED = [Contribution.State.FILED, Contribution.State.NOTHING]
MOST_FILED = 10


def owed_by(user):
    """Items of their seats in meetings to come, nothing filed yet, soonest first; each with `draft` if one is begun."""
    seats = seats_of(user)
    items = AgendaItem.objects.visible_to(user).filter(
        owner__in=seats, meeting__state=Meeting.State.PLANNED, meeting__starts_at__gt=timezone.now()
    )
    mine = Contribution.objects.filter(seat__in=seats)
    owed = (
        items.exclude(pk__in=mine.filter(state__in=FILED).values("item"))
        .select_related("meeting", "group__lead_authority")
        .order_by("meeting__starts_at", "number")
    )
    owed = [item for item in owed if writes_for_owner(user, item)]
    begun = set(mine.filter(state=Contribution.State.WRITING).values_list("item_id", flat=True))
    for item in owed:
        item.is_begun = item.pk in begun
    return owed


def filed_lately(user):
    """With the titles of their items, so only of items that this person may still read."""
    items = AgendaItem.objects.visible_to(user)
    filed = Contribution.objects.visible_to(user).filter(seat__in=seats_of(user), state__in=FILED, item__in=items)
    return list(filed.select_related("item__meeting", "group__lead_authority").order_by("-filed_at")[:MOST_FILED])


def seats_of(user):
    return {hat.seat_id for hat in hats_of(user, at_meetings=True) if hat.seat_id}
