"""Decisions of the earlier meetings, and what became of them: one of each way that a decision can go."""

from datetime import timedelta

from django.utils import timezone

from meetings import services
from meetings.models import Became, Decision

# By the day of the meeting, counted from today: the decisions made there, and the days to their review
EARLIER = {
    -355: [("Organisers tell the secretary of their events by e-mail", "Nobody knew whom to tell.", None)],
    -264: [("Two wardens of the shopping streets join the awareness course", "They are there when it happens.", None)],
    -173: [
        ("The group meets in the control room once a year", "Members should see what its staff see.", 10),
        ("Ask the bus company for a seat at the table", "Its stops are the busiest place after the square.", None),
    ],
}
WITHOUT_QUORUM = ["Two wardens", "Ask the bus company"]


def decide(place, meeting, item, day):
    """What this meeting decided; and it confirms what the one before could not."""
    for decision in decisions_of(place).filter(standing=Decision.Standing.PROPOSED):
        services.confirm_decision(decision=decision, meeting=meeting, by=place.people["Helen Marsh"])
    for text, reason, days in EARLIER[day]:
        review_on = timezone.localdate() + timedelta(days=days) if days else None
        services.record_decision(item=item, text=text, reason=reason, review_on=review_on, by=place.people["Tom Bell"])
    for beginning in WITHOUT_QUORUM:
        decisions_of(place).filter(minutes__meeting=meeting, text__startswith=beginning).update(
            standing=Decision.Standing.PROPOSED
        )


def replace_one(place):
    """Between meetings, the chair: a decision of the last one has taken the place of the first."""
    first = decisions_of(place).order_by("number").first()
    services.change_decision(
        decision=first,
        standing=Became.SUPERSEDED,
        superseded_by=decisions_of(place).get(text__startswith="Every notified event"),
        reason="The triage form asks for all that the e-mails said, and reaches the advisers too.",
        by=place.people["Helen Marsh"],
    )


def decisions_of(place):
    return Decision.objects.filter(group=place.group).select_related("group__lead_authority")
