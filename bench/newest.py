"""The 25 newest that I may read, of 40,000 meetings in 400 groups: a member, an adviser with 30 groups, an outsider.

    bin/test.py bench/newest.py -s

Meetings by their time, minute entries by when they were written; four in ten entries are restricted, one of them to
named readers. Figure to hold: 5 ms for the query. Printed, not asserted: a busy machine is no fault of the code.
"""

import random
import statistics
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from groups.access import groups_of
from groups.models import PAPG, Audience, Marking, Membership
from lib import wall
from meetings.models import AgendaItem, Meeting, MinuteEntry, Minutes

pytest_plugins = ["tests.conftest"]
GROUPS, MEETINGS, ADVISED, TIMES = 400, 40_000, 30, 41
KINDS = [(Marking.OFFICIAL, Audience.EVERYONE)] * 6 + [
    (Marking.OFFICIAL_SENSITIVE, Audience.STATUTORY),
    (Marking.OFFICIAL_SENSITIVE, Audience.AUTHORITY),
    (Marking.OFFICIAL_SENSITIVE, Audience.EVERYONE),
    (Marking.OFFICIAL_SENSITIVE, Audience.NAMED),
]


def test_the_25_newest(world):
    fill(world)
    adviser = advising_many(world)
    for name, person in [
        ("member", world.people["planner"]),
        ("adviser", adviser),
        ("outsider", world.people["nobody"]),
    ]:
        person.hats_in_this_request = None
        with wall.within_groups_of(person.pk):
            look(name, person)


def look(name, person):
    """As a page does, behind the wall."""
    groups = list(groups_of(person))
    measure(f"{name}, meetings", lambda: Meeting.objects.filter(group__in=groups).order_by("-starts_at", "-pk"))
    measure(f"{name}, minute entries", lambda: MinuteEntry.objects.visible_to(person).order_by("-recorded_at", "-pk"))


def measure(what, query, most=25):
    clocks, waits = [], []
    for _ in range(TIMES):
        waited = []
        with connection.execute_wrapper(waiting(waited)):
            began = time.perf_counter()
            found = len(query()[:most])
        clocks.append(time.perf_counter() - began)
        waits.append(sum(waited))
    clock, wait = (statistics.median(taken) * 1000 for taken in (clocks, waits))
    print(f"\n{what}: {found} found, the query {wait:.1f} ms, with building and reading it {clock:.1f} ms", end="")


def waiting(waited):
    def wrapper(execute, *query):
        began = time.perf_counter()
        try:
            return execute(*query)
        finally:
            waited.append(time.perf_counter() - began)

    return wrapper


def fill(world):
    chance = random.Random(2026)  # noqa: S311  the same each time
    new = [PAPG(name=f"Group {number}", lead_authority=world.authority) for number in range(GROUPS)]
    groups = [world.group, *PAPG.objects.bulk_create(new)]
    meetings = Meeting.objects.bulk_create(
        Meeting(
            group=groups[number % len(groups)],
            number=1000 + number,
            starts_at=timezone.now() - timedelta(minutes=chance.randrange(5_000_000)),
            state=Meeting.State.HELD,
        )
        for number in range(MEETINGS)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(group=meeting.group, meeting=meeting, number=1, title="Roads", minutes=10) for meeting in meetings
    )
    records = Minutes.objects.bulk_create(
        Minutes(group=meeting.group, meeting=meeting, state=Minutes.State.CIRCULATED) for meeting in meetings
    )
    MinuteEntry.objects.bulk_create(
        MinuteEntry(
            group=item.group,
            minutes=record,
            item=item,
            position=1,
            text="Said",
            recorded_at=item.meeting.starts_at,
            marking=marking,
            audience=audience,
        )
        for item, record in zip(items, records, strict=True)
        for marking, audience in [chance.choice(KINDS)]
    )
    with connection.cursor() as cursor:
        for model in (PAPG, Meeting, Minutes, AgendaItem, MinuteEntry, Membership):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def advising_many(world):
    seat = world.seats["adviser"]
    others = PAPG.objects.filter(name__startswith="Group ").order_by("pk")[: ADVISED - 1]
    Membership.objects.bulk_create(
        Membership(
            group=group,
            user=seat.user,
            organisation=seat.organisation,
            name=seat.name,
            role=seat.role,
            granted_by=seat.granted_by,
            confirmed_by=seat.confirmed_by,
            confirmed_at=seat.confirmed_at,
        )
        for group in others
    )
    return seat.user
