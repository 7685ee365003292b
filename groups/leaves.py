"""The kinds of sensitive leaf. Each app registers its own in AppConfig.ready, so that this one knows none of them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from groups.models import Marking
from groups.sensitivity import is_wider


def anybody(_thing, _marking, _audience):
    return None


def no_parts(_thing, _by):
    return None


@dataclass(frozen=True)
class Leaf:
    """`words` with the `number` in them are what everybody inside the group may know of a thing, "Item 6"; `number` is
    a lookup on it. `page` is the name of the address of "who may read this".

    `check(thing, marking, audience)` raises ValidationError when somebody whose work it is could not read it then.
    `narrow_parts(thing, by)` narrows what hangs on it.
    """

    model: type
    words: str
    number: str
    page: str
    check: Callable = anybody
    narrow_parts: Callable = no_parts
    author: str = ""  # the field that holds the one author of a thing that has one

    def called(self, thing):
        for name in self.number.split("__"):
            thing = getattr(thing, name)
        return self.words.format(thing)


LEAVES = {}
HANGS_ON = defaultdict(list)


def register(model, **about):
    LEAVES[model] = Leaf(model, **about)


def register_whole(model, whole_of):
    """`whole_of(thing)` is what a thing of this kind must never be wider than, or None; said by whoever knows both."""
    HANGS_ON[model].append(whole_of)


def leaf_of(thing):
    return LEAVES[type(thing)]


def leaf_named(label):
    """The leaf of a model by its label, such as "meetings.agendaitem"."""
    return next(leaf for leaf in LEAVES.values() if leaf.model._meta.label_lower == label)


def wholes_of(thing):
    found = [whole_of(thing) for whole_of in HANGS_ON[type(thing)]]
    return [whole for whole in found if whole]


def limits_of(thing):
    """(marking, audience) within which a thing must stay, of all that it hangs on; None where it hangs on nothing."""
    wholes = wholes_of(thing)
    if not wholes:
        return None
    marking = Marking.OFFICIAL_SENSITIVE if any(whole.is_sensitive for whole in wholes) else Marking.OFFICIAL
    narrowest = wholes[0].audience
    for whole in wholes[1:]:
        narrowest = narrowest if is_wider(whole.audience, than=narrowest) else whole.audience
    return marking, narrowest
