"""Queries of what a reader may see, built once for all readers whose hats are alike."""

from dataclasses import replace
from functools import wraps

from accounts.models import User
from groups.access import hats_of
from lib.built_once import built_once

PLACES = ["group_id", "seat_id", "meeting_id"]


def built_once_for_readers(build):
    """As `built_once`, for a queryset `build(reader, *keys)` that asks of the reader no more than key and hats.

    The rule makes of hats which groups, seats and meetings a query names; hats that differ in nothing but these make
    the same query with other keys. So each chair of one group asks the same, and the rule is nowhere written again.
    To ask for anything else of the reader is refused.
    """

    @built_once
    def of_those_alike(person, *keys, hats, **fixed):
        places = {place for hat in hats for place in _places_of(hat)}
        reader = User.from_db(None, ["id"], [person])  # whose other fields would have to be looked up
        reader.hats_in_this_request = [_with_places(hat, keys) for hat in hats]
        return build(reader, *keys[len(places) :], **fixed)

    @wraps(build)
    def found(user, *keys, **fixed):
        hats, places = alike(hats_of(user, at_meetings=True))
        return of_those_alike(user.pk, *places, *keys, hats=hats, **fixed)

    return found


def alike(hats):
    """(the hats with the order of a place instead of its key and without a name, the keys in that order)."""
    places = {}
    for hat in hats:
        for place in _places_of(hat):
            places.setdefault(place, len(places))
    nameless = tuple(
        replace(hat, name="", organisation="", **{kind: places.get((kind, getattr(hat, kind))) for kind in PLACES})
        for hat in hats
    )
    return nameless, [key for _kind, key in places]


def _places_of(hat):
    return [(kind, getattr(hat, kind)) for kind in PLACES if getattr(hat, kind) is not None]


def _with_places(hat, keys):
    return replace(hat, **{kind: keys[getattr(hat, kind)] for kind in PLACES if getattr(hat, kind) is not None})
