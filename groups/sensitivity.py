"""The policy, part two: who may read what. AUDIENCES and MARKINGS as data, and the one rule made of them.

`rights` is the one dictionary from which both the query (`visible_to`) and the answer for one thing (`can_read`)
come, so that they can hardly disagree. Hats are never mixed: a pair of audience and marking opens in a group only
when one hat satisfies both.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import Http404

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


def rights(hats, place="group_id"):
    """{(audience, marking): ids of the groups where these hats open such things}; or of the seats, as `place`."""
    return {
        (audience, marking): {getattr(hat, place) for hat in hats if is_in_audience(hat) and may_read_marking(hat)}
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
    """The rule as a clause on the rows of `model`."""
    return opened_by(hats) & unless_withheld_by_name(model, user)


def opened_by(hats, place="group_id"):
    """What these hats open by audience and marking. A named thing asks for a grant besides.

    `place` is a field of hats and of things. A line per marking and set of places, however many hats: building costs.
    """
    alike = {}
    for (audience, marking), places in rights(hats, place).items():
        if places:
            alike.setdefault((marking, frozenset(places)), []).append(audience)
    clause = Q(pk__in=[])
    for (marking, places), audiences in alike.items():
        clause |= Q(marking=marking, audience__in=audiences, **{f"{place}__in": places})
    return clause


def unless_withheld_by_name(model, user):
    """Once in a query, however many states it asks of: django-guardian's sub-query is the dearest part of it."""
    for_all = ~Q(audience=Audience.NAMED)
    return for_all | Q(pk__in=granted(model, user)) if has_named_readers(model) else for_all


def granted(model, user):
    """The things of this kind that django-guardian holds for this person now, as a sub-query on its rows.

    Its own `get_objects_for_user` says the same without the dates, in a query that costs four times as much to build
    (a test holds them equal).
    """
    grants = model.readers.rel.related_model.objects.filter(
        user=user, permission__codename=f"view_{model._meta.model_name}"
    )
    return grants.filter(Q(until=None) | Q(until__gt=Now())).values("content_object")


def has_named_readers(model):
    return hasattr(model, "readers")


def can_read(user, thing, hats=None):
    """The same rule for one thing in hand."""
    opened = rights(hats_of(user) if hats is None else hats)[thing.audience, thing.marking]
    if thing.group_id not in opened:
        return False
    if thing.audience != Audience.NAMED:
        return True
    return has_named_readers(type(thing)) and granted(type(thing), user).filter(content_object=thing).exists()


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
