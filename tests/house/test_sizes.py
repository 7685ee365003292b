"""Functions and files of a size that can be read."""

import statistics

from tests.house.sources import APPS, ROOT, functions, modules, templates

LONGEST_FILE = 400  # lines


def test_functions_are_short():
    sizes = {
        f"{path}:{function.lineno} {function.name}": function.end_lineno - function.lineno + 1
        for path, tree in modules(*APPS, "bin")
        for function in functions(tree)
    }
    in_order = sorted(sizes.values())

    assert statistics.median(in_order) <= 9
    assert in_order[len(in_order) * 9 // 10] <= 25
    assert {where: size for where, size in sizes.items() if size > 60} == {}


def test_files_are_short():
    python = [(path, (ROOT / path).read_text()) for path, _tree in modules(*APPS, "bin", "tests")]
    sizes = {path: text.count("\n") for path, text in [*python, *templates()]}

    assert {path: size for path, size in sizes.items() if size > LONGEST_FILE} == {}
