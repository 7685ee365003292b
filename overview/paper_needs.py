"""What waits for a second person before it leaves the group: an open summary, a report to the senior owner."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from groups.roles import Permission
from meetings.models import OpenSummary, UpwardReport
from overview.need import Need, groups_where


def summaries_waiting(user):
    """Put forward by somebody else."""
    waiting = OpenSummary.objects.filter(state=OpenSummary.State.ASKED).exclude(asked_by=user)
    return _of_minutes(waiting)


def reports_waiting():
    return _of_minutes(UpwardReport.objects.filter(state=UpwardReport.State.WRITING))


def _of_minutes(papers):
    about = JSONObject(minutes=F("minutes__public_id"), number=F("minutes__meeting__number"))
    return ArraySubquery(papers.filter(group=OuterRef("pk")).order_by("pk").values(json=about))


def papers_to_answer(groups, hats):
    publish, send_up = (groups_where(hats, each) for each in (Permission.APPROVE_MINUTES, Permission.APPROVE_REPORT))
    for group in groups:
        for about in group.summaries_waiting if group.pk in publish else []:
            yield Need(
                group,
                f"Agree to the open summary of meeting {about['number']}, or refuse",
                "Somebody has put it forward. It is published only when a second person agrees.",
                reverse("meetings:summary_detail", args=[about["minutes"]]),
            )
        for about in group.reports_waiting if group.pk in send_up else []:
            yield Need(
                group,
                f"Approve the report to the senior owner from meeting {about['number']}",
                "It is written. The senior owner can read it once it is approved.",
                reverse("meetings:upward_report_detail", args=[about["minutes"]]),
            )
