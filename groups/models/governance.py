from django.db import models

from groups.models.group import PAPG
from lib.public_ids import PublicIdField

FIRST_STEP = {"to": "Senior owner", "working_days": 15}


def first_steps():
    return [FIRST_STEP]


class Governance(models.Model):
    """Whom a group answers to: printed in its terms of reference, and drawn as a chart.

    Who the senior owner is, the office of the lead authority says. `escalation`: from the first step to the last, each
    {"to": who answers, "working_days": within how many}.
    """

    class Prevent(models.TextChoices):
        SAME_OWNER = "same_owner", "Same level, and both answer to one senior owner"
        OTHER_CHAIN = "other_chain", "Each answers through a chain of its own"
        NONE = "none", "The authority has no Prevent group"

    public_id = PublicIdField()
    group = models.OneToOneField(PAPG, models.PROTECT, related_name="governance", editable=False)
    parent_body = models.CharField(max_length=120, blank=True)
    prevent = models.CharField(max_length=20, choices=Prevent, blank=True)
    prevent_reason = models.CharField(max_length=300, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_by = models.CharField(max_length=200, blank=True)
    escalation = models.JSONField(default=first_steps, blank=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "governance"
        verbose_name_plural = "governance"
        constraints = [
            models.CheckConstraint(
                name="an_adopted_group_says_by_which_decision",
                condition=models.Q(adopted_on=None) | ~models.Q(adopted_by=""),
            )
        ]

    def __str__(self):
        return f"Governance of {self.group}"

    @property
    def is_recorded(self):
        """But for the senior owner, whom the office says."""
        return bool(self.parent_body and self.prevent and self.adopted_on)
