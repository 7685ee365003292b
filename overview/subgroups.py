"""Subgroups on the front page of their parent, and what a subgroup's own page says of its end."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from groups.models import Commission
from meetings.models import Course, SentReport
from meetings.reports import is_overdue


@dataclass(frozen=True)
class Line:
    """A subgroup as its parent knows it, and what it last reported."""

    public_id: str
    name: str
    purpose: str
    sponsor: str
    ends_on: date
    is_closed: bool
    is_past: bool
    course: str
    course_word: str
    is_reported: bool  # to the next meeting, or there is none
    is_overdue: bool


def lines_of(group, meeting):
    """`group` as groups_in_hand gives it, `meeting` its next one or None."""
    return [_line(meeting, **row) for row in group.subgroup_rows]


def _line(meeting, *, ends_on, closed_at, course, reported_for, **known):
    ends_on, is_closed = date.fromisoformat(ends_on), closed_at is not None
    is_reported = is_closed or meeting is None or reported_for == meeting.pk
    return Line(
        **known,
        ends_on=ends_on,
        is_closed=is_closed,
        is_past=not is_closed and ends_on < timezone.localdate(),
        course=course or "",
        course_word=Course(course).label if course else "",
        is_reported=is_reported,
        is_overdue=not is_reported and is_overdue(meeting),
    )


def subgroups_in_hand():
    """For a query of groups: of each its subgroups, in one row."""
    reports = SentReport.objects.filter(subgroup=OuterRef("subgroup")).order_by("-meeting__starts_at")
    about = JSONObject(
        public_id="subgroup__public_id",
        name="subgroup__name",
        purpose="purpose",
        sponsor="sponsor__name",
        ends_on="subgroup__ends_on",
        closed_at="subgroup__closed_at",
        course=Subquery(reports.values("course")[:1]),
        reported_for=Subquery(reports.values("meeting")[:1]),
    )
    commissions = Commission.objects.filter(group=OuterRef("pk"))
    return ArraySubquery(commissions.order_by("subgroup__ends_on", "pk").values(json=about))
