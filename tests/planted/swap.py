"""Changes functions where they stand in memory, so that a fault needs no new process: whoever imported them has it."""

import ast
import builtins
import importlib
import types
from contextlib import contextmanager

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


class CannotSwap(Exception):
    """More than the inside of functions is changed: only a process that starts anew has the fault."""


def swaps(file, sound, planted):
    """[(live function, its code with the fault)] of what differs between the two trees of this file."""
    if not file.endswith(".py") or shape(sound) != shape(planted):
        raise CannotSwap
    before, after = functions_in(sound), functions_in(planted)
    changed = [name for name in before if ast.dump(before[name]) != ast.dump(after[name])]
    codes = codes_in(compile(planted, file, "exec"))
    module = importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return [(live(module, name), codes[name]) for name in changed]


def shape(tree):
    """The tree in words, without the insides of its functions."""
    words = ast.dump(tree)
    for function in functions_in(tree).values():
        words = words.replace(", ".join(ast.dump(statement) for statement in function.body), "", 1)
    return words


def functions_in(tree, prefix=""):
    """{qualified name: node} of functions of the module and of its classes."""
    found = {}
    for node in tree.body:
        name = f"{prefix}{getattr(node, 'name', '')}"
        if isinstance(node, FUNCTION):
            found[name] = node
        elif isinstance(node, ast.ClassDef):
            found |= functions_in(node, f"{name}.")
    return found


def codes_in(code):
    found = {}
    for inner in (constant for constant in code.co_consts if isinstance(constant, types.CodeType)):
        found[inner.co_qualname] = inner
        found |= codes_in(inner)
    return found


def live(module, name):
    *classes, function = name.split(".")
    owner = module
    for part in classes:
        owner = getattr(owner, part)
    found = vars(owner)[function]
    found = getattr(found, "fget", None) or getattr(found, "func", None) or getattr(found, "__func__", found)
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    if not isinstance(found, types.FunctionType):
        raise CannotSwap
    return found


@contextmanager
def swapped(pairs, **known):
    """The functions have these codes inside, which know the names given."""
    sound = [(function, function.__code__) for function, _code in pairs]
    vars(builtins).update(known)
    try:
        for function, code in pairs:
            function.__code__ = code
        yield
    finally:
        for function, code in sound:
            function.__code__ = code
