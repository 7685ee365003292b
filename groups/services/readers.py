"""Named readers: who is granted one thing in person, by whom, why, until when, and who has custody of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from audit.services import record
from groups.leaves import wholes_of
from groups.models import STATUTORY_KINDS, Audience, Membership
from groups.roles import KEEP_THE_RECORD
from groups.sensitivity import can_read, grants_to_read, seat_can_read

CUSTODY = "Name at least one reader who keeps the minutes, the chair or the secretary: somebody must have custody"
CANNOT = "{name} could not read this: choose somebody else, or another marking"
NOBODY = "Choose at least one reader"
WAITS_NO_MORE = "This reader waits for nobody’s agreement any longer. Look at the page again"
NOT_ONES_OWN = "Somebody else agrees: neither the one who named the reader nor the reader"
AS_GRANTED = ["granted_by", "reason", "until", "needs_second", "agreed_by", "agreed_at"]


def may_read(thing):
    return f"{thing._meta.app_label}.view_{thing._meta.model_name}"


def name_readers(*, thing, seats, until, reason, marking, by):
    """Make the people of these seats, and the one who names them, the readers of a thing; others are readers no more.

    A reader from outside the statutory partners reads it once a second person has agreed. Raises ValidationError.
    """
    seats = [seat for seat in seats if seat.user_id != by.pk]
    _check(thing, seats, marking, reason, by)
    stay = {seat.user_id for seat in seats}
    take_away_readers(thing, but=stay | {by.pk})
    assign_perm(may_read(thing), by, thing)
    known = set(_rows(thing).values_list("user", flat=True))
    for seat in seats:
        if seat.user_id in known:
            _rows(thing).filter(user=seat.user_id).update(until=until)
        else:
            _grant(thing, seat, until, reason, by)


def _grant(thing, seat, until, reason, by):
    grant = assign_perm(may_read(thing), seat.user, thing)
    more = {"granted_by": by, "reason": reason, "until": until, "needs_second": not is_statutory(seat)}
    type(grant).objects.filter(pk=grant.pk).update(**more)


def share_readers(whole, part):
    """What hangs on a thing for named readers begins with the readers of that thing, as they were granted it."""
    if not Audience.NAMED == whole.audience == part.audience:
        return
    for row in _rows(whole).exclude(user__in=_rows(part).values("user")).select_related("user"):
        grant = assign_perm(may_read(part), row.user, part)
        as_granted = {name: getattr(row, name) for name in AS_GRANTED}
        type(grant).objects.filter(pk=grant.pk).update(**as_granted)


def _rows(thing):
    return thing.readers.filter(permission__codename=f"view_{thing._meta.model_name}")


def is_statutory(seat):
    return seat.organisation.kind in STATUTORY_KINDS


def _check(thing, seats, marking, reason, by):
    missing = {} if seats else {"readers": NOBODY}
    missing |= {} if reason else {"reason": "Enter the reason"}
    if missing:
        raise ValidationError(missing)
    for seat in seats:
        if not could_be_named(seat, thing, marking):
            raise ValidationError({"readers": CANNOT.format(name=seat.name)})
    if not any(has_custody(seat) for seat in [*seats, *_seats_of(by, thing)]):
        raise ValidationError({"readers": CUSTODY})


def could_be_named(seat, thing, marking):
    """A named reader must be able to read what the thing hangs on, at the thing's marking."""
    wholes = wholes_of(thing)
    audiences = {whole.audience for whole in wholes if whole.audience != Audience.NAMED} or {Audience.EVERYONE}
    return all(seat_can_read(seat, marking=marking, audience=audience) for audience in audiences) and all(
        can_read(seat.user, whole) for whole in wholes if whole.audience == Audience.NAMED
    )


def has_custody(seat):
    """Whether a reader in this seat keeps the record: a statutory one, who waits for no second person."""
    return seat.role in KEEP_THE_RECORD and is_statutory(seat)


def _seats_of(user, thing):
    return Membership.objects.active().filter(user=user, group=thing.group).select_related("organisation")


def take_away_readers(thing, but=()):
    if not hasattr(thing, "readers"):
        return
    for reader in _rows(thing).exclude(user__in=but).select_related("user"):
        remove_perm(may_read(thing), reader.user, thing)


@transaction.atomic
def answer_reader(*, thing, person, agreed, by):
    """A second person agrees that somebody from outside the statutory partners reads a thing, or refuses.

    Raises ValidationError.
    """
    row = thing.readers.select_for_update(of=["self"]).filter(user=person, needs_second=True, agreed_by=None).first()
    if row is None:
        raise ValidationError(WAITS_NO_MORE)
    if agreed and by.pk in (row.granted_by_id, row.user_id):
        raise ValidationError(NOT_ONES_OWN)
    if agreed:
        row.agreed_by, row.agreed_at = by, timezone.now()
        row.save(update_fields=["agreed_by", "agreed_at"])
    else:
        row.delete()
    record(by=by, verb="reader agreed to" if agreed else "reader refused", target=thing, person=person.public_id)


def custodians(thing):
    """The live seats of a thing's named readers who keep its record."""
    readers = grants_to_read(type(thing)).filter(content_object=thing).values("user")
    seats = Membership.objects.active().filter(group=thing.group_id, user__in=readers).select_related("organisation")
    return [seat for seat in seats if has_custody(seat)]
