from django.db import models
from django.db.models import Q

from groups.models.group import PAPG, BusinessArea
from groups.models.sensitive import Marking
from lib.public_ids import PublicIdField


class AgreedRules(models.Model):
    """What the terms settle in figures: each version carries its own, and agreeing one applies them to the group."""

    quorum_needs_chair = models.BooleanField(default=True)
    quorum_areas = models.PositiveSmallIntegerField(default=3)
    quorum_needs_police = models.BooleanField(default=True)
    months_between = models.PositiveSmallIntegerField(default=3)
    notice_working_days = models.PositiveSmallIntegerField(default=10)
    paper_working_days = models.PositiveSmallIntegerField(default=5)
    minutes_working_days = models.PositiveSmallIntegerField(default=10)  # until members have the draft minutes
    default_marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    assessment_months = models.PositiveSmallIntegerField(default=12)
    review_months = models.PositiveSmallIntegerField(default=12)

    class Meta:
        abstract = True

    def quorum(self):
        """The rule as a meeting copies it, with the five areas as they were called then."""
        five = BusinessArea.objects.filter(kind=BusinessArea.Kind.FIVE)
        return {
            "chair": self.quorum_needs_chair,
            "areas": self.quorum_areas,
            "police": self.quorum_needs_police,
            "five": list(five.values("code", "name", "initial")),
        }

    def in_figures(self):
        """{rule: value}, to be given to another holder of rules."""
        return {name: getattr(self, name) for name in RULES}


RULES = [field.name for field in AgreedRules._meta.fields]


class Rules(AgreedRules):
    """How the group works now. Copied to a meeting when it opens, so that a later change rewrites no meeting."""

    public_id = PublicIdField()
    group = models.OneToOneField(PAPG, models.PROTECT, related_name="rules")

    class Meta:
        verbose_name_plural = "rules"
        constraints = [
            models.CheckConstraint(name="quorum_asks_for_at_most_the_five_areas", condition=Q(quorum_areas__lte=5))
        ]

    def __str__(self):
        return f"Rules of {self.group}"
