"""Things for named readers that nobody reads any more: chair and senior owner together name a new reader."""

from dataclasses import dataclass

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from groups.leaves import LEAVES, leaf_named
from groups.models import Audience
from groups.models.membership import seated_in
from groups.sensitivity import grants_to_read, has_named_readers


@dataclass(frozen=True)
class Orphan:
    """Of the thing, what everybody in the group may know: its kind and number. `waiting`: a reader is named for it."""

    kind: str
    public_id: str
    number: object

    @property
    def called(self):
        return leaf_named(self.kind).words.format(self.number)


def orphans_of(group):
    """One query over all kinds of thing; nothing else of them is loaded."""
    rows = [_without_reader(leaf, group) for leaf in LEAVES.values() if has_named_readers(leaf.model)]
    return [Orphan(*row) for row in rows[0].union(*rows[1:], all=True)]


def _without_reader(leaf, group):
    read = grants_to_read(leaf.model).filter(user__in=seated_in(group)).values("content_object")
    things = leaf.model.objects.filter(group=group, audience=Audience.NAMED).exclude(pk__in=read)
    number = F(leaf.number)
    return (
        things.order_by()
        .annotate(kind=Value(leaf.model._meta.label_lower, output_field=CharField()), spoken=Cast(number, CharField()))
        .values_list("kind", "public_id", "spoken")
    )
