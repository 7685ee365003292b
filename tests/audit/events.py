"""Which kinds of entries the audit trail can hold, by the source, and what was left of them."""

import ast
from contextlib import contextmanager

from audit.models import Entry
from tests.house.sources import functions, modules


def kinds_in_source():
    """The words given as a verb: by name, by place, or from a table of them."""
    return {word for _path, tree in modules() for value in given_as_verb(tree) for word in words_of(value)}


def given_as_verb(tree):
    takes_verb = {function.name: names_of(function).index("verb") for function in functions(tree) if takes(function)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.keyword)
            and node.arg == "verb"
            or isinstance(node, ast.Assign)
            and {"verb", "VERBS"} & {getattr(name, "id", "") for name in node.targets}
        ):
            yield node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in takes_verb:
            yield from node.args[takes_verb[node.func.id] :][:1]


def names_of(function):
    return [argument.arg for argument in function.args.args]


def takes(function):
    return "verb" in names_of(function)


def words_of(value):
    if isinstance(value, ast.Constant):
        return {value.value}
    if isinstance(value, ast.IfExp):
        return words_of(value.body) | words_of(value.orelse)
    return {word for each in value.values for word in words_of(each)} if isinstance(value, ast.Dict) else set()


def entries_since(newest):
    return [*Entry.objects.filter(pk__gt=newest).order_by("pk").values_list("verb", flat=True)]


def newest_entry():
    return Entry.objects.order_by("pk").values_list("pk", flat=True).last() or 0


@contextmanager
def leaves(*verbs):
    """What is done inside leaves these entries and no other."""
    newest = newest_entry()
    yield
    left = entries_since(newest)
    assert left == [*verbs], left
