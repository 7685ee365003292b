"""Give me the open summary or the report upwards, or say that there is none, or that it is not for me."""

from django.core.exceptions import PermissionDenied

from groups.access import access_through_group, hats_of, permissions_of
from groups.roles import Permission, Role
from meetings.access import access_minutes
from meetings.models import OpenSummary, UpwardReport
from meetings.models.summary import newest_first
from meetings.open_summary import reads_all_of

PUBLISH = {Permission.CIRCULATE_MINUTES, Permission.APPROVE_MINUTES}  # who puts a summary forward, who agrees
REPORT = {Permission.WRITE_REPORT, Permission.APPROVE_REPORT}

# The open summary -----------------------------------------------------------------------------------------------------


def access_minutes_with_summary(user, public_id):
    """Approved minutes and their summary, if any: what is published for the whole group, until then for those who
    answer for it."""
    minutes, may = access_final_minutes(user, public_id, Permission.VIEW_GROUP)
    summary = summary_of(minutes, may)
    if not (PUBLISH & may or summary):
        raise PermissionDenied
    return minutes, summary, may


def summary_of(minutes, may):
    """The newest that was not refused, for those who answer for it; for everybody else the newest that is published."""
    summaries = OpenSummary.objects.filter(minutes=minutes)
    if not PUBLISH & may:
        summaries = summaries.filter(state=OpenSummary.State.PUBLISHED)
    return newest_first(summaries).first()


def summary_state_of(minutes, may):
    """The state of that one in words, or "": of minutes that came from `access_minutes`, without a query."""
    states = minutes.summary_states
    if not PUBLISH & may:
        states = [state for state in states if state == OpenSummary.State.PUBLISHED]
    return OpenSummary.State(states[0]).label if states else ""


def access_final_minutes(user, public_id, permission):
    minutes, may = access_minutes(user, public_id, permission)
    if not minutes.is_final:
        raise PermissionDenied
    return minutes, may


def access_summary_to_answer(user, public_id):
    """For a second person, who reads all that it was drawn from and so can tell what it leaves out."""
    summary, may = access_through_group(user, _summaries(public_id), Permission.APPROVE_MINUTES)
    if not may_answer(user, summary):
        raise PermissionDenied
    return summary, may


def may_answer(user, summary):
    return user.pk != summary.asked_by_id and reads_all_of(summary, user)


def access_published_summary(user, public_id, permission=Permission.VIEW_GROUP):
    summary, may = access_through_group(user, _summaries(public_id), permission)
    if not summary.is_published:
        raise PermissionDenied
    return summary, may


def _summaries(public_id):
    with_group = OpenSummary.objects.select_related("group__lead_authority", "minutes__meeting", "minutes__group")
    return with_group.filter(public_id=public_id)


# The report upwards ---------------------------------------------------------------------------------------------------


def access_minutes_with_report(user, public_id):
    """Approved minutes and the report made of them, if any: for those who write and approve it, and once it is
    approved for the senior owner, to whom it goes."""
    minutes, may = access_final_minutes(user, public_id, Permission.VIEW_GROUP)
    reports = UpwardReport.objects.select_related("group__lead_authority", "approved_by", "minutes__meeting")
    report = reports.filter(minutes=minutes).first()
    if not (REPORT & may or is_sent_up_to(user, report)):
        raise PermissionDenied
    return minutes, report, may


def may_open_report(user, report):
    return bool(REPORT & permissions_of(user, report.group)) or is_sent_up_to(user, report)


def is_sent_up_to(user, report):
    """The senior owner, and only what was approved."""
    if report is None or not report.is_approved:
        return False
    return any(hat.group_id == report.group_id and hat.role == Role.SENIOR_OWNER for hat in hats_of(user))


def access_report_to_write(user, public_id):
    minutes, may = access_final_minutes(user, public_id, Permission.WRITE_REPORT)
    report = UpwardReport.objects.filter(minutes=minutes).first()
    if report and report.is_approved:
        raise PermissionDenied
    return minutes, report, may


def access_report_to_approve(user, public_id):
    minutes, may = access_final_minutes(user, public_id, Permission.APPROVE_REPORT)
    report = UpwardReport.objects.select_related("group__lead_authority").filter(minutes=minutes).first()
    if report is None:
        raise PermissionDenied
    return minutes, report, may


def access_report_to_export(user, public_id):
    """By the address of the report: for those who may export records, and for the senior owner."""
    reports = UpwardReport.objects.select_related("group__lead_authority", "minutes__meeting", "approved_by")
    report, may = access_through_group(user, reports.filter(public_id=public_id), Permission.VIEW_GROUP)
    leads = REPORT & may and Permission.EXPORT_RECORDS in may
    if not (leads or is_sent_up_to(user, report)):
        raise PermissionDenied
    return report, may
