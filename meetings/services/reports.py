"""A subgroup writes its report, and sends a copy of it to its parent, for the parent's next meeting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.names import name_in
from lib import wall
from lib.editions import save_text
from meetings.models import SentReport, SubgroupReport
from meetings.reports import next_meetings

IS_CLOSED = "This subgroup is closed, so it reports no more. Ask the administrator to renew it"
NO_MEETING = "The parent group has no meeting to come. Save the report, and send it when one is scheduled"


@transaction.atomic
def save_report(*, group, course, text, edition, send, by):
    """Save the report in hand; with `send`, a copy goes to the parent, too, in place of one sent before for the same
    meeting. Raises ValidationError, and StaleEdition when somebody else saved first.
    """
    if group.closed_at:
        raise ValidationError(IS_CLOSED)
    report, _is_new = SubgroupReport.objects.get_or_create(group=group)
    if save_text(report, text=text, edition=edition, by=by, more_changed=course != report.course):
        report.course = course
        report.save(update_fields=["course"])
        record(by=by, verb="subgroup report saved", target=report, edition=report.edition)
    if send:
        _send(report, by)
    return report


def _send(report, by):
    """Into the parent's own record: the relation is the subgroup's, read from the database."""
    subgroup, now = report.group, timezone.now()
    said = {"course": report.course, "text": report.text}
    sender = {"sent_by": by, "sent_by_name": name_in(subgroup, by), "sent_at": now}
    with wall.opened_to(subgroup.parent_id):
        meeting = next_meetings().filter(group=subgroup.parent_id).select_for_update(of=["self"]).first()
        if meeting is None:
            raise ValidationError(NO_MEETING)
        sent, _is_first = SentReport.objects.update_or_create(
            meeting=meeting, subgroup=subgroup, defaults={"group": subgroup.parent, **said, **sender}
        )
        record(by=by, verb="subgroup report sent", target=sent, subgroup=subgroup.public_id)
    report.sent_for_id, report.sent_edition, report.sent_at = meeting.pk, report.edition, now
    report.save(update_fields=["sent_for", "sent_edition", "sent_at"])
