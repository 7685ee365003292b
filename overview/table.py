"""Who is at the table, for the front page: as groups.coverage has it, in one query."""

import json
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, OuterRef
from django.db.models.functions import JSONObject

from groups.areas import holders_in
from groups.coverage import AreaCover, Coverage
from groups.models import BusinessArea, Deputyship, Membership
from groups.sensitivity import LOOKERS_ON
from lib.built_once import built_once


@dataclass(frozen=True)
class SeatInBrief:
    name: str
    job_title: str
    confirmed_by_id: int | None
    deputies: list


def table_of(group):
    return Coverage([], [_cover(*row) for row in _areas_of(group.pk)])


def _cover(name, kind, seats, holders):
    area = BusinessArea(name=name, kind=kind)
    area.holders = holders
    return AreaCover(area, [SeatInBrief(**seat) for seat in json.loads(seats)])


@built_once
def _areas_of(group):
    deputies = Deputyship.objects.active().filter(membership=OuterRef("pk")).order_by("order")
    seats = Membership.objects.active().filter(group=group, areas=OuterRef("pk")).exclude(role__in=LOOKERS_ON)
    in_brief = JSONObject(
        name="name",
        job_title="job_title",
        confirmed_by_id="confirmed_by_id",
        deputies=ArraySubquery(deputies.values("name")),
    )
    seats = ArraySubquery(seats.order_by("name").values(json=in_brief))
    seats = Func(seats, function="to_jsonb", output_field=JSONField())
    return BusinessArea.objects.values_list("name", "kind", seats, holders_in(group))
