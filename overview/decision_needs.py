"""Decisions that are to be looked at again: for those who lead and who keep the record, as far as they may read."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from groups.roles import Permission
from lib.dated import TODAY
from meetings.decision_notices import BEFORE_REVIEW
from meetings.models import Decision, DecisionStanding
from meetings.models.standing import to_review_by, with_standing
from overview.need import Need, groups_where


def decisions_to_review(user):
    """Those of a group, in the query for the groups."""
    decisions = Decision.objects.visible_to(user).filter(group=OuterRef("pk"))
    decisions = with_standing(decisions, DecisionStanding.objects.known_to(user))
    due = to_review_by(TODAY + BEFORE_REVIEW, decisions).order_by("review_by", "number")
    return ArraySubquery(due.values(json=JSONObject(number="number", public_id="public_id", day="review_by")))


def reviews_of_decisions(by_id, hats):
    leads = groups_where(hats, Permission.APPROVE_MINUTES) | groups_where(hats, Permission.EDIT_MINUTES)
    for group in (by_id[group_id] for group_id in leads):
        for decision in group.decisions_to_review:
            yield Need(
                group,
                f"Look at decision {decision['number']} again",
                "The group wanted to know by then whether it still holds. Keep it, withdraw it, or replace it.",
                reverse("meetings:decision_detail", args=[decision["public_id"]]),
                date.fromisoformat(decision["day"]),
            )
