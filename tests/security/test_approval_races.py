"""An approval and a change at once: either the change is in what was hashed, or it is refused."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from meetings.models import Meeting, MinuteEntry, Minutes
from meetings.services import approve_minutes
from meetings.services.minutes import hash_of
from tests.meetings.test_races import at_once
from tests.world_meetings import make_entry, make_item

RACES = 50


@pytest.mark.usefixtures("own_database")
def test_nothing_slips_in_behind_an_approval(world):
    things, wrong = world.things, []
    for number in range(100, 100 + RACES):
        minutes, item, entry = circulated(world, number)
        things.minutes = minutes
        ways = [
            lambda e=entry: MinuteEntry.objects.filter(pk=e.pk).update(text="Slipped in"),
            lambda i=item: type(i).objects.filter(pk=i.pk).update(title="Another title"),
            lambda i=item: make_entry(world, i, 2, "slipped in"),
            lambda m=minutes: Meeting.objects.filter(pk=m.meeting_id).update(place="Elsewhere"),
            lambda e=entry: MinuteEntry.objects.filter(pk=e.pk).delete(),
        ]
        slip_in = ways[number % len(ways)]

        def approve(minutes=minutes):
            approve_minutes(minutes=minutes, by=world.people["chair"])

        at_once(approve, lambda slip_in=slip_in: slowly(slip_in))
        minutes = Minutes.objects.get(pk=minutes.pk)
        if minutes.state != "approved" or hash_of(minutes) != minutes.sha256:
            wrong.append((number, minutes.state))
    assert wrong == []


def slowly(change):
    """The change waits in an open transaction for a moment, as one under load does."""
    with transaction.atomic():
        change()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.01)")


def circulated(world, number):
    began = timezone.now() - timedelta(days=number)
    meeting = Meeting.objects.create(
        group=world.group, number=number, starts_at=began, state="held", opened_at=began, closed_at=began
    )
    minutes = Minutes.objects.create(group=world.group, meeting=meeting, state="circulated", circulated_at=began)
    world.things.minutes, item = minutes, make_item(world, meeting, 1, "matter")
    return minutes, item, make_entry(world, item, 1, "entry")
