"""The kinds of notice. Each app registers its own in AppConfig.ready, so that this one knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`find_due()` gives (person, occasion, due_at) of all that is due by now; the same ones as often as it is asked.

    `still_owed(notice)` is asked just before sending. `context(notice)` fills templates/emails/<template>.txt, whose
    text is the same for everybody but for one address: a mail lies in mailboxes that we do not control.
    """

    name: str
    find_due: Callable
    still_owed: Callable
    template: str
    context: Callable
    verb: str


KINDS = {}


def register(name, *, find_due, still_owed, template, context, verb):
    KINDS[name] = Kind(name, find_due, still_owed, template, context, verb)
