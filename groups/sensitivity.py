"""The policy, part two: who may read what. AUDIENCES and MARKINGS as data, and the one rule made of them.

`rights` is the one dictionary from which both the query (`visible_to`) and the answer for one thing (`can_read`)
come, so that they can hardly disagree. Hats are never mixed: a pair of audience and marking opens in a group only
when one hat satisfies both.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import Http404
from guardian.shortcuts import get_objects_for_user

from groups.access import allowed, hats_of, permissions_of
from groups.models import STATUTORY_KINDS, Audience, Marking, StandingItem
from groups.roles import Permission, Role

LOOKERS_ON = {Role.OBSERVER, Role.CONTEXT_ONLY}


def _is_partner_seat(hat):
    return hat.seat_id is not None and hat.role not in LOOKERS_ON and hat.organisation_kinds <= STATUTORY_KINDS


# Which hats are in an audience. Named readers are granted by person, on the thing; any seat in the group will do.
AUDIENCES = {
    Audience.EVERYONE: lambda hat: hat.role != Role.AUDITOR,
    Audience.STATUTORY: _is_partner_seat,
    Audience.AUTHORITY: lambda hat: _is_partner_seat(hat) and hat.in_authority,
    Audience.NAMED: lambda hat: hat.seat_id is not None,
}

# Which hats may read a marking. SECRET and above are no choices: they are refused at the door.
MARKINGS = {
    Marking.OFFICIAL: lambda hat: True,
    Marking.OFFICIAL_SENSITIVE: lambda hat: (
        hat.seat_id is not None and hat.role not in LOOKERS_ON and hat.confirmed and hat.undertaken
    ),
}

WIDEST_FIRST = [Audience.EVERYONE, Audience.STATUTORY, Audience.AUTHORITY, Audience.NAMED]


def rights(hats):
    """{(audience, marking): ids of the groups where these hats open such things}."""
    return {
        (audience, marking): {hat.group_id for hat in hats if is_in_audience(hat) and may_read_marking(hat)}
        for audience, is_in_audience in AUDIENCES.items()
        for marking, may_read_marking in MARKINGS.items()
    }


class SensitiveQuerySet(QuerySet):
    def readable(self, user, hats=None):
        """What audience and marking let this person read, by `hats` (all of theirs unless told).

        States (being written, draft, circulated) come on top, in each app's `visible_to`.
        """
        return self.filter(readable_clause(self.model, user, hats_of(user) if hats is None else hats))

    def visible_to(self, user):
        return self.readable(user)


def readable_clause(model, user, hats):
    """The rule as a clause on the rows of `model`: a line per marking and set of groups, since building costs time."""
    by_group, by_grant = Q(pk__in=[]), Q(pk__in=[])
    for (marking, group_ids), audiences in _audiences_opened_alike(hats).items():
        opened = Q(marking=marking, group_id__in=group_ids)
        by_group |= opened & Q(audience__in=[audience for audience in audiences if audience != Audience.NAMED])
        if Audience.NAMED in audiences:
            by_grant |= opened
    if not has_named_readers(model):
        return by_group
    return by_group | (Q(audience=Audience.NAMED, pk__in=granted(model, user)) & by_grant)


def _audiences_opened_alike(hats):
    """`rights` turned round: {(marking, ids of groups): the audiences that it opens in just these groups}."""
    alike = {}
    for (audience, marking), group_ids in rights(hats).items():
        if group_ids:
            alike.setdefault((marking, frozenset(group_ids)), []).append(audience)
    return alike


def granted(model, user):
    """The things of this kind that django-guardian holds for this person, as a sub-query."""
    codename = f"{model._meta.app_label}.view_{model._meta.model_name}"
    things = get_objects_for_user(
        user, codename, klass=model, use_groups=False, with_superuser=False, accept_global_perms=False
    )
    return things.exclude(
        readers__in=model.readers.rel.related_model.objects.filter(user=user, until__lte=Now())
    ).values("pk")


def has_named_readers(model):
    return hasattr(model, "readers")


def can_read(user, thing, hats=None):
    """The same rule for one thing in hand."""
    opened = rights(hats_of(user) if hats is None else hats)[thing.audience, thing.marking]
    if thing.group_id not in opened:
        return False
    if thing.audience != Audience.NAMED:
        return True
    return has_named_readers(type(thing)) and granted(type(thing), user).filter(pk=thing.pk).exists()


def reading_hats(user, thing):
    """The hats by which this person reads the thing: what may be done to it, one of these must give."""
    opened = AUDIENCES[thing.audience], MARKINGS[thing.marking]
    return [hat for hat in hats_of(user) if hat.group_id == thing.group_id and all(opens(hat) for opens in opened)]


def is_wider(audience, than):
    return WIDEST_FIRST.index(audience) < WIDEST_FIRST.index(than)


def access_sensitive(user, visible, everything, permission=Permission.VIEW_GROUP):
    """The thing if the person may read it. Raises Withheld inside its group, Http404 outside.

    `visible` is the queryset through `visible_to`, `everything` the same without it, of which only the group is read:
    what may not be read is never loaded. What the person may do is what the hats give that read it, and no other hat.
    """
    thing = visible.first()
    if thing is not None:
        may = {Permission.VIEW_GROUP}.union(*(hat.permissions for hat in reading_hats(user, thing)))
        return allowed(thing, may, permission)
    hidden = everything.select_related(None).only("group").first()
    if hidden is None or not permissions_of(user, hidden.group):
        raise Http404
    raise Withheld


def access_standing_item(user, public_id, permission):
    items = StandingItem.objects.select_related("group__lead_authority", "owner").filter(public_id=public_id)
    return access_sensitive(user, items.visible_to(user), items, permission)


class Withheld(PermissionDenied):
    """Inside the group, but not for this reader: answered by the one "withheld" page."""


def seat_can_read(seat, *, marking, audience):
    """Whether the member of this seat could read such a thing there: nothing is given to somebody who could not."""
    hats = [hat for hat in hats_of(seat.user) if hat.seat_id == seat.pk and not hat.stands_in]
    return audience != Audience.NAMED and seat.group_id in rights(hats)[audience, marking]
