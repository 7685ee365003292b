"""What the wall costs: the same queries behind it, and by a superuser for whom the database leaves it out.

    bin/test.py bench/wall.py -s

Of a member, of an adviser with 30 groups and of an outsider, on the data of bench/newest.py. Figure to hold: less than
1 ms a query at the median. Printed, not asserted.
"""

import statistics
from contextlib import suppress

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection

from actions.models import Action
from bench.newest import TIMES, advising_many, fill, waiting
from groups.models import Membership
from lib import wall
from meetings.models import AgendaItem, Meeting, MinuteEntry, Minutes
from tests.databases import as_superuser

pytest_plugins = ["tests.conftest"]
ROUNDS = 5


@pytest.mark.usefixtures("own_database")
def test_cost_of_the_wall(world):
    fill(world)
    people = {"member": world.people["planner"], "adviser": advising_many(world), "outsider": world.people["nobody"]}
    for name, person in people.items():
        person.hats_in_this_request = None
        with wall.within_groups_of(person.pk):
            asked = queries(world, person)
        behind, without = {what: [] for what in asked}, {what: [] for what in asked}
        for _round in range(ROUNDS):
            with wall.within_groups_of(person.pk):
                measure(asked, behind)
            with as_superuser():
                measure(asked, without)
        for what in asked:
            one, other = (statistics.median(taken[what]) * 1000 for taken in (behind, without))
            print(f"\n{name}, {what}: {one:.2f} ms behind the wall, {other:.2f} without: {one - other:+.2f}", end="")


def queries(world, person):
    """{what: (SQL, parameters)} of some of what the pages ask."""
    things = world.things
    sets = {
        "25 newest entries": MinuteEntry.objects.visible_to(person).order_by("-recorded_at", "-pk")[:25],
        "a meeting by its code": Meeting.objects.filter(public_id=things.meeting.public_id),
        "its agenda": AgendaItem.objects.visible_to(person).filter(meeting=things.meeting),
        "minutes of a meeting": Minutes.objects.filter(meeting=things.held),
        "the members": Membership.objects.active().filter(group=world.group),
        "the action plan": Action.objects.visible_to(person).filter(group=world.group),
    }
    asked = {}
    for what, rows in sets.items():
        with suppress(EmptyResultSet):  # of an outsider some ask the database nothing
            asked[what] = rows.query.sql_with_params()
    return asked


def measure(asked, taken):
    for what, (sql, parameters) in asked.items():
        for _ in range(TIMES):
            waited = []
            with connection.cursor() as cursor, connection.execute_wrapper(waiting(waited)):
                cursor.execute(sql, parameters)
            taken[what] += waited
