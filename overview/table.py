"""Who is at the table, for the front page: as groups.coverage has it, in one query."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from groups.coverage import AreaCover, Coverage
from groups.models import BusinessArea, Deputyship, Membership
from groups.sensitivity import LOOKERS_ON


@dataclass(frozen=True)
class SeatInBrief:
    name: str
    job_title: str
    confirmed_by_id: int | None
    deputies: list


def table_of(group):
    deputies = Deputyship.objects.active().filter(membership=OuterRef("pk")).order_by("order")
    seats = Membership.objects.active().filter(group=group, areas=OuterRef("pk")).exclude(role__in=LOOKERS_ON)
    in_brief = JSONObject(
        name="name",
        job_title="job_title",
        confirmed_by_id="confirmed_by_id",
        deputies=ArraySubquery(deputies.values("name")),
    )
    areas = BusinessArea.objects.annotate(seats=ArraySubquery(seats.order_by("name").values(json=in_brief)))
    return Coverage([], [AreaCover(area, [SeatInBrief(**seat) for seat in area.seats]) for area in areas])
