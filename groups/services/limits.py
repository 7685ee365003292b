"""Who may read a thing: narrowing it at once, opening it with a reason, and to everyone with a second person."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.leaves import leaf_named, leaf_of, limits_of
from groups.models import Audience, Marking, Widening
from groups.sensitivity import is_wider
from groups.services.readers import name_readers, take_away_readers

WIDER = "This cannot be for more people than what it belongs to: {words}"
HIGHER = "What it belongs to is OFFICIAL-SENSITIVE, so this must be too"
WHY = "Enter why more people should read it: the reason is kept with the record"
OVERTAKEN = "Somebody has changed meanwhile who may read this. Look at it again"
NOT_ONES_OWN = "Nobody agrees to their own wish. Another chair, deputy chair or secretary does"


@transaction.atomic
def set_limits(*, thing, marking, audience, handling="", readers=(), until=None, reason="", by):
    """Set marking, audience and handling instruction, and for named readers the seats of `readers`.

    Gives the Widening that waits for a second person, or None when it is done. Raises ValidationError.
    """
    thing = locked(thing)
    check_limits(thing, marking, audience)
    if asks_why(thing, marking, audience, by) and not reason:
        raise ValidationError({"reason": WHY})
    if needs_second_person(thing, marking, audience, by):
        return _ask(thing, marking, audience, handling, reason, by)
    if audience == Audience.NAMED:
        name_readers(thing=thing, seats=readers, until=until, reason=reason, marking=marking, by=by)
    _apply(thing, marking, audience, handling, by, reason=reason)
    return None


def locked(thing):
    """As it stands now, until the end of the transaction."""
    return type(thing).objects.select_for_update(of=["self"]).select_related("group__lead_authority").get(pk=thing.pk)


def check_limits(thing, marking, audience):
    """Raises ValidationError when it would be wider than what it hangs on, or kept from whoever works on it."""
    within = limits_of(thing)
    if within and is_wider(audience, than=within[1]):
        raise ValidationError({"audience": WIDER.format(words=Audience(within[1]).label)})
    if within and within[0] == Marking.OFFICIAL_SENSITIVE != marking:
        raise ValidationError({"marking": HIGHER})
    leaf_of(thing).check(thing, marking, audience)


def is_opened(thing, marking, audience):
    """Whether more people could read it then: by a wider audience or a lower marking, or because they are named."""
    lowered = thing.is_sensitive and marking == Marking.OFFICIAL
    return is_wider(audience, than=thing.audience) or lowered or audience == Audience.NAMED


def asks_why(thing, marking, audience, by):
    """Naming readers asks by itself; the author of a thing opens it without a word."""
    return audience != Audience.NAMED and is_opened(thing, marking, audience) and thing.author_key != by.pk


def needs_second_person(thing, marking, audience, by):
    """To open a thing to everyone is to open it to business forums and venues. Its author does that alone."""
    return audience == Audience.EVERYONE and is_opened(thing, marking, audience) and thing.author_key != by.pk


def _ask(thing, marking, audience, handling, reason, by):
    _overtake(thing)
    widening = Widening.objects.create(
        group=thing.group,
        kind=thing._meta.label_lower,
        thing=thing.public_id,
        marking=marking,
        audience=audience,
        handling=handling,
        was_marking=thing.marking,
        was_audience=thing.audience,
        reason=reason,
        asked_by=by,
    )
    record(by=by, verb="widening asked for", target=thing, widening=widening.public_id, audience=audience)
    return widening


def _overtake(thing):
    """A wish is about the thing as it stood: any change of its limits ends it."""
    Widening.objects.of(thing).waiting().update(state=Widening.State.OVERTAKEN, answered_at=timezone.now())


def _apply(thing, marking, audience, handling, by, **detail):
    _overtake(thing)
    if audience != Audience.NAMED:
        take_away_readers(thing)
    thing.marking, thing.audience, thing.handling = marking, audience, handling
    thing.save(update_fields=["marking", "audience", "handling"])
    leaf_of(thing).narrow_parts(thing, by)
    record(by=by, verb="who may read it set", target=thing, marking=marking, audience=audience, **_ids(detail))


def _ids(detail):
    """The audit trail holds no content: that a reason was given, not which."""
    return {name: bool(value) if name == "reason" else value for name, value in detail.items()}


@transaction.atomic
def answer_widening(*, widening, agreed, by):
    """A second person, who reads the thing, agrees to open it or refuses. Raises ValidationError."""
    widening = Widening.objects.select_for_update(of=["self"]).select_related("asked_by").get(pk=widening.pk)
    if widening.state != Widening.State.WAITING:
        raise ValidationError(OVERTAKEN)
    if agreed and widening.asked_by_id == by.pk:
        raise ValidationError(NOT_ONES_OWN)
    thing = locked(thing_of(widening))
    if (thing.marking, thing.audience) != (widening.was_marking, widening.was_audience):
        raise ValidationError(OVERTAKEN)
    widening.state = Widening.State.AGREED if agreed else Widening.State.REFUSED
    widening.answered_by, widening.answered_at = by, timezone.now()
    widening.save(update_fields=["state", "answered_by", "answered_at"])
    if not agreed:
        record(by=by, verb="widening refused", target=thing, widening=widening.public_id)
        return
    check_limits(thing, widening.marking, widening.audience)
    asked = {"widening": widening.public_id, "asked_by": widening.asked_by.public_id}
    _apply(thing, widening.marking, widening.audience, widening.handling, by, **asked)


def thing_of(widening):
    return leaf_named(widening.kind).model.objects.get(public_id=widening.thing)
