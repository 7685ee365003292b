"""What of the record leaves: each reader's copy of the minutes, the open summary, and the report upwards."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record
from documents.makers import hash_of
from documents.services import ask_for_document
from lib.editions import save_text
from meetings import minutes_document, summary_document, upward_document
from meetings.models import Minutes, OpenSummary, UpwardReport
from meetings.open_summary import content_for
from meetings.upward import hash_of_report, passages_for

MOVED_ON = "Somebody else has answered meanwhile. Look at the page again."
WAITS = "A summary of these minutes waits for a second person already."
NOTHING_OPEN = "Nothing that you may read in these minutes has words that may be shared."
IS_SENT = "This report is approved, so its words can no longer be changed."
CHANGED = "The report has changed since you opened the page. Read it again, then approve it."
KEPT_BACK = "You may not read all that goes up. Somebody who does must approve it."


def export_minutes(*, minutes, ending, by):
    """The job that makes this person's copy: a Word document for `ending` "docx", otherwise the PDF."""
    ending = ending if ending in minutes_document.KINDS else "pdf"
    name = f"minutes-{_spoken(minutes)}.{ending}"
    return ask_for_document(kind=minutes_document.KINDS[ending], subject=minutes, file_name=name, by=by)


def _spoken(minutes):
    return f"{minutes.meeting.number}-{timezone.localdate(minutes.meeting.starts_at)}"


# The open summary: one asks, another agrees ---------------------------------------------------------------------------


@transaction.atomic
def ask_for_summary(*, minutes, by):
    """Puts forward, word for word, what a second person is to agree to. Raises ValidationError."""
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    if OpenSummary.objects.filter(minutes=minutes, state=OpenSummary.State.ASKED).exists():
        raise ValidationError(WAITS)
    content = content_for(minutes, by)
    if not content["sections"]:
        raise ValidationError(NOTHING_OPEN)
    about = {"group": minutes.group, "minutes": minutes, "asked_by": by, "asked_at": timezone.now()}
    summary = OpenSummary.objects.create(content=content, sha256=hash_of(content), **about)
    record(by=by, verb="open summary put forward", target=summary)
    return summary


@transaction.atomic
def answer_summary(*, summary, agreed, by):
    """Raises ValidationError when somebody else has answered it."""
    state, verb = (
        (OpenSummary.State.PUBLISHED, "open summary published")
        if agreed
        else (OpenSummary.State.REFUSED, "open summary refused")
    )
    waiting = OpenSummary.objects.filter(pk=summary.pk, state=OpenSummary.State.ASKED)
    if not waiting.update(state=state, answered_by=by, answered_at=timezone.now()):
        raise ValidationError(MOVED_ON)
    record(by=by, verb=verb, target=summary)


def export_summary(*, summary, by):
    name = f"open-summary-{_spoken(summary.minutes)}.pdf"
    return ask_for_document(kind=summary_document.KIND, subject=summary, file_name=name, by=by)


# The report upwards ---------------------------------------------------------------------------------------------------


@transaction.atomic
def save_upward_report(*, minutes, text, edition, by):
    """Raises ValidationError once it is approved, and StaleEdition when somebody else saved first."""
    Minutes.objects.select_for_update().get(pk=minutes.pk)  # two who begin it at once begin one
    report, _is_new = UpwardReport.objects.get_or_create(group=minutes.group, minutes=minutes)
    if report.is_approved:
        raise ValidationError(IS_SENT)
    if save_text(report, text=text, edition=edition, by=by):
        record(by=by, verb="report to the senior owner saved", target=report, edition=report.edition)
    return report


@transaction.atomic
def approve_upward_report(*, report, edition, by):
    """Sends it up. Whoever approves it has read this edition, and may read all that goes up. Raises ValidationError."""
    report = UpwardReport.objects.select_for_update(of=["self"]).select_related("group", "minutes").get(pk=report.pk)
    if report.is_approved or str(report.edition) != edition:
        raise ValidationError(CHANGED)
    if passages_for(report.minutes, by).kept_back:
        raise ValidationError(KEPT_BACK)
    report.state, report.sha256 = UpwardReport.State.APPROVED, hash_of_report(report)
    report.approved_by, report.approved_at = by, timezone.now()
    report.save(update_fields=["state", "sha256", "approved_by", "approved_at"])
    record(by=by, verb="report to the senior owner approved", target=report)


def export_upward_report(*, report, by):
    name = f"report-to-senior-owner-{_spoken(report.minutes)}.pdf"
    return ask_for_document(kind=upward_document.KIND, subject=report, file_name=name, by=by)
