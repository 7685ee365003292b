"""Chair and secretary are told that a decision is to be looked at again: two weeks before its day. No mail names it.

Whoever may not read the decision gets none, nor does anybody once it was looked at, withdrawn or superseded.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from groups.models import Membership
from groups.roles import Role
from groups.sensitivity import can_read
from meetings.models import Decision, DecisionStanding
from meetings.models.standing import to_review_by, with_standing
from notices import kinds

KIND = "decision_review"
LONDON = ZoneInfo("Europe/London")
AT = time(9)
BEFORE_REVIEW = timedelta(days=14)
KEEPERS = [Role.CHAIR, Role.SECRETARY]


def register():
    kinds.register(
        KIND,
        find_due=reviews_due,
        still_owed=review_still_due,
        template=KIND,
        context=lambda notice: {},
        verb="reminded to look at a decision again",
    )


def decisions_due():
    decisions = with_standing(Decision.objects.all(), DecisionStanding.objects.all())
    related = ["group__lead_authority", "minutes__meeting"]
    return to_review_by(timezone.localdate() + BEFORE_REVIEW, decisions).select_related(*related)


def reviews_due():
    """(person, occasion, the morning of the day): the occasion holds the day, so that the next review is another."""
    return [
        (person, f"{decision.public_id}:{decision.review_by}", due_at(decision))
        for decision in decisions_due()
        for person in keepers_of(decision)
    ]


def due_at(decision):
    return datetime.combine(decision.review_by - BEFORE_REVIEW, AT, LONDON)


def keepers_of(decision):
    """Those of them who read it."""
    seats = Membership.objects.active().filter(group=decision.group_id, role__in=KEEPERS, user__is_active=True)
    return [seat.user for seat in seats.select_related("user") if can_read(seat.user, decision)]


def review_still_due(notice):
    public_id, _, day = notice.occasion.partition(":")
    decision = decisions_due().filter(public_id=public_id, review_by=day).first()
    return decision is not None and notice.person in keepers_of(decision)
