"""The parts of the terms of reference that are drawn from the group itself, on the page as in the document.

The terms are OFFICIAL and the same for everybody, so they name only what everybody in the group may read.
"""

from groups.coverage import seats_of
from groups.models import StandingItem

MEMBERS, MEETINGS, AGENDA = "membership", "meetings", "standing-agenda"  # keys of starting_texts.TERMS_SECTIONS


def live_parts(group, rules):
    return {
        "seats": seats_of(group),
        "rules": rules,
        "quorum": quorum_of(rules),
        "agenda": standing_agenda(group),
    }


def standing_agenda(group):
    """(number, item) of each standing item; None for an item that is not for everyone."""
    items = StandingItem.objects.filter(group=group)
    open_items = {item.pk: item for item in items.for_everyone().select_related("owner")}
    return [(number, open_items.get(pk)) for number, pk in enumerate(items.values_list("pk", flat=True), start=1)]


def quorum_of(rules):
    """What a quorum needs, a line each."""
    parts = []
    if rules.quorum_needs_chair:
        parts.append("the chair or the deputy chair")
    if rules.quorum_areas:
        parts.append(f"{rules.quorum_areas} of the five business areas, by the member or a deputy")
    if rules.quorum_needs_police:
        parts.append("a police adviser")
    return parts
