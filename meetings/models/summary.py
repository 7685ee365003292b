from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse

from groups.models import PAPG
from lib.public_ids import PublicIdField
from meetings.models.minutes import Minutes


class OpenSummary(models.Model):
    """What of approved minutes may be read by anybody, in the words that were written for it. OFFICIAL.

    One person asks for it to be published and another agrees, to the very words that were put forward: `content`.
    The database refuses to change them, and to change an answer.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waits for a second person"
        PUBLISHED = "published", "Published"
        REFUSED = "refused", "Not published"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="summaries")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "open summary"
        verbose_name_plural = "open summaries"
        constraints = [
            models.CheckConstraint(
                name="nobody_publishes_a_summary_alone",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_summary_is_answered_by_somebody_unless_it_waits",
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True)
                | Q(~Q(state="asked"), answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(state="asked"), name="one_summary_of_the_same_minutes_waits"
            ),
        ]

    def __str__(self):
        return f"Open summary of meeting {self.content['meeting']}"

    def get_absolute_url(self):
        return reverse("meetings:summary_detail", args=[self.minutes.public_id])

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED


def newest_first(summaries):
    """Those that were refused come last."""
    return summaries.order_by(Case(When(state=OpenSummary.State.REFUSED, then=1), default=0), "-pk")
