"""Our own source files, for the rules of the house."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# The line in which the apps stand: each imports from those to its left only
LINE = ["lib", "audit", "accounts", "notices", "documents", "groups", "registers", "actions", "meetings", "maturity",
        "overview", "oversight", "papg"]  # fmt: skip
APPS = [name for name in LINE if (ROOT / name).is_dir()]


def modules(*folders):
    """(path as it is written in messages, syntax tree) of each Python file that people wrote."""
    for folder in folders or APPS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.parent.name != "migrations":
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def views():
    """(path, syntax tree) of each file of views."""
    return [(path, tree) for path, tree in modules() if path.endswith("/views.py") or "/views/" in path]


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def imports(tree):
    """(dotted name, line) of everything imported, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def calls(tree):
    """(name of the function or method, line) of each call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node.lineno


def templates():
    """(path as it is written in messages, text) of each template."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path.relative_to(ROOT).as_posix(), path.read_text()
