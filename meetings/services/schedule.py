from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from audit.services import record
from groups.models import PAPG, Membership, StandingItem
from meetings.models import AgendaItem, Meeting
from meetings.services.carrying import carry_to_the_next


@transaction.atomic
def schedule_meeting(*, group, starts_at, minutes_long, place, joining_link, by):
    """A planned meeting with the group's standing items on its agenda."""
    PAPG.objects.select_for_update(no_key=True).get(pk=group.pk)
    meeting = Meeting.objects.create(
        group=group,
        number=_next_number(group),
        starts_at=starts_at,
        minutes_long=minutes_long,
        place=place,
        joining_link=joining_link,
    )
    _fill_agenda(meeting)
    record(by=by, verb="meeting scheduled", target=meeting)
    carry_to_the_next(group=group, by=by)
    return meeting


@transaction.atomic
def plan_meetings(*, group, starts, by, **about):
    """Schedules a meeting at each of `starts`, alike in all else."""
    return [schedule_meeting(group=group, starts_at=starts_at, by=by, **about) for starts_at in starts]


def _next_number(group):
    return (group.meetings.aggregate(last=Max("number"))["last"] or 0) + 1


def _fill_agenda(meeting):
    live_seats = set(Membership.objects.active().filter(group=meeting.group).values_list("pk", flat=True))
    standing = StandingItem.objects.filter(group=meeting.group).order_by("position", "pk")
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            group=meeting.group,
            number=number,
            from_standing=item,
            title=item.title,
            purpose=item.purpose,
            decision_required=item.decision_required,
            minutes=item.minutes,
            owner_id=item.owner_id if item.owner_id in live_seats else None,
            marking=item.marking,
            audience=item.audience,
            handling=item.handling,
        )
        for number, item in enumerate(standing, start=1)
    )


@transaction.atomic
def change_meeting(*, meeting, starts_at, minutes_long, place, joining_link, by):
    """A new time is a new revision, of which everybody is reminded again; a new place alone is not."""
    moved = starts_at != meeting.starts_at
    changed = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.PLANNED).update(
        starts_at=starts_at,
        minutes_long=minutes_long,
        place=place,
        joining_link=joining_link,
        revision=F("revision") + (1 if moved else 0),
        arranged_at=timezone.now() if moved else meeting.arranged_at,
    )
    if changed:
        record(by=by, verb="meeting moved" if moved else "meeting changed", target=meeting)
    return bool(changed)
