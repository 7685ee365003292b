"""What members say of minutes: corrections before they are approved, and addenda afterwards."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.names import name_in
from meetings.models import Addendum, Correction, Minutes

NOT_OPEN = "These minutes are not open to corrections any more. Tell the secretary what is wrong; copy your text first"
ANSWERED = "{name} answered this correction meanwhile. Their answer stands under the paragraph"
NOT_APPROVED = "An addendum is for approved minutes. Before that, correct the minutes themselves"


@transaction.atomic
def propose_correction(*, minutes, paragraph, should_say, reason, by):
    """`paragraph` is None for the roll. Raises ValidationError when the minutes are no longer out for correction."""
    minutes = _locked(minutes)
    if minutes.state != Minutes.State.CIRCULATED:
        raise ValidationError(NOT_OPEN)
    correction = Correction.objects.create(
        **_place(minutes, paragraph, by),
        stood=paragraph.words if paragraph else "",
        should_say=should_say,
        reason=reason,
    )
    record(by=by, verb="correction proposed", target=correction)
    return correction


@transaction.atomic
def answer_correction(*, correction, taken, answer, by):
    """The first answer is the answer. Raises ValidationError for the second, and once the minutes are approved."""
    if _locked(correction.minutes).is_final:
        raise ValidationError(NOT_OPEN)
    correction.refresh_from_db()
    if correction.answered_at:
        raise ValidationError(ANSWERED.format(name=correction.answered_by_name))
    correction.taken, correction.answer = taken, answer
    correction.answered_by, correction.answered_by_name = by, name_in(correction.group, by)
    correction.answered_at = timezone.now()
    correction.save()
    record(by=by, verb="correction taken" if taken else "correction not taken", target=correction)


@transaction.atomic
def add_addendum(*, minutes, paragraph, text, by):
    """`paragraph` is None for the roll. The words of the minutes stay, and so does this."""
    minutes = _locked(minutes)
    if not minutes.is_final:
        raise ValidationError(NOT_APPROVED)
    addendum = Addendum.objects.create(**_place(minutes, paragraph, by), text=text)
    record(by=by, verb="addendum added", target=addendum)
    return addendum


def _locked(minutes):
    """Under the lock that approval takes: what is proposed or answered is in its hash, or refused."""
    return Minutes.objects.select_for_update(of=["self"]).select_related("group__lead_authority").get(pk=minutes.pk)


def _place(minutes, paragraph, by):
    position = paragraph.position if paragraph else None
    return {
        "group": minutes.group,
        "minutes": minutes,
        "position": position,
        "by": by,
        "by_name": name_in(minutes.group, by),
    }
