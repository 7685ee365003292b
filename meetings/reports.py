"""Reports of subgroups: when the next one is due, what stands in it, and what a parent's meeting got.

The date of a parent's next meeting is all that a subgroup's chair and secretary learn of the parent here.
"""

from datetime import datetime, time

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone

from groups.models import PAPG, Commission
from lib import wall
from meetings.models import Course, Meeting, SubgroupReport


def next_meetings():
    """Planned for today or later, the first one first."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    return Meeting.objects.to_come().filter(starts_at__gte=midnight)


def report_of(group):
    """The report in hand, not yet saved if it was never written; and when the parent meets next, or None."""
    report = SubgroupReport.objects.filter(group=group).first()
    [asked] = with_next_meeting([group])
    return {
        "report": report or SubgroupReport(group=group, public_id=group.public_id),
        "parent": asked.parent,
        "due_before": asked.reports_to_at,
        "is_sent": asked.sent,
    }


def with_next_meeting(subgroups):
    """Each with `reports_to_at`, when its parent meets next, and whether it has `sent` its report for that meeting."""
    following = next_meetings().filter(group=OuterRef("parent"))
    sent = SubgroupReport.objects.filter(group=OuterRef("pk"), sent_for=OuterRef("reports_to"))
    asked = PAPG.objects.filter(pk__in=[group.pk for group in subgroups]).select_related("parent")
    asked = asked.annotate(
        reports_to=Subquery(following.values("pk")[:1]), reports_to_at=Subquery(following.values("starts_at")[:1])
    )
    with wall.opened_to(*{group.parent_id for group in subgroups}):
        return list(asked.annotate(sent=Exists(sent)))


def reports_at(meeting):
    """A Commission for each subgroup that owes this meeting a report, or gave one: then with its words."""
    there = Q(subgroup__closed_at=None, subgroup__created_at__lt=meeting.opened_at or timezone.now())
    to_this_one = FilteredRelation("subgroup__reports_sent", condition=Q(subgroup__reports_sent__meeting=meeting))
    said = {name: F(f"sent__{name}") for name in ["course", "text", "sent_by_name", "sent_at"]}
    lines = Commission.objects.filter(group=meeting.group_id).annotate(sent=to_this_one).annotate(**said)
    lines = list(lines.filter(there | Q(sent_at__isnull=False)).select_related("subgroup").order_by("subgroup__name"))
    for line in lines:
        line.course_word = Course(line.course).label if line.course else ""
    return lines


def is_overdue(meeting):
    """Whether a report that is not there is late: the meeting's day has come."""
    begun = meeting.state != Meeting.State.PLANNED
    return begun or timezone.localdate(meeting.starts_at) <= timezone.localdate()
