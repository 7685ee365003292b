"""Who is told that a paper waits for them: a second person of an open summary, the senior owner of an approved report.

The mails name nothing. Of what is answered, or of whoever lost their place, before the mail leaves, there is none.
"""

from datetime import timedelta

from django.db.models.functions import Now

from groups.access import permissions_of
from groups.models import Membership, Office
from groups.roles import ROLE_PERMISSIONS, SEAT_ROLES, Permission, Role
from meetings.models import OpenSummary, UpwardReport
from meetings.paper_access import may_answer
from notices import kinds

TOLD_WITHIN = timedelta(days=30)  # of a report: who takes up the office later begins with what comes then
PUBLISH = [role for role in SEAT_ROLES if Permission.APPROVE_MINUTES in ROLE_PERMISSIONS[role]]


def register():
    kinds.register(
        "summary_waits",
        find_due=summaries_waiting,
        still_owed=summary_still_waits,
        template="summary_waits",
        context=lambda notice: {},
        verb="second person told of an open summary",
    )
    kinds.register(
        "report_sent_up",
        find_due=reports_sent_up,
        still_owed=report_still_theirs,
        template="report_sent_up",
        context=lambda notice: {},
        verb="senior owner told of a report",
    )


def summaries_waiting():
    return [
        (person, summary.public_id, summary.asked_at) for summary in waiting() for person in who_may_answer(summary)
    ]


def waiting():
    summaries = OpenSummary.objects.filter(state=OpenSummary.State.ASKED)
    return summaries.select_related("group__lead_authority", "minutes__meeting", "minutes__group")


def who_may_answer(summary):
    """Members who approve minutes and read all that the summary was drawn from, but for who put it forward."""
    seats = Membership.objects.active().filter(group=summary.group_id, role__in=PUBLISH, user__is_active=True)
    return [seat.user for seat in seats.select_related("user") if answers(seat.user, summary)]


def answers(person, summary):
    return Permission.APPROVE_MINUTES in permissions_of(person, summary.group) and may_answer(person, summary)


def summary_still_waits(notice):
    summary = waiting().filter(public_id=notice.occasion).first()
    return summary is not None and notice.person in who_may_answer(summary)


def reports_sent_up():
    return [
        (office.user, report.public_id, report.approved_at)
        for report in sent_up().select_related("group")
        for office in senior_owners(report)
    ]


def sent_up():
    return UpwardReport.objects.filter(state=UpwardReport.State.APPROVED, approved_at__gt=Now() - TOLD_WITHIN)


def senior_owners(report):
    offices = Office.objects.active().filter(authority=report.group.lead_authority_id, role=Role.SENIOR_OWNER)
    return offices.filter(user__is_active=True).select_related("user")


def report_still_theirs(notice):
    report = sent_up().select_related("group").filter(public_id=notice.occasion).first()
    return report is not None and senior_owners(report).filter(user=notice.person_id).exists()
