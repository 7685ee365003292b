from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from audit.models import Kind
from groups.models.authority import Authority
from groups.models.group import PAPG
from lib.public_ids import PublicIdField


class LogExport(models.Model):
    """What an auditor asked for as a file: the entries that these filters leave of an authority's log as it stood.

    Never changed, so that the file is always the same. Recorded as the authority's own, whichever group it is about.
    """

    group = None

    public_id = PublicIdField()
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    in_group = models.ForeignKey(PAPG, models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "audit log as a file"
        constraints = [
            models.CheckConstraint(
                name="an_exported_log_does_not_end_before_it_begins", condition=Q(to_on__gte=F("from_on"))
            )
        ]

    def __str__(self):
        return f"Audit log of {self.authority}"

    def get_absolute_url(self):
        return reverse("groups:audit_log", args=[self.authority.public_id])

    @property
    def file_name(self):
        """With the days that it covers; without a first day, all that there is until the last."""
        first = f"-from-{self.from_on}" if self.from_on else ""
        last = self.to_on or timezone.localdate(self.asked_at)
        return f"audit-log-{slugify(self.authority.name)[:60]}{first}-to-{last}.csv"
