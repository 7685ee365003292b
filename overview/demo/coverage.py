"""The table with its gaps: somebody who left, and what the group answered to warnings."""

from datetime import timedelta

from django.utils import timezone

from groups.models import Membership, StandingItem
from groups.services import answer_check, change_standing_item, end_membership
from overview.board import checks_in
from overview.demo.days import working_day

LEFT, DAYS_AGO = "Joanne Fitch", 94  # for another council
ANSWERS = [  # warning, what it is about, who answered, why, ask again in days
    (
        "same_deputy",
        "Ian Rowe",
        "Tom Bell",
        "Ian Rowe stands in for CTSA and CTPO. The region has no third adviser; he takes one seat at a meeting.",
        180,
    ),
    (
        "partner_missing",
        "doco",
        "Helen Marsh",
        "The force has one DOCO for four councils. She comes as a guest when an application needs her.",
        270,
    ),
]


def let_somebody_leave(place):
    """Before the last meeting; nobody has taken the seat since."""
    end_membership(membership=place.seats[LEFT], by=place.secretary)
    for item in StandingItem.objects.filter(group=place.group, owner=place.seats[LEFT]):
        change_standing_item(standing_item=item, owner=None, by=place.secretary)
    place.left.add(LEFT)


def answer_warnings(place):
    found = {(check.key, check.about): check for check in checks_in(place.group)}
    for key, about, by, reason, days in ANSWERS:
        about = place.people[about].public_id if about in place.people else about
        answer_check(
            group=place.group,
            check=found[key, about],
            kind="right",
            reason=reason,
            ask_again_on=working_day(days),
            by=place.people[by],
        )


def date_what_was(place):
    left = timezone.now() - timedelta(days=DAYS_AGO)
    seat = Membership.objects.filter(pk=place.seats[LEFT].pk)
    seat.update(ends_at=left)
    seat.get().deputyships.update(ends_at=left)
