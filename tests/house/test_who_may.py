"""Who may what comes from hats, roles.py and sensitivity.py; from Django's groups and permissions never."""

import ast
from fnmatch import fnmatch

from tests.house.sources import calls, imports, modules

GRANTS = ["*/services.py", "*/services/*.py"]
READS = ["groups/sensitivity.py"]
TABLES = ["*/models.py", "*/models/*.py"]


def test_guardian_is_known_in_its_places_only():
    """Services grant, sensitivity.py reads, models of readers inherit; `has_perm` would let every superuser in."""
    assert [
        f"{path}:{line} imports {name}"
        for path, tree in modules()
        for name, line in imports(tree)
        if name.startswith("guardian") and not may_import(path, name)
    ] == []


def may_import(path, name):
    if name.startswith("guardian.models"):
        return matches(path, TABLES)
    if name.startswith(("guardian.shortcuts.assign_perm", "guardian.shortcuts.remove_perm")):
        return matches(path, GRANTS)
    return matches(path, READS + GRANTS)


def matches(path, patterns):
    return any(fnmatch(path, pattern) for pattern in patterns)


def test_nobody_asks_has_perm():
    asked = {"has_perm", "has_perms", "has_module_perms", "get_user_permissions", "get_group_permissions"}
    assert [f"{path}:{line}" for path, tree in modules() for name, line in calls(tree) if name in asked] == []


def test_nobody_imports_the_groups_of_django():
    assert [
        f"{path}:{line}"
        for path, tree in modules()
        for name, line in imports(tree)
        if name in ("django.contrib.auth.models.Group", "django.contrib.auth.models.Permission")
    ] == []


def test_nobody_asks_for_the_groups_of_a_user():
    assert [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("groups", "user_permissions") and is_a_user(node.value)
    ] == []


def is_a_user(node):
    return getattr(node, "attr", getattr(node, "id", "")) in ("user", "person")
