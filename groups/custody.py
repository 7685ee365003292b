"""Things for named readers that nobody reads any more: chair and senior owner together name a new reader."""

import json
from dataclasses import dataclass

from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from groups.leaves import LEAVES, leaf_named
from groups.models import Audience, Deputyship, Membership
from groups.sensitivity import grants_to_read, has_named_readers
from lib.built_once import built_once


@dataclass(frozen=True)
class Orphan:
    """Of the thing, what everybody in the group may know: its kind and number. `waiting`: who is named for it now."""

    kind: str
    public_id: str
    group_id: int
    number: str
    waiting: dict | None

    @property
    def called(self):
        return leaf_named(self.kind).words.format(self.number)

    @property
    def key(self):
        return f"{self.kind}:{self.public_id}"


def orphans_in(groups):
    """Of the groups with these keys."""
    return [Orphan(*row, json.loads(waiting or "null")) for *row, waiting in _orphans_in(*groups)]


@built_once
def _orphans_in(*groups):
    """One query over all kinds of thing; nothing else of them is loaded."""
    rows = [_without_reader(leaf, groups) for leaf in LEAVES.values() if has_named_readers(leaf.model)]
    return rows[0].union(*rows[1:], all=True)


def _without_reader(leaf, groups):
    here = {"group": OuterRef("content_object__group"), "user": OuterRef("user")}
    own, stood_in = Membership.objects.active().filter(**here), Deputyship.objects.active().filter(**here)
    read = grants_to_read(leaf.model).filter(Exists(own) | Exists(stood_in)).values("content_object")
    things = leaf.model.objects.filter(group__in=groups, audience=Audience.NAMED).exclude(pk__in=read)
    if leaf.author:
        authors = Membership.objects.active().filter(group=OuterRef("group"), user=OuterRef(leaf.author))
        things = things.exclude(Exists(authors))
    return (
        things.order_by()
        .annotate(
            kind=Value(leaf.model._meta.label_lower, output_field=CharField()),
            spoken=Cast(F(leaf.number), CharField()),
            waiting=Subquery(_waiting(leaf)),
        )
        .values_list("kind", "public_id", "group_id", "spoken", "waiting")
    )


def _waiting(leaf):
    rows = leaf.model.readers.rel.related_model.objects.filter(content_object=OuterRef("pk"), agreed_by=None)
    names = Membership.objects.filter(user=OuterRef("user"), group=OuterRef("content_object__group"))
    about = JSONObject(
        person=F("user__public_id"),
        name=Subquery(names.order_by("-starts_at").values("name")[:1]),
        asked_by=F("granted_by__public_id"),
        reason=F("reason"),
    )
    return rows.filter(needs_second=True).values(json=about)[:1]
