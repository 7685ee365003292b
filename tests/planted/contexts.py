"""What a test is run in: with one fault planted, or with a note taken of each guard that it passes."""

import ast
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import Http404

from lib import built_once
from tests.planted.guards import guards, places, sound
from tests.planted.swap import CannotSwap, swapped, swaps


@dataclass
class Planted:
    """As a context: the fault stands. Entered once for each test."""

    fault: object
    pairs: list = None
    entered: ExitStack = None

    def __enter__(self):
        if self.pairs is None:
            self.pairs = swaps(self.fault.file, sound(self.fault.file), self.fault.planted())
        built_once.forget()
        self.entered = ExitStack()
        self.entered.enter_context(swapped(self.pairs, as_whoever_may=as_whoever_may))

    def __exit__(self, *_raised):
        self.entered.close()
        built_once.forget()


def as_whoever_may(access, user, *arguments, **named):
    """What an `access_…` function gives this person, or, where it refuses, what it gives to somebody whom it lets."""
    with suppress(Http404, PermissionDenied):
        return access(user, *arguments, **named)
    for other in type(user).objects.order_by("-pk"):
        with suppress(Http404, PermissionDenied):
            return access(other, *arguments, **named)
    raise Http404


@dataclass
class Noting:
    """As a context: each guard that is passed is noted for the test that is running."""

    now: str = ""
    reached: dict = field(default_factory=dict)  # {(file, number of the guard): tests}
    pairs: list = None
    entered: ExitStack = None

    def __enter__(self):
        if self.pairs is None:
            self.pairs = [pair for file in sorted({guard.file for guard in guards()}) for pair in noting(file)]
        built_once.forget()
        self.entered = ExitStack()
        self.entered.enter_context(swapped(self.pairs, note_guards=self.note))

    def __exit__(self, *_raised):
        self.entered.close()
        built_once.forget()

    def note(self, file, numbers):
        for number in numbers:
            self.reached.setdefault((file, number), set()).add(self.now)


def noting(file):
    """The functions of this file, each of whose guards is noted just before its statement."""
    tree = sound(file)
    numbers = {}
    for number, place in enumerate(places(file, tree)):
        if place.in_function:
            _block, _statement, before = numbers.setdefault(id(place.statement), (place.block, place.statement, []))
            before.append(number)
    for block, statement, before in numbers.values():
        note = ast.parse(f"note_guards({file!r}, {before})").body[0]
        block.insert(block.index(statement), ast.copy_location(note, statement))
    with suppress(CannotSwap):
        return swaps(file, sound(file), ast.fix_missing_locations(tree))
    return []
