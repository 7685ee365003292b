"""Every guard of the code, found in its syntax, and how each is taken away: a new view or `visible_to` is found, too.

A guard is a call of an `access_…` function, a `visible_to`, a refusal (`raise PermissionDenied`), or a clause of what
an access.py or a `visible_to` decides by.
"""

import ast
import functools
from collections import Counter
from dataclasses import dataclass, field

from groups.roles import ROLE_PERMISSIONS, Permission
from tests.house.sources import ROOT, modules
from tests.planted.tables import RULE, dropping

REFUSALS = {"PermissionDenied", "Http404", "Withheld"}
NARROWS = {"visible_to", "active"}  # methods that leave rows out
ASKED_LEAST = "view_group"
DECIDES = {"visible_to", "who_sees"}  # methods whose every clause is a guard
# What changes nothing, each with its reason. Keep it tiny: of two guards in a row, one can go.
EQUIVALENT = {}


@dataclass(frozen=True)
class Guard:
    """One way of taking one guard away."""

    file: str
    number: int  # among those of its file
    line: int
    what: str
    in_function: bool

    @property
    def name(self):
        return f"{self.file}:{self.line} {self.what}"

    def planted(self):
        tree = sound(self.file)
        places(self.file, tree)[self.number].take_away()
        return ast.fix_missing_locations(tree)


@dataclass
class Place:
    line: int
    what: str
    take_away: object
    block: list  # of statements, among them
    statement: ast.stmt
    in_function: bool


def sound(file):
    return ast.parse((ROOT / file).read_text())


def guards():
    return [guard for guard in all_guards() if (guard.file, guard.what) not in EQUIVALENT]


@functools.cache
def all_guards():
    return [guard for file, _tree in modules() for guard in guards_of(file)]


def guards_of(file):
    found, called = [], Counter()
    for number, place in enumerate(places(file, sound(file))):
        called[place.what] += 1
        again = f" ({called[place.what]})" if called[place.what] > 1 else ""
        found.append(Guard(file, number, place.line, f"{place.what}{again}", place.in_function))
    return found


def places(file, tree):
    found = []
    for spot in spots(tree):
        ways = [*asking(file, spot), *narrowing(spot), *refusing(spot)]
        if decides(file, spot):
            ways += [*narrowing(spot, {"active"}), *clauses(spot)]
        line = getattr(spot.node, "lineno", getattr(spot.statement, "lineno", 0))
        around = (spot.block, spot.statement, spot.in_function)
        found += [Place(line, f"{spot.within}: {what}", act, *around) for what, act in ways]
    return found


# Where to look --------------------------------------------------------------------------------------------------------


@dataclass
class Spot:
    """A node with what stands around it, so that something else can be put in its place."""

    node: ast.AST
    parent: ast.AST
    name: str  # of the field of the parent
    index: int | None
    within: str = ""  # the function
    block: list = field(default_factory=list)
    statement: ast.stmt = None
    in_function: bool = False

    def put(self, node):
        node = ast.copy_location(node, self.node)
        if self.index is None:
            setattr(self.parent, self.name, node)
        else:
            getattr(self.parent, self.name)[self.index] = node

    def putting(self, node):
        return lambda: self.put(node)


def spots(tree, within="", block=(), statement=None, in_function=False):
    for name, value in ast.iter_fields(tree):
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and name != "annotation":
                is_statement = isinstance(node, ast.stmt)
                around = (value, node) if is_statement and index is not None else (block, statement)
                is_in = in_function or isinstance(tree, ast.FunctionDef) and name == "body"
                spot = Spot(node, tree, name, index, within, *around, is_in)
                inner = f"{within}.{node.name}".strip(".") if isinstance(node, NAMED) else within
                yield spot
                yield from spots(node, inner, *around, is_in)


NAMED = (ast.FunctionDef, ast.ClassDef)


def decides(file, spot):
    """Whether this stands in a function of an access.py or of the rule, or in a method that says who sees what."""
    *_classes, function = spot.within.split(".")
    if not function or function in RULE:
        return False
    return file.endswith("/access.py") or file == "groups/sensitivity.py" or function in DECIDES


# Calls of access_… ----------------------------------------------------------------------------------------------------


def asking(file, spot):
    """In a view the same thing fetched as whoever may have it; anywhere, the least permission asked."""
    call = spot.node.value if isinstance(spot.node, ast.Expr) else spot.node
    name = getattr(getattr(call, "func", None), "id", "")
    if not name.startswith("access_"):
        return
    if isinstance(spot.node, ast.Expr):
        yield f"{name}, not called", spot.putting(ast.Pass())
    elif is_view(file) and call.args and ast.unparse(call.args[0]) == "request.user":
        whoever = ast.Call(ast.Name("as_whoever_may", ast.Load()), [call.func, *call.args], call.keywords)
        yield f"{name} asks nobody", spot.putting(whoever)
    for asked, ask_least in permissions_asked(call, name):
        yield f"{name} asks {ASKED_LEAST} in place of {asked}", ask_least


def is_view(file):
    return file.endswith("/views.py") or "/views/" in file


def permissions_asked(call, name):
    least, found = ast.Constant(ASKED_LEAST), False
    for index, argument in enumerate(call.args):
        if ast.unparse(argument).startswith("Permission."):
            found = True
            if is_for_fewer(ast.unparse(argument)):
                yield ast.unparse(argument), functools.partial(call.args.__setitem__, index, least)
    asked = asked_unless_told().get(name)
    if asked and not found and is_for_fewer(asked) and ast.unparse(call.args[-1]) != "permission":
        yield asked, lambda: call.keywords.append(ast.keyword("permission", least))


def is_for_fewer(asked):
    """Whether some who see the group lack this permission, by the role table."""
    permission = Permission[asked.removeprefix("Permission.")]
    return any(Permission.VIEW_GROUP in given and permission not in given for given in ROLE_PERMISSIONS.values())


@functools.cache
def asked_unless_told():
    """{access function: the permission that it asks by itself}."""
    return {
        function.name: ast.unparse(default)
        for file, tree in modules()
        if file.endswith("/access.py")
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for default in function.args.defaults
        if ast.unparse(default).startswith("Permission.")
    }


# Lists and refusals ---------------------------------------------------------------------------------------------------


def narrowing(spot, methods=frozenset(NARROWS - {"active"})):
    """The queryset without the method that leaves rows out."""
    call = spot.node
    if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in methods:
        rows = call.func.value
        if ast.unparse(rows).endswith("QuerySet"):  # called on the class
            rows = call.args[0]
        if ast.unparse(rows) != "super()":
            everything = ast.Call(ast.Attribute(rows, "all", ast.Load()), [], [])
            yield f"{ast.unparse(rows)} without {call.func.attr}", spot.putting(everything)


def refusing(spot):
    if isinstance(spot.node, ast.Raise) and spot.node.exc:
        refusal = ast.unparse(spot.node.exc).partition("(")[0]
        if refusal in REFUSALS:
            yield f"does not raise {refusal}", spot.putting(ast.Pass())


# Clauses --------------------------------------------------------------------------------------------------------------


def clauses(spot):
    node = spot.node
    for kind, ways in WAYS.items():
        if isinstance(node, kind):
            yield from ways(spot, node)


def of_and_or(_spot, node):
    """Nothing is said of `and`s that find the right word for a reader, only of what is asked."""
    for value in node.values:
        yield f"without “{ast.unparse(value)}”", dropping(node, value)


def of_comprehension(_spot, node):
    for test in node.ifs:
        yield f"all, not only “if {ast.unparse(test)}”", functools.partial(node.ifs.remove, test)


def of_sets(spot, node):
    """`a & b` and `a | b` become either; `a - b` becomes a."""
    if isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield f"without “{ast.unparse(node.left)}”", spot.putting(node.right)
        yield f"without “{ast.unparse(node.right)}”", spot.putting(node.left)
    if isinstance(node.op, ast.Sub) and isinstance(node.right, ast.Name):
        yield f"without “- {ast.unparse(node.right)}”", spot.putting(node.left)


def of_filter(_spot, node):
    """Each condition of a filter that has others beside it; without the public id it would be another thing."""
    conditions = [*node.args, *node.keywords]
    if getattr(node.func, "attr", getattr(node.func, "id", "")) in ("filter", "Q") and len(conditions) > 1:
        for condition in [condition for condition in conditions if "public_id" not in ast.unparse(condition)]:
            beside = node.args if condition in node.args else node.keywords
            yield f"without “{ast.unparse(condition)}”", functools.partial(beside.remove, condition)


def of_states(spot, node):
    """(clause of a state, permissions of which a hat needs one): dropped, or for every hat."""
    if isinstance(spot.parent, ast.List) and spot.within.endswith(".who_sees"):
        state, permissions = node.elts
        yield f"nobody in “{ast.unparse(state)}”", functools.partial(spot.parent.elts.remove, node)
        if ast.unparse(permissions) != "None":
            yield f"everybody in “{ast.unparse(state)}”", spot_of(node, 1).putting(ast.Constant(None))


def spot_of(node, index):
    return Spot(node.elts[index], node, "elts", index)


WAYS = {
    ast.BoolOp: of_and_or,
    ast.comprehension: of_comprehension,
    ast.BinOp: of_sets,
    ast.Call: of_filter,
    ast.Tuple: of_states,
}
