"""What each side of the access world sends up and out: requests to the senior owner, summaries and reports."""

from datetime import timedelta

from django.utils import timezone

from meetings.models import Escalation, EscalationAnswer
from meetings.services import answer_summary, approve_upward_report, ask_for_summary, save_upward_report


def send_up_and_out(side):
    _papers(side)
    _escalations(side)


def _papers(side):
    """Of some minutes a summary that is published and a report that went up; of others both in hand."""
    things, chair, secretary = side.things, side.people["chair"], side.people["secretary"]
    things.summary = ask_for_summary(minutes=things.final_minutes, by=secretary)
    answer_summary(summary=things.summary, agreed=True, by=chair)
    things.waiting_summary = ask_for_summary(minutes=things.later_minutes, by=secretary)
    text = f"{side.word} asks the senior owner"
    things.upward_report, things.report_in_hand = (
        save_upward_report(minutes=minutes, text=text, edition=0, by=secretary)
        for minutes in (things.final_minutes, things.later_minutes)
    )
    approve_upward_report(report=things.upward_report, edition="1", by=chair)


def _escalations(side):
    """One under the restricted item that waits, one that has its answer."""
    things = side.things
    things.escalation = _ask(side, 1, things.held_threat, "request")
    answered = _ask(side, 2, things.held_item, "settled request")
    EscalationAnswer.objects.create(
        group=side.group, escalation=answered, text=f"{side.word} answer", by=side.people["senior_owner"]
    )


def _ask(side, number, item, text):
    return Escalation.objects.create(
        group=side.group,
        minutes=side.things.minutes,
        item=item,
        number=number,
        position=90 + number,
        text=f"{side.word} {text}",
        reason=f"{side.word} reason",
        reply_by=timezone.localdate() + timedelta(days=9),
        asked_by=side.people["chair"],
    )
