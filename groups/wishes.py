"""What waits for a second person: things to be opened to everyone, and readers from outside the statutory partners."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast

from groups.leaves import LEAVES, leaf_named
from groups.models import Widening
from groups.sensitivity import has_named_readers
from lib.built_once import built_once


@dataclass(frozen=True)
class Wish:
    kind: str
    thing: str  # public id
    group_id: int
    asked_by: int
    about: int | None  # the person who would read it; None: everyone


def wishes_for(user, groups):
    """[(wish, thing)] that this person may answer: of things that they read, neither asked by them nor about them.

    `groups`: the keys of the groups.
    """
    wishes = [Wish(*row) for row in _waiting_in(*groups)]
    waiting = [wish for wish in wishes if user.pk not in (wish.asked_by, wish.about)]
    read = {kind: _read(user, kind, waiting) for kind in {wish.kind for wish in waiting}}
    return [(wish, read[wish.kind][wish.thing]) for wish in waiting if wish.thing in read[wish.kind]]


def _read(user, kind, waiting):
    """{public id: thing} of one kind, as far as this person reads them."""
    ids = [wish.thing for wish in waiting if wish.kind == kind]
    return {
        thing.public_id: thing for thing in leaf_named(kind).model.objects.filter(public_id__in=ids).visible_to(user)
    }


@built_once
def _waiting_in(*groups):
    """One query over all kinds."""
    nobody = Cast(Value(None), BigIntegerField())
    widenings = Widening.objects.waiting().filter(group__in=groups).order_by()
    rows = widenings.values_list("kind", "thing", "group_id", "asked_by_id", nobody)
    readers = [_readers_waiting(leaf, groups) for leaf in LEAVES.values() if has_named_readers(leaf.model)]
    return rows.union(*readers, all=True)


def _readers_waiting(leaf, groups):
    rows = leaf.model.readers.rel.related_model.objects.filter(needs_second=True, agreed_by=None)
    kind = Value(leaf.model._meta.label_lower, output_field=CharField())
    thing, group = F("content_object__public_id"), F("content_object__group_id")
    rows = rows.filter(content_object__group__in=groups).annotate(kind=kind, thing=thing, group_key=group)
    return rows.values_list("kind", "thing", "group_key", "granted_by_id", "user_id")
