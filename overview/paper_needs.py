"""What waits for a second person before it leaves the group: an open summary, a report to the senior owner; and for
the senior owner, once it has."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from groups.roles import Permission
from meetings.models import OpenSummary, UpwardReport
from meetings.paper_notices import sent_up
from overview.need import Need, groups_where


def summaries_waiting(user):
    """Put forward by somebody else."""
    waiting = OpenSummary.objects.filter(state=OpenSummary.State.ASKED).exclude(asked_by=user)
    return _of_minutes(waiting)


def reports_waiting():
    return _of_minutes(UpwardReport.objects.filter(state=UpwardReport.State.WRITING))


def reports_to_read(user):
    """Sent up lately, of which it is not recorded that this person has read it."""
    them = User.objects.filter(pk=user.pk).values("public_id")
    read = Entry.objects.readings().filter(actor=Subquery(them), target=OuterRef("public_id"))
    return _of_minutes(sent_up().filter(~Exists(read)))


def _of_minutes(papers):
    about = JSONObject(minutes=F("minutes__public_id"), number=F("minutes__meeting__number"))
    return ArraySubquery(papers.filter(group=OuterRef("pk")).order_by("pk").values(json=about))


def papers_to_answer(groups, hats):
    publish, send_up = (groups_where(hats, each) for each in (Permission.APPROVE_MINUTES, Permission.APPROVE_REPORT))
    reads = groups_where(hats, Permission.ANSWER_ESCALATION)
    for group in groups:
        for about in group.reports_to_read if group.pk in reads else []:
            yield Need(
                group,
                f"Read the report from meeting {about['number']}",
                "The group has approved it, and reports to you as its senior owner.",
                reverse("meetings:upward_report_detail", args=[about["minutes"]]),
            )
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
