"""Approved minutes with what may be shared and what is withheld, for the tests of what is made of them."""

from groups.models import Audience, Marking
from meetings.models import MinuteEntry, Minutes
from meetings.services import approve_minutes
from tests.world_meetings import RESTRICTED, make_entry

WITHHELD = {"withheld_because": "security"}


def approved(world):
    """Of the held meeting: words to share of an open and of a restricted entry, and one that is withheld; of the entry
    for named readers, both."""
    things, word = world.things, world.word
    share(things.entry, f"{word} open words")
    share(things.restricted_entry, f"{word} words of the restricted one", **WITHHELD)
    share(things.named_entry, f"{word} words of the named one", **WITHHELD)
    things.exempt_entry = make_entry(world, things.held_item, 30, "exempt entry", **RESTRICTED, **WITHHELD)
    approve_minutes(minutes=things.minutes, by=world.people["chair"])
    return Minutes.objects.select_related("group__lead_authority", "meeting").get(pk=things.minutes.pk)


def give_reasons(minutes):
    """To all that could be withheld in them."""
    for paragraphs in (minutes.minuteentrys, minutes.decisions, minutes.raisedactions):
        paragraphs.update(**WITHHELD)


def share(entry, words, **fields):
    MinuteEntry.objects.filter(pk=entry.pk).update(shareable=words, **fields)


def for_the_authority(world, entry):
    """The deputy chair, of the police, then no longer reads it."""
    limits = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.AUTHORITY}
    MinuteEntry.objects.filter(pk=entry.pk).update(**limits)
