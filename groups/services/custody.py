"""The way out when nobody reads a thing any more: chair and senior owner together name somebody who keeps it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm

from audit.services import record
from groups.access import hats_of
from groups.custody import orphans_in
from groups.leaves import leaf_named
from groups.roles import Role
from groups.services.readers import CANNOT, could_be_named, has_custody, may_read

READ_AGAIN = "Somebody reads this again, so it needs no new reader"
KEEPS_NOTHING = "Choose somebody who keeps the minutes: the chair or the secretary"
NOT_YOURSELF = "Nobody names themselves. The other of you names you, or you name somebody else"
THE_OTHER = "The chair and the senior owner do this together: the other of the two answers"
WAITS_NO_MORE = "Nothing waits for this answer any longer"


@transaction.atomic
def name_new_reader(*, group, thing, seat, reason, by):
    """`thing` is the key of an orphan, "meetings.minuteentry:k7f…". Waits for the other of the two.

    Raises ValidationError.
    """
    thing = _orphan(group, thing)
    if seat.user_id == by.pk:
        raise ValidationError({"seat": NOT_YOURSELF})
    if not has_custody(seat):
        raise ValidationError({"seat": KEEPS_NOTHING})
    if not could_be_named(seat, thing, thing.marking):
        raise ValidationError({"seat": CANNOT.format(name=seat.name)})
    thing.readers.filter(needs_second=True, agreed_by=None).delete()
    grant = assign_perm(may_read(thing), seat.user, thing)
    more = {"granted_by": by, "reason": reason, "until": None, "needs_second": True}
    type(grant).objects.filter(pk=grant.pk).update(**more, agreed_by=None, agreed_at=None)
    record(by=by, verb="new reader named", target=thing, person=seat.user.public_id)
    return grant


@transaction.atomic
def answer_new_reader(*, group, thing, agreed, by):
    """Raises ValidationError when the same one of the two answers, or the reader."""
    thing = _orphan(group, thing)
    row = thing.readers.select_for_update(of=["self"]).filter(needs_second=True, agreed_by=None)
    row = row.select_related("user", "granted_by").first()
    if row is None:
        raise ValidationError(WAITS_NO_MORE)
    if by.pk == row.user_id or not _are_both(group, by, row.granted_by):
        raise ValidationError(THE_OTHER)
    if agreed:
        row.agreed_by, row.agreed_at = by, timezone.now()
        row.save(update_fields=["agreed_by", "agreed_at"])
    else:
        row.delete()
    verb = "new reader agreed to" if agreed else "new reader refused"
    record(by=by, verb=verb, target=thing, person=row.user.public_id)


def _orphan(group, key):
    found = next((orphan for orphan in orphans_in([group.pk]) if orphan.key == key), None)
    if found is None:
        raise ValidationError({"thing": READ_AGAIN})
    things = leaf_named(found.kind).model.objects.select_for_update(of=["self"])
    return things.select_related("group__lead_authority").get(public_id=found.public_id)


def _are_both(group, one, other):
    """Whether one of them is the chair and the other the senior owner, each by a hat of their own."""
    pair = [{hat.role for hat in hats_of(who) if hat.group_id == group.pk} for who in (one, other)]
    return any(Role.CHAIR in a and Role.SENIOR_OWNER in b for a, b in [pair, pair[::-1]]) and one != other
