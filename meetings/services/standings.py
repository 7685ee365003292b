"""What becomes of decisions after they were recorded: confirmed, kept, withdrawn, superseded. And the log as a file."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from documents.services import ask_for_document
from meetings.models import Became, Decision, DecisionLogExport, DecisionStanding, Meeting, Minutes
from meetings.models.standing import ENDS, with_standing
from meetings.room import is_quorate

LOG = "decision_log"  # the kind of document
VERBS = {
    Became.KEPT: "decision kept after review",
    Became.WITHDRAWN: "decision withdrawn",
    Became.SUPERSEDED: "decision superseded",
}
NO_QUORUM = "There is no quorum now, so nothing was confirmed. Confirm it at a meeting that has one."
NOT_PROPOSED = "Decision {} no longer waits to be confirmed. Look at it again."
ENDED = "Decision {} was {} meanwhile, so nothing was changed."
NOT_YET = "Decision {} is only proposed: confirm it first, or withdraw it"


@transaction.atomic
def confirm_decision(*, decision, meeting, by):
    """A decision that was proposed without a quorum holds from now on, by this meeting. Raises ValidationError."""
    minutes = _minutes_of(meeting)
    if minutes is None or not is_quorate(meeting):
        raise ValidationError(NO_QUORUM)
    decision = _as_it_stands(decision)
    if decision.stands != Decision.Standing.PROPOSED:
        raise ValidationError(NOT_PROPOSED.format(decision.number))
    _became(decision, Became.CONFIRMED, minutes=minutes, set_by=by)
    record(by=by, verb="decision confirmed", target=decision, meeting=meeting.public_id)


@transaction.atomic
def change_decision(*, decision, standing, reason, by, meeting=None, superseded_by=None, review_on=None):
    """Keep it until it is looked at again, withdraw it, or put another in its place; `meeting` did, or else its chair.

    Raises ValidationError when somebody was quicker.
    """
    minutes = _minutes_of(meeting) if meeting else None
    if meeting and (minutes is None or not is_quorate(meeting)):
        raise ValidationError("The meeting has been closed meanwhile, or its quorum is gone. Look at it again.")
    decision = _as_it_stands(decision)
    if decision.stands in ENDS:
        raise ValidationError(ENDED.format(decision.number, decision.stands))
    if standing == Became.KEPT and decision.stands == Decision.Standing.PROPOSED:
        raise ValidationError({"standing": NOT_YET.format(decision.number)})
    fields = {"superseded_by": superseded_by, "review_on": review_on, "reason": reason}
    _became(decision, standing, minutes=minutes, set_by=by, **fields)
    record(by=by, verb=VERBS[standing], target=decision, meeting=meeting.public_id if meeting else "")


def _minutes_of(meeting):
    """Those of an open meeting, under the lock that its approval takes."""
    still_open = Minutes.objects.filter(meeting=meeting, meeting__state=Meeting.State.OPEN)
    return still_open.select_for_update(of=["self"]).first()


def _as_it_stands(decision):
    """One at a time changes what became of a decision: whoever comes second sees it."""
    Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    decisions = Decision.objects.select_related("group__lead_authority")
    return with_standing(decisions, DecisionStanding.objects.all()).get(pk=decision.pk)


def _became(decision, standing, **fields):
    DecisionStanding.objects.create(group=decision.group, decision=decision, standing=standing, **fields)


def standings_in(minutes):
    """What of this the hash of the minutes holds: what the meeting did to decisions, and when it looks at its own."""
    rows = minutes.standings.order_by("pk").values_list(
        "public_id", "decision__number", "standing", "superseded_by__number", "review_on", "reason"
    )
    reviews = minutes.decisions.exclude(review_on=None).order_by("position").values_list("position", "review_on")
    return {
        "standings": [list(map(_plain, row)) for row in rows],
        "reviews": [list(map(_plain, row)) for row in reviews],
    }


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


@transaction.atomic
def export_decisions(*, group, decisions, withheld, by):
    """The job that makes the file of these decisions, as their reader sees them; `withheld`: bare numbers."""
    export = DecisionLogExport.objects.create(
        group=group,
        asked_by=by,
        numbers=[decision.number for decision in decisions],
        withheld=withheld,
        is_sensitive=any(decision.is_sensitive for decision in decisions),
    )
    return ask_for_document(kind=LOG, subject=export, file_name=export.file_name, by=by)
