"""The sensitive leaves of meetings: what they are called, what they hang on, and what hangs on them."""

from django.core.exceptions import ValidationError

from actions.models import Action
from groups.leaves import register, register_whole
from groups.models import Audience
from groups.sensitive_forms import cannot_read
from groups.sensitivity import seat_can_read
from meetings.models import AgendaItem, Contribution, Decision, MinuteEntry
from meetings.services.agenda import narrow_parts


def register_own():
    register(
        AgendaItem,
        words="Item {}",
        number="number",
        page="meetings:item_readers",
        check=refuse_blind_owner,
        narrow_parts=narrow_parts,
    )
    register(
        Contribution,
        words="Update for item {}",
        number="item__number",
        page="meetings:contribution_readers",
        author="author",
    )
    register(MinuteEntry, words="Entry under item {}", number="item__number", page="meetings:entry_readers")
    register(Decision, words="Decision {}", number="number", page="meetings:decision_readers")
    for part in (Contribution, MinuteEntry, Decision):
        register_whole(part, lambda thing: thing.item)
    register_whole(Action, item_that_raised)


def refuse_blind_owner(item, marking, audience):
    """Whoever leads an item can read it; for named readers, they are named besides."""
    within = Audience.EVERYONE if audience == Audience.NAMED else audience
    if item.owner and not seat_can_read(item.owner, marking=marking, audience=within):
        raise ValidationError({"audience": cannot_read(item.owner)})


def item_that_raised(action):
    raised = getattr(action, "raised", None)
    return raised.item if raised else None
