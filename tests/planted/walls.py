"""Faults in the wall between groups."""

from tests.planted.fault import Fault

WALL = "tests/security/test_wall.py"

FAULTS_IN_THE_WALL = [
    Fault(
        "wall-is-down-for-everybody",
        "Whoever asks sees the rows of all groups.",
        [f"{WALL}::test_without_a_filter_everybody_sees_the_rows_of_their_groups_and_no_others"],
        "lib/wall.py",
        '    return _standing("papg_groups_of(%s)", person_id)\n',
        "    return down()\n",
    ),
    Fault(
        "wall-stays-as-it-was-set",
        "What a transaction within another one was shown, that one is shown afterwards too.",
        [f"{WALL}::test_sees_as_before_when_it_is_over"],
        "lib/wall.py",
        "        if before is not None and not connection.needs_rollback:\n",
        "        if before is None:\n",
    ),
    Fault(
        "anybody-may-serve",
        "Web and worker start as the owner of the tables.",
        [WALL],
        "lib/wall.py",
        "    if stands_outside():\n",
        "    if False:\n",
    ),
    Fault(
        "table-without-a-wall",
        "The actions have no wall.",
        [f"{WALL}::test_every_table_of_what_belongs_to_a_group_is_walled_by_force"],
        "actions/migrations/0004_wall.py",
        '        *walled("actions_action", "actions_update"),\n',
        '        *walled("actions_update"),\n',
    ),
    Fault(
        "wall-is-not-forced",
        "The wall holds nobody who owns the table.",
        [f"{WALL}::test_every_table_of_what_belongs_to_a_group_is_walled_by_force"],
        "lib/wall.py",
        "        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n",
        "        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n",
    ),
]
