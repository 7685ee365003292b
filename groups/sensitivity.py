"""The policy, part two: who may read what. AUDIENCES and MARKINGS as data, and the one rule made of them.

`rights` is the one dictionary from which both the query (`visible_to`) and the answer for one thing (`can_read`)
come, so that they can hardly disagree. Hats are never mixed: a pair of audience and marking opens in a group only
when one hat satisfies both.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import Http404

from groups.access import NO_MEETING, allowed, hats_of
from groups.built_for_readers import built_once_for_readers
from groups.models import STATUTORY_KINDS, Audience, Marking, StandingItem, TermsAnnex
from groups.roles import Permission, Role
from lib.built_once import built_once

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
    def visible_to(self, user):
        """What audience and marking let this person read.

        States (being written, draft, circulated) come on top, in the `visible_to` of what has any.
        """
        return self.filter(readable_clause(self.model, user, hats_of(user, at_meetings=True)))


def readable_clause(model, user, hats):
    """The rule as a clause on the rows of `model`."""
    return opened_by(model, hats) & unless_withheld_by_name(model, user)


def opened_by(model, hats, place="group_id"):
    """What these hats open of `model` by audience and marking. A named thing asks for a grant besides.

    `place` is a field of hats and of things. A hat for one meeting opens things of that meeting and no others.
    """
    clause = _opened_at(place, [hat for hat in hats if not hat.meeting_id])
    if model.to_meeting:
        for hat in hats:
            if hat.meeting_id:
                clause |= Q(**{model.to_meeting: hat.meeting_id}) & _opened_at(place, [hat])
    return clause


def _opened_at(place, hats):
    """A line per marking and set of places, however many hats: building costs."""
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
    named = model.stands_for or "pk"
    kind = model._meta.get_field(named).related_model if model.stands_for else model
    if not has_named_readers(kind):
        return for_all
    return for_all | Q(**{f"{named}__in": _granted_to.within(user.pk, model=kind)})


@built_once
def _granted_to(user_id, *, model):
    return granted(model, user_id)


def granted(model, user):
    """The things of this kind that django-guardian holds for this person now, as a sub-query on its rows.

    Its own `get_objects_for_user` says the same without the dates, in a query that costs four times as much to build
    (a test holds them equal).
    """
    return grants_to_read(model).filter(user=user).values("content_object")


def grants_to_read(model):
    """The live rows of the readers named for things of this kind."""
    rows = model.readers.rel.related_model.objects
    return rows.filter(in_force(), permission__codename=f"view_{model._meta.model_name}")


def in_force():
    """The clause of a grant that counts now: within its dates, and agreed to where it needs a second person."""
    in_time = Q(until=None) | Q(until__gt=Now())
    return in_time & (Q(needs_second=False) | Q(agreed_by__isnull=False))


def has_named_readers(model):
    return hasattr(model, "readers")


def can_read(user, thing, hats=None):
    """The same rule for one thing in hand, with its state."""
    hats = hats_of(user, at_meetings=True) if hats is None else hats
    named = is_named(user, thing)
    by_hat = any(opens(hat, thing, user.pk, named) for hat in hats)
    return by_hat or is_authors(user.pk, thing, hats) or user.pk in thing.people_let_in


def opens(hat, thing, person, named):
    """Whether this one hat satisfies scope, state, audience and marking together.

    `person` is the key of whoever wears it; `named`: they are a named reader of the thing.
    """
    in_sight = thing.admits(hat, person) and within_limits(hat, thing.audience, thing.marking)
    return hat.covers(thing) and (in_sight and (thing.audience != Audience.NAMED or named) or thing.is_sent_up_to(hat))


def within_limits(hat, audience, marking):
    return AUDIENCES[audience](hat) and MARKINGS[marking](hat)


def is_named(user, thing):
    if thing.audience != Audience.NAMED:
        return False
    thing = getattr(thing, thing.stands_for) if thing.stands_for else thing
    return has_named_readers(type(thing)) and granted(type(thing), user).filter(content_object=thing).exists()


def is_authors(person, thing, hats):
    """Who wrote a thing that has one author reads it while they sit where it is."""
    return thing.author_key == person and any(hat.seat_id and hat.covers(thing) for hat in hats)


def authored_by(model, user, author, hats):
    """The same as a clause; `author` is the field that holds the one who wrote it."""
    seated = [hat for hat in hats if hat.seat_id]
    where = Q(group_id__in={hat.group_id for hat in seated if not hat.meeting_id})
    if model.to_meeting:
        where |= Q(**{f"{model.to_meeting}__in": {hat.meeting_id for hat in seated} - {None}})
    return where & Q(**{author: user})


def reading_hats(user, thing):
    """The hats by which this person reads the thing: what may be done to it, one of these must give."""
    hats = hats_of(user, at_meetings=True)
    return [hat for hat in hats if hat.covers(thing) and within_limits(hat, thing.audience, thing.marking)]


def is_wider(audience, than):
    return WIDEST_FIRST.index(audience) < WIDEST_FIRST.index(than)


def access_sensitive(user, find, model, public_id, permission=Permission.VIEW_GROUP):
    """The thing if the person may read it. Raises Withheld inside its group, Http404 outside.

    `find(user, public_id)` gives it through `visible_to`; of any other only the place is read: what may not be read is
    never loaded. What the person may do is what the hats give that read it, and no other hat.
    """
    thing = next(iter(find(user, public_id)), None)
    if thing is not None:
        may = {Permission.VIEW_GROUP}.union(*(hat.permissions for hat in reading_hats(user, thing)))
        return allowed(thing, may, permission)
    place = next(iter(_place_of(public_id, model=model)), None)
    if place is None or not knows_of(user, *place):
        raise Http404
    raise Withheld


@built_once
def _place_of(public_id, *, model):
    return model.objects.filter(public_id=public_id).values_list("group_id", model.to_meeting or NO_MEETING)


def for_readers_page(user, thing, may):
    """Who may read a thing is for those who answer for it, and for its author. Raises PermissionDenied."""
    if Permission.VIEW_READERS not in may and thing.author_key != user.pk:
        raise PermissionDenied
    return thing, may


def knows_of(user, group_id, meeting_id):
    """Inside the group everybody knows that a thing is there; of one meeting's, whoever was nominated for it, too."""
    return any(
        hat.group_id == group_id and hat.meeting_id in (None, meeting_id) and hat.permissions
        for hat in hats_of(user, at_meetings=True)
    )


def access_standing_item(user, public_id, permission):
    return access_sensitive(user, _standing_item, StandingItem, public_id, permission)


@built_once_for_readers
def _standing_item(reader, public_id):
    items = StandingItem.objects.visible_to(reader).filter(public_id=public_id)
    return items.select_related("group__lead_authority", "owner")


def access_annex(user, public_id, permission=Permission.VIEW_GROUP):
    return access_sensitive(user, _annex, TermsAnnex, public_id, permission)


@built_once_for_readers
def _annex(reader, public_id):
    return TermsAnnex.objects.visible_to(reader).filter(public_id=public_id).select_related("group__lead_authority")


class Withheld(PermissionDenied):
    """Inside the group, but not for this reader: answered by the one "withheld" page."""


def could_read(user, group, *, marking, audience):
    """Whether some hat of this person's in the group opens such things; nothing of a kind that is for named readers."""
    hats = [hat for hat in hats_of(user) if hat.group_id == group.pk]
    return audience != Audience.NAMED and any(within_limits(hat, audience, marking) for hat in hats)


def seat_can_read(seat, *, marking, audience):
    """Whether the member of this seat could read such a thing there: nothing is given to somebody who could not."""
    hats = [hat for hat in hats_of(seat.user) if hat.seat_id == seat.pk]
    return audience != Audience.NAMED and seat.group_id in rights(hats)[audience, marking]


def seat_can_be_given(seat, thing):
    """Whether work on the thing can be given to the member of this seat: of one for named readers, to one of them."""
    if thing.audience != Audience.NAMED:
        return seat_can_read(seat, marking=thing.marking, audience=thing.audience)
    return is_named(seat.user, thing) and seat_can_read(seat, marking=thing.marking, audience=Audience.EVERYONE)
