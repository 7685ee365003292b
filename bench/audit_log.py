"""A page of an authority's audit log, of 700,000 entries: its first, its twentieth, one person's, and the whole file.

    bin/test.py bench/audit_log.py -s

Half of the entries belong to its ten groups. The others are account entries of 3,500 people, of whom a hundred have
sat for the authority for two years. Printed, not asserted: a busy machine is no fault of the code.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from bench.newest import measure
from groups.audit_log import AT_ONCE, MOST_ROWS, newest_in_log
from groups.models import PAPG, Membership
from lib import wall

pytest_plugins = ["tests.conftest"]
GROUPS, OWN, OTHERS, ENTRIES, ACCOUNT_ENTRIES = 10, 100, 3_400, 350_000, 100
FILL = """
    INSERT INTO audit_entry
        (at, kind, actor, actor_name, verb, target_kind, target, "group", group_name, authority, detail)
    SELECT now() - number * interval '3 minutes', 'change', 'person' || number %% 30, 'Person ' || number %% 30,
        'action updated', 'action', 'a' || number, (%s::text[])[1 + number %% {groups}], 'The group', %s, '{{}}'
    FROM generate_series(1, {rows}) AS number
"""
FILL_ACCOUNTS = """
    INSERT INTO audit_entry
        (at, kind, actor, actor_name, verb, target_kind, target, "group", group_name, authority, detail)
    SELECT now() - number * interval '7 days' - id * interval '11 minutes', 'sign-in', public_id, name, 'signed in',
        'user', public_id, '', '', '', '{{"how": "passkey"}}'
    FROM accounts_user CROSS JOIN generate_series(1, {each}) AS number WHERE email LIKE 'bench.%%'
"""


def test_log_at_size(world):
    fill(world)
    with wall.within_groups_of(world.people["auditor"].pk):
        for what, start, filters in [
            ("first page", 0, {}),
            ("page 20", 19 * AT_ONCE, {}),
            ("sign-ins, first page", 0, {"kind": "sign-in"}),
            ("one person", 0, {"person": User.objects.filter(email="bench.7@westhaven.example").get().public_id}),
            ("one day", 0, {"from_on": timezone.localdate(), "to_on": timezone.localdate()}),
        ]:
            measure(
                what,
                lambda start=start, some=filters: list(newest_in_log(world.authority, start, start + 51, **some)),
                51,
            )
        began = timezone.now()
        rows = sum(1 for _entry in newest_in_log(world.authority, 0, MOST_ROWS).iterator())
        print(f"\nthe file: {rows} rows read in {(timezone.now() - began).total_seconds():.1f} s")


def fill(world):
    new = [PAPG(name=f"Group {number}", lead_authority=world.authority) for number in range(GROUPS - 1)]
    groups = [world.group, *PAPG.objects.bulk_create(new)]
    people = User.objects.bulk_create(
        User(email=f"bench.{number}@westhaven.example", name=f"Person {number}") for number in range(OWN + OTHERS)
    )
    Membership.objects.bulk_create(
        seat(world, person, groups[number % GROUPS]) for number, person in enumerate(people[:OWN])
    )
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(groups=GROUPS, rows=ENTRIES), [[g.public_id for g in groups], world.authority.name])
        cursor.execute(FILL_ACCOUNTS.format(each=ACCOUNT_ENTRIES), [])
        for model in (Entry, User, Membership, PAPG):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def seat(world, person, group):
    return Membership(
        group=group,
        user=person,
        organisation=world.authority_organisation,
        name=person.name,
        role="member",
        granted_by=world.people["grantor"],
        confirmed_by=world.people["confirmer"],
        confirmed_at=timezone.now(),
        starts_at=timezone.now() - timedelta(days=730),
    )
