"""What became of decisions after they were recorded, and the files in which people took the log."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone

from groups.access import hats_of
from groups.models import PAPG
from lib.public_ids import PublicIdField
from meetings.models.minutes import STATES, WHO_SEES_DECISIONS, Decision, Minutes, is_admitted

LONGEST_REVIEW = timedelta(days=5 * 366)


class Became(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    KEPT = "kept", "Looked at again and kept"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Superseded"


ENDS = [Became.WITHDRAWN, Became.SUPERSEDED]
# How a decision stands: as it was recorded, or as the last thing that became of it but being kept
STANDS = {
    Decision.Standing.MADE.value: "Made",
    Decision.Standing.PROPOSED.value: "Proposed",
    **{became.value: became.label for became in [Became.CONFIRMED, *ENDS]},
}


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.known_to(user).filter(decision__in=Decision.objects.visible_to(user).values("pk"))

    def changed_at(self, minutes):
        """What a meeting did to decisions of earlier ones; what it confirmed of its own stands at the decision."""
        rows = self.filter(minutes=minutes).order_by("pk")
        return rows.exclude(standing=Became.CONFIRMED, decision__minutes=minutes)

    def known_to(self, user):
        """By the record that did it, as decisions are: what a meeting did is known once its decisions are.

        Of decisions that this person may read, to which it is a clause.
        """
        hats, clause = hats_of(user, at_meetings=True), Q(minutes=None)
        for state, permissions in WHO_SEES_DECISIONS.items():
            admitted = [hat for hat in hats if is_admitted(hat, permissions)]
            groups = {hat.group_id for hat in admitted if not hat.meeting_id}
            meetings = {hat.meeting_id for hat in admitted if hat.meeting_id}
            clause |= STATES[state] & (Q(group__in=groups) | Q(minutes__meeting__in=meetings))
        return self.filter(clause)


class DecisionStanding(models.Model):
    """What became of a decision: a row each time. It changes neither the decision nor any row before it.

    `minutes` are those of the meeting that did it; without, the chair did, between meetings.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="standings")
    standing = models.CharField(max_length=10, choices=Became)
    minutes = models.ForeignKey(Minutes, models.PROTECT, null=True, related_name="standings")
    superseded_by = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    review_on = models.DateField(null=True)
    reason = models.TextField(max_length=2000, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = "standing of a decision"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(standing="confirmed"), name="a_decision_is_confirmed_once"
            ),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(standing__in=["withdrawn", "superseded"]), name="a_decision_ends_once"
            ),
            models.CheckConstraint(
                name="a_decision_is_superseded_by_another",
                condition=Q(standing="superseded", superseded_by__isnull=False) & ~Q(superseded_by=F("decision"))
                | ~Q(standing="superseded") & Q(superseded_by__isnull=True),
            ),
            models.CheckConstraint(
                name="a_decision_that_is_kept_is_looked_at_again",
                condition=Q(standing="kept", review_on__isnull=False) | ~Q(standing="kept") & Q(review_on__isnull=True),
            ),
            models.CheckConstraint(
                name="a_decision_is_confirmed_in_a_meeting_and_ends_for_a_reason",
                condition=Q(standing="confirmed", minutes__isnull=False) | ~Q(standing="confirmed") & ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"Decision {self.decision_id}: {self.get_standing_display().lower()}"


def with_standing(decisions, rows):
    """Each with how it `stands`, by what it is superseded and when to look at it again, as these rows leave it."""
    of_it = rows.filter(decision=OuterRef("pk")).order_by("-pk")
    kept = of_it.filter(standing=Became.KEPT)
    return decisions.annotate(
        stands=Coalesce(Subquery(of_it.exclude(standing=Became.KEPT).values("standing")[:1]), F("standing")),
        superseded_by_number=Subquery(of_it.values("superseded_by__number")[:1]),
        review_by=Coalesce(Subquery(kept.values("review_on")[:1]), F("review_on")),
    )


def with_confirmation(decisions):
    """Each knows whether the meeting that proposed it confirmed it, too, once the quorum was back."""
    at_once = DecisionStanding.objects.filter(
        decision=OuterRef("pk"), minutes=OuterRef("minutes"), standing=Became.CONFIRMED
    )
    return decisions.annotate(is_confirmed_here=Exists(at_once))


def within_reach(day):
    """A day on which to look at a decision again. Raises ValidationError."""
    today = timezone.localdate()
    if day and not today < day <= today + LONGEST_REVIEW:
        raise ValidationError("The day to look at it again must be in the future, and within five years")
    return day


def to_review_by(day, decisions):
    """Of decisions with their standing, those in force that are to be looked at again by that day."""
    return decisions.filter(review_by__lte=day).exclude(stands__in=ENDS)


class DecisionLogExport(models.Model):
    """What somebody asked for as a file: these decisions of the log, all of which they could read then."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    numbers = models.JSONField()  # of decisions
    withheld = models.JSONField()  # the numbers of those that they could not read, when they asked for the whole log
    is_sensitive = models.BooleanField()
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "decision log as a file"

    def __str__(self):
        return "Decision log"

    def get_absolute_url(self):
        return reverse("meetings:decision_list", args=[self.group.public_id])

    @property
    def file_name(self):
        marking = "official-sensitive" if self.is_sensitive else "official"
        return f"{marking}-decision-log-{timezone.localdate(self.asked_at)}.csv"
