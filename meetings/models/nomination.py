from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from groups.models import Membership
from groups.models.membership import Seated, nobody_lets_themselves_in
from lib.dated import LIFETIME, DatedQuerySet, live
from meetings.models.meeting import Meeting
from meetings.models.minutes import Minutes


class NominationQuerySet(DatedQuerySet):
    def active(self):
        """Until the minutes of its meeting are approved, as long as the member's seat is live."""
        return super().active().filter(live("seat__")).exclude(meeting__record__state=Minutes.State.APPROVED)

    def with_people(self):
        return self.select_related("group__lead_authority", "organisation", "user", "meeting", "seat__organisation")


class Nomination(Seated):
    """Standing in a member's seat for one meeting: the same role, for that meeting's things and nothing else."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="nominations")
    seat = models.ForeignKey(Membership, models.PROTECT, related_name="nominations")
    empowered = models.BooleanField("may act for the member", default=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            *nobody_lets_themselves_in("nomination"),
            ExclusionConstraint(
                name="a_seat_sends_one_deputy_at_a_time",
                expressions=[
                    ("meeting", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (LIFETIME, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def membership(self):
        """The member's seat, as a deputyship calls it."""
        return self.seat
