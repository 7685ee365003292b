"""What is asked of the senior owner in a meeting, and the answer."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audit.services import record
from groups.models import PAPG, Office
from groups.roles import Role
from meetings.models import Escalation, EscalationAnswer, Minutes
from meetings.services.running import next_position

NOBODY_ANSWERS = (
    "No senior owner is appointed, so nobody would read this. Ask the administrator who answers for the group"
)
ANSWERED = "This has been answered meanwhile. Look at the answer that stands"


@transaction.atomic
def escalate(*, item, text, reason, reply_by, by):
    """Send a request to the senior owner, under the group's next number. Raises ValidationError without one."""
    minutes = Minutes.objects.select_for_update().get(meeting=item.meeting_id)
    group = PAPG.objects.select_for_update(no_key=True).get(pk=item.group_id)
    if not Office.objects.active().filter(authority=group.lead_authority_id, role=Role.SENIOR_OWNER).exists():
        raise ValidationError(NOBODY_ANSWERS)
    last = Escalation.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    escalation = Escalation.objects.create(
        group=group,
        minutes=minutes,
        item=item,
        number=last + 1,
        position=next_position(minutes),
        text=text,
        reason=reason,
        reply_by=reply_by,
        asked_by=by,
    )
    record(by=by, verb="escalated to the senior owner", target=escalation)
    return escalation


@transaction.atomic
def answer_escalation(*, escalation, text, by):
    """The one answer. Raises ValidationError when there is one."""
    PAPG.objects.select_for_update(no_key=True).get(pk=escalation.group_id)
    if EscalationAnswer.objects.filter(escalation=escalation).exists():
        raise ValidationError(ANSWERED)
    EscalationAnswer.objects.create(group=escalation.group, escalation=escalation, text=text, by=by)
    record(by=by, verb="escalation answered", target=escalation)
