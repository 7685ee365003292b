"""`make planted` takes minutes, so it is no part of the suite; that its faults still fit the code is."""

import ast
from collections import Counter

import pytest

from tests.house.sources import ROOT, calls, modules, views
from tests.planted.faults import FAULTS
from tests.planted.guards import EQUIVALENT, all_guards, guards, sound
from tests.planted.swap import swaps


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_planted_fault_fits_the_code(fault):
    times = (ROOT / fault.file).read_text().count(fault.stands)
    assert times == 1, "plant it anew"
    assert fault.becomes != fault.stands
    assert [test for test in fault.tests if not stands(test)] == []


def stands(test):
    """A file or folder, or a test of a file by its name."""
    file, _, name = test.partition("[")[0].partition("::")
    return (ROOT / file).exists() and (not name or f"def {name}(" in (ROOT / file).read_text())


def test_each_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_a_guard_taken_away_changes_one_function_in_memory():
    """The last of each file; the others are found alike."""
    last = {guard.file: guard for guard in guards()}.values()

    assert [guard.name for guard in guards() if not guard.in_function] == []
    assert [guard.name for guard in last if len(swaps(guard.file, sound(guard.file), guard.planted())) != 1] == []


def test_every_access_call_of_a_view_is_taken_away():
    asked = Counter(file for file, tree in views() for name, _line in calls(tree) if name.startswith("access_"))
    nobody_asked = Counter(guard.file for guard in guards() if guard.what.endswith(("asks nobody", "not called")))

    # Links and trial sign-ins ask nobody who they are: their refusals are taken away instead
    assert asked - nobody_asked == {"accounts/views.py": 2}
    assert asked.total() > 50


def test_every_list_is_opened():
    asked = Counter(file for file, tree in modules() for name, _line in calls(tree) if name == "visible_to")
    opened = Counter(guard.file for guard in guards() if guard.what.endswith("without visible_to"))
    # `super().visible_to` has a rule of its own around it
    wider = Counter(file for file, tree in modules() for call in ast.walk(tree) if is_of_super(call))

    assert asked - opened - wider == {}
    assert asked.total() > 20


def is_of_super(call):
    return isinstance(call, ast.Attribute) and call.attr == "visible_to" and ast.unparse(call.value) == "super()"


def test_what_is_said_to_change_nothing_is_still_there():
    assert set(EQUIVALENT) - {(guard.file, guard.what) for guard in all_guards()} == set()
