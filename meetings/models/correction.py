from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.models.remark import Remark, RemarkQuerySet


class CorrectionQuerySet(RemarkQuerySet):
    def open(self):
        return self.filter(taken=None)


class Correction(Remark):
    """What a member says that circulated minutes should say, and the answer. The entry stays; then both stand.

    The database lets nothing of it change, but that one answer is given, and nothing at all once minutes are approved.
    """

    stood = models.TextField(blank=True)  # the words of the paragraph when it was proposed
    should_say = models.TextField()
    reason = models.CharField(max_length=500)
    taken = models.BooleanField(null=True)  # None: not answered yet
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = CorrectionQuerySet.as_manager()
    kind = "correction"

    class Meta(Remark.Meta):
        constraints = [
            models.CheckConstraint(
                name="correction_is_answered_in_full",
                condition=Q(taken=None, answered_by=None, answered_at=None)
                | Q(taken__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"Correction {self.public_id}"

    @property
    def waits(self):
        return self.taken is None
