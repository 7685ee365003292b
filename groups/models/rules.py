from django.db import models
from django.db.models import Q

from groups.models.group import PAPG, BusinessArea
from groups.models.sensitive import Marking
from lib.public_ids import PublicIdField

STATEMENT = """
What is said and shown here is for the work of this group. Nobody passes it on without asking whoever brought it.

Nobody records the meeting in sound or picture, or lets software listen to it, unless the group has agreed.

Some items are for some of us only. Whoever may not hear an item goes out for it, and says so if nobody has noticed.

Whoever joins online is alone, out of others’ hearing, and shows no screen to anybody else.
""".strip()


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
    statement = models.TextField("handling statement", blank=True)  # empty while the group reads out the service's own
    statement_edition = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "rules"
        constraints = [
            models.CheckConstraint(name="quorum_asks_for_at_most_the_five_areas", condition=Q(quorum_areas__lte=5))
        ]

    def __str__(self):
        return f"Rules of {self.group}"

    @property
    def statement_in_force(self):
        return self.statement or STATEMENT
