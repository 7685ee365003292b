"""G09: with the application's filters taken away, PostgreSQL shows no row of another group."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from psycopg2.sql import SQL, Identifier

from accounts.models import User
from groups.models import Membership, Widening
from groups.services import create_group
from lib import wall
from maturity.models import GapAction
from meetings.models import Meeting
from tests.access_house import case
from tests.house.sources import calls, modules
from tests.world_access import grant

OF_A_SEAT = {Membership.areas.through, Membership.portfolios.through}
# Without a wall, and why
OPEN_TO_ALL_GROUPS = {
    "groups_papg_participating": "reference: which authorities take part",
    "groups_groupmove": "reference: which authority led a group until when",
}
TAKES_THE_WALL_DOWN = {
    "groups/services/factor_resets.py",  # closes seats in groups of which those who agreed see nothing
    "groups/services/reviews.py",  # ends, by the day, seats in any group
    "notices/services.py",  # what is due to anybody
    "overview/demo/build.py",
    "overview/demo/people.py",
    "overview/management/commands/find_spills.py",
}
# To a group just made, to one that moves, and to the parent of a subgroup: for its next meeting, and for the report
OPENS_THE_WALL = {
    "groups/services/groups.py",
    "groups/services/moves.py",
    "meetings/reports.py",
    "meetings/services/reports.py",
}


def ask(statement, *parameters, **names):
    with connection.cursor() as cursor:
        cursor.execute(SQL(statement).format(**{key: Identifier(name) for key, name in names.items()}), parameters)
        return cursor.fetchall() if cursor.description else None


def models_of_groups():
    """Every table of ours whose rows belong to one group: by a column, or by the row that they hang on."""
    ours = {model for room in settings.ROOMS for model in apps.get_app_config(room).get_models(True)}
    found = {model for model in ours if has(model, "group") and model._meta.db_table not in OPEN_TO_ALL_GROUPS}
    while more := {model for model in ours - found if any(has(model, name) for name in ["thing", "content_object"])}:
        found |= more
    return found | OF_A_SEAT


def has(model, name):
    return model is not User.groups.through and any(
        field.name == name and field.related_model for field in model._meta.concrete_fields
    )


def tables():
    return sorted(model._meta.db_table for model in models_of_groups())


def to_group(model):
    """The lookup from a row to its group."""
    if model in OF_A_SEAT:
        return "membership__group"
    return "group" if has(model, "group") else f"{'thing' if has(model, 'thing') else 'content_object'}__group"


# The wall stands ------------------------------------------------------------------------------------------------------


def test_every_table_of_what_belongs_to_a_group_is_walled_by_force(db):
    walled = ask("""
        SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid
        WHERE relrowsecurity AND relforcerowsecurity AND polcmd = '*' AND polwithcheck IS NOT NULL ORDER BY 1""")
    assert [name for [name] in walled] == tables()
    assert len(tables()) >= 40


def test_no_other_table_of_ours_leads_to_a_group(db):
    columns = ask("SELECT table_name FROM information_schema.columns WHERE column_name IN ('group_id', 'papg_id')")
    others = {name for [name] in columns} - set(tables()) - {"accounts_user_groups", "auth_group_permissions"}
    assert others - {"guardian_groupobjectpermission"} == set(OPEN_TO_ALL_GROUPS)


def test_user_who_serves_stands_within_and_no_view_or_function_leads_out(db):
    assert not wall.stands_outside()
    assert ask("SELECT viewname FROM pg_views WHERE schemaname = 'public'") == []
    definers = ask("SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    assert definers == [("papg_groups_of", ["search_path=pg_catalog, public"])]


@pytest.mark.parametrize("entrance", ["import papg.wsgi", "import papg.celery as c; c.stay_behind_the_wall()"])
def test_nothing_serves_as_the_owner_of_the_tables(db, entrance):
    environment = os.environ | {"DATABASE_URL": os.environ["OWNER_DATABASE_URL"]}
    program = f"import django; django.setup(); {entrance}"
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "names a user whom no wall between groups holds" in ended.stderr


# What it shows --------------------------------------------------------------------------------------------------------


def seen(model):
    """The groups of the rows that a query without any filter gives."""
    return set(model._base_manager.values_list(to_group(model), flat=True))


def seen_by(person):
    with wall.within_groups_of(person.pk):
        return {model: seen(model) for model in models_of_groups()}


@pytest.fixture
def everything(house):
    """The groups of all rows there are, by table: some of each in each group."""
    with case():
        add_what_the_other_group_lacks(house.world.other)
        yield {model: seen(model) for model in models_of_groups()}


def add_what_the_other_group_lacks(side):
    things, people = side.things, side.people
    for name in ["contribution", "decision", "shared_note"]:
        thing = getattr(things, name)
        permission = f"{thing._meta.app_label}.view_{thing._meta.model_name}"
        grant(thing, thing.readers.model, permission, people["planner"], people["secretary"])
    limits = {"marking": "official", "audience": "everyone", "was_marking": "official", "was_audience": "authority"}
    about = {"kind": "actions.action", "thing": things.action.public_id, "asked_by": people["chair"]}
    Widening.objects.create(group=side.group, reason="Need", **about, **limits)
    GapAction.objects.create(group=side.group, answer=things.gap, action=things.action)


def test_without_a_filter_everybody_sees_the_rows_of_their_groups_and_no_others(house, everything):
    ours, theirs, beside = (groups_of_side(side) for side in [house.world, house.world.other, house.world.sibling])
    mine = {
        "planner": {house.world.group.pk},
        "chair": ours,
        "stranger": theirs,
        "sibling": beside,
        "administrator": ours | beside,
        "guest": {house.world.group.pk},
        "nominee": {house.world.group.pk},
        "ended": set(),
        "nobody": set(),
        "operator": set(),
    }
    for name, groups in mine.items():
        assert seen_by(house.world.people[name]) == {model: rows & groups for model, rows in everything.items()}
    assert [model for model, rows in everything.items() if not rows & theirs] == []


def groups_of_side(side):
    return {side.group.pk, side.things.subgroup.pk}


def test_transaction_that_says_nothing_of_its_groups_sees_none(house):
    with transaction.atomic():
        ask("SELECT set_config('papg.groups', '', true)")
        assert {model for model in models_of_groups() if model._base_manager.exists()} == set()
        transaction.set_rollback(True)


def test_sees_as_before_when_it_is_over(house):
    with wall.down(), wall.within_groups_of(house.world.people["planner"].pk):
        assert seen(Meeting) == {house.world.group.pk}
    assert len(seen(Meeting)) > 1


def test_nothing_is_written_into_another_group_nor_moved_there(house):
    ours, theirs = house.world.things.meeting, house.world.other.things.meeting
    with wall.within_groups_of(house.world.people["chair"].pk):
        assert Meeting.objects.filter(pk=theirs.pk).update(place="Moved") == 0
        for write in [
            lambda: Meeting.objects.filter(pk=ours.pk).update(group=house.world.other.group),
            lambda: Meeting.objects.create(
                group=house.world.other.group, number=99, starts_at=ours.starts_at, arranged_at=ours.arranged_at
            ),
        ]:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                write()


def test_group_just_made_is_seen_by_who_made_it(house):
    administrator = house.world.people["administrator"]
    with wall.within_groups_of(administrator.pk):
        group = create_group(authority=house.world.authority, name="Another", by=administrator)
        assert group.standingitems.exists()
        transaction.set_rollback(True)


# Who takes it down ----------------------------------------------------------------------------------------------------


def test_wall_is_down_only_where_the_service_acts_by_itself():
    found = {path for path, tree in modules() for name, _line in calls(tree) if name == "down"}
    assert found == TAKES_THE_WALL_DOWN


def test_wall_is_opened_only_where_groups_are_related():
    found = {path for path, tree in modules() for name, _line in calls(tree) if name in ("open_to", "opened_to")}
    organisations = {"groups/forms/seats.py", "groups/member_lists.py"}  # lists of them, whose method has that name
    assert found - {"lib/wall.py"} - organisations == OPENS_THE_WALL
