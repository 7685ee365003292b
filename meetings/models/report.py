from django.conf import settings
from django.db import models
from django.utils import timezone

from groups.models import PAPG
from lib.editions import Edited, KeptText
from lib.public_ids import PublicIdField
from meetings.models.meeting import Meeting


class Course(models.TextChoices):
    ON_COURSE = "on_course", "On course"
    IN_DIFFICULTY = "in_difficulty", "In difficulty"
    STUCK = "stuck", "Stuck"


class SubgroupReport(Edited):
    """How the work of a subgroup goes, in its own words; OFFICIAL. Of the parent group only what sending told it."""

    public_id = PublicIdField()
    group = models.OneToOneField(PAPG, models.PROTECT, related_name="report", editable=False)
    course = models.CharField("how the work goes", max_length=20, choices=Course, default=Course.ON_COURSE)
    sent_for = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    sent_edition = models.PositiveIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "subgroup report"

    def __str__(self):
        return "Subgroup report"


class SubgroupReportText(KeptText):
    thing = models.ForeignKey(SubgroupReport, models.PROTECT, related_name="texts")


class SentReport(models.Model):
    """The copy that a parent group got for its meeting. It is the parent's: `group` is the parent."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="subgroup_reports")
    subgroup = models.ForeignKey(PAPG, models.PROTECT, related_name="reports_sent")
    course = models.CharField("how the work goes", max_length=20, choices=Course)
    text = models.TextField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_by_name = models.CharField(max_length=120)  # as the subgroup calls them
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "report of a subgroup"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "subgroup"], name="a_subgroup_reports_once_to_a_meeting")
        ]

    def __str__(self):
        return f"Report of {self.subgroup}"
