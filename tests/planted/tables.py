"""Plants faults in the policy, in memory: each cell of ROLE_PERMISSIONS, each clause of the reading rule."""

import ast
import copy
from pathlib import Path

CODE = Path(__file__).parent.parent.parent / "groups/sensitivity.py"
RULE = {"AUDIENCES", "MARKINGS", "_is_partner_seat"}


def found():
    """(what was changed, whether a test saw it) of everything."""
    return [*role_cells(), *kinds_and_roles(), *clauses()]


# Cells ----------------------------------------------------------------------------------------------------------------


def role_cells():
    """(what was flipped, whether the literal table of the policy saw it) for each role and permission."""
    from groups.roles import ROLE_PERMISSIONS, Permission
    from tests.test_access_table import roles_that_differ

    assert roles_that_differ() == []
    for role, given in ROLE_PERMISSIONS.items():
        for permission in Permission:
            flipped = ROLE_PERMISSIONS | {role: set(given) ^ {permission}}
            yield f"{permission} of {role}", bool(roles_that_differ(flipped))


def kinds_and_roles():
    """One more or one fewer kind that is statutory, or role that looks on."""
    from groups.models import STATUTORY_KINDS, OrganisationKind
    from groups.roles import SEAT_ROLES
    from groups.sensitivity import LOOKERS_ON

    for kind in OrganisationKind:
        yield f"statutory kinds: {kind}", caught(ast.parse(CODE.read_text()), STATUTORY_KINDS=STATUTORY_KINDS ^ {kind})
    for role in SEAT_ROLES:
        yield f"who looks on: {role}", caught(ast.parse(CODE.read_text()), LOOKERS_ON=LOOKERS_ON ^ {role})


# Clauses --------------------------------------------------------------------------------------------------------------


def clauses():
    """(what was changed, whether the oracle saw it), for each clause of the rule."""
    tree = ast.parse(CODE.read_text())
    for number, (node, what, _change) in enumerate(places(tree)):
        planted = copy.deepcopy(tree)
        _node, _what, change = places(planted)[number]
        change()
        yield f"line {node.lineno}: {what}", caught(planted)


def places(tree):
    """[(node, what is done to it, the function that does it)] in the parts of the module that hold the rule."""
    parts = [part for part in tree.body if RULE & set(names_of(part))]
    assert len(parts) == len(RULE)
    found = []
    for node in (node for part in parts for node in ast.walk(part)):
        if isinstance(node, ast.BoolOp):
            found += [(node, f"{ast.unparse(value)}, dropped", dropping(node, value)) for value in node.values]
        if isinstance(node, ast.Lambda):
            others = {"True", "False"} - {ast.unparse(node.body)}
            found += [(node, f"{ast.unparse(node.body)}, always {to}", setting(node, to)) for to in sorted(others)]
        if isinstance(node, ast.Compare):
            found.append((node, f"{ast.unparse(node)}, turned round", turning_round(node)))
    return found


def names_of(part):
    return [part.name] if isinstance(part, ast.FunctionDef) else [getattr(t, "id", "") for t in targets_of(part)]


def targets_of(part):
    return part.targets if isinstance(part, ast.Assign) else []


def dropping(node, value):
    """The clause becomes what changes nothing in its place."""
    idle = ast.copy_location(ast.Constant(value=isinstance(node.op, ast.And)), value)
    return lambda: node.values.__setitem__(node.values.index(value), idle)


def setting(node, to):
    return lambda: setattr(node, "body", ast.copy_location(ast.Constant(value=to == "True"), node.body))


OPPOSITE = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn}
OPPOSITE |= {ast.NotIn: ast.In, ast.LtE: ast.Gt}


def turning_round(node):
    return lambda: node.ops.__setitem__(0, OPPOSITE[type(node.ops[0])]())


def caught(tree, **changed):
    """Whether the rule of this module, with these names changed, disagrees with the oracle."""
    from tests.test_the_rule import hats_that_differ

    module = {"__name__": "groups.sensitivity"}
    exec(compile(tree, CODE, "exec"), module)  # noqa: S102
    return bool(hats_that_differ(renamed(module, changed)["rights"]))


def renamed(module, changed):
    """The rule looks its sets up by name when it is asked, so they can be changed after."""
    module.update(changed)
    return module
