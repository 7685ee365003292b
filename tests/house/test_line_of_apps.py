"""Apps stand in a line and lean on those to their left only."""

import ast
import re

from tests.house.sources import APPS, LINE, imports, modules

MODEL_BY_NAME = re.compile(r"([a-z]+)\.[A-Z]\w+")


def test_apps_import_only_leftwards():
    assert [
        f"{path}:{line} imports {name}"
        for app in APPS
        for path, tree in modules(app)
        for name, line in imports(tree)
        if is_to_the_right(name.partition(".")[0], of=app)
    ] == []


def test_models_point_only_leftwards():
    """A foreign key to "meetings.Meeting" leans on meetings, too."""
    assert [
        f"{path}:{node.lineno} names {node.value}"
        for app in APPS
        for path, tree in modules(app)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (named := MODEL_BY_NAME.fullmatch(node.value)) and is_to_the_right(named[1], of=app)
    ] == []


def is_to_the_right(name, of):
    return name in LINE and LINE.index(name) > LINE.index(of)
