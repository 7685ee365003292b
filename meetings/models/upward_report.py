from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from groups.models import PAPG
from lib.editions import Edited, KeptText
from lib.public_ids import PublicIdField
from meetings.models.minutes import Minutes


class UpwardReport(Edited):
    """What a meeting's minutes say to the senior owner, and in `text` what the group says besides; OFFICIAL.

    The passages stand in the minutes and nowhere else. An approved report is final: the database refuses to change it.
    """

    SPOKEN = "the report to the senior owner from meeting {minutes__meeting__number}"

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        APPROVED = "approved", "Approved and sent up"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="upward_report")
    state = models.CharField(max_length=10, choices=State, default=State.WRITING)
    sha256 = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "report to the senior owner"
        verbose_name_plural = "reports to the senior owner"
        constraints = [
            models.CheckConstraint(
                name="an_approved_report_says_who_approved_it",
                condition=Q(state="writing", approved_by__isnull=True, sha256="")
                | Q(~Q(sha256=""), state="approved", approved_by__isnull=False, approved_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"Report to the senior owner from meeting {self.minutes.meeting.number}"

    def get_absolute_url(self):
        return reverse("meetings:upward_report_detail", args=[self.minutes.public_id])

    @property
    def is_approved(self):
        return self.state == self.State.APPROVED


class UpwardReportText(KeptText):
    thing = models.ForeignKey(UpwardReport, models.PROTECT, related_name="texts")
