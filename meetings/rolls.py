"""Who came, from the rolls alone: who was a member on that day, under the name and for the organisation of that day."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from meetings.models import Attendance, Meeting, Minutes

Came = Attendance.Came
FIELDS = ["seat_id", "came", "name", "deputy_name", "organisation", "seniority", "areas"]


@dataclass(frozen=True)
class RollLine:
    seat_id: int
    came: str
    name: str
    deputy_name: str
    organisation: str
    seniority: str
    areas: list

    @property
    def is_represented(self):
        return self.came in (Came.HERE, Came.ONLINE, Came.DEPUTY)


@dataclass(frozen=True)
class HeldMeeting:
    public_id: str
    starts_at: datetime
    minutes: Minutes | None  # no more of them than how far they are
    roll: list


def held_meetings(group, *, most=None, year=None):
    """One query: the meetings that were held, the latest first, each with its roll and how far its minutes are."""
    lines = Attendance.objects.filter(meeting=OuterRef("pk"), on_roll=True).order_by("organisation", "name")
    meetings = Meeting.objects.filter(group=group, state=Meeting.State.HELD).order_by("-starts_at", "-pk")
    if year:
        meetings = meetings.filter(starts_at__year=year)
    roll = ArraySubquery(lines.values(json=JSONObject(**{name: F(name) for name in FIELDS})))
    rows = meetings.values_list("public_id", "starts_at", "record__state", roll)[:most]
    return [
        HeldMeeting(public_id, at, Minutes(state=state) if state else None, [RollLine(**line) for line in roll])
        for public_id, at, state, roll in rows
    ]
