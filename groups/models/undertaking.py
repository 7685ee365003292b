from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from groups.models.group import PAPG
from lib.public_ids import PublicIdField

UNDERTAKING_HOLDS = timedelta(days=365)
RENEWED_FROM = timedelta(days=30)  # before it runs out


class UndertakingQuerySet(models.QuerySet):
    def current(self, group):
        """None where a group has none, which no group is that was made by the service."""
        return self.filter(group=group).select_related("group__lead_authority").order_by("-number").first()

    def in_force(self):
        """Of each group the text that holds today."""
        later = Undertaking.objects.filter(group=models.OuterRef("group"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))


class Undertaking(models.Model):
    """The handling rules of a group, as one text among its numbered texts; the highest number holds."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="undertakings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now())

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="undertaking_number_is_used_once")]

    def __str__(self):
        return f"Handling undertaking {self.number}"

    def acceptance_of(self, user):
        """The acceptance that still holds for this person, in this group or in another that uses the same text."""
        held = Acceptance.objects.filter(person=user, sha256=self.sha256, at__gt=Now() - UNDERTAKING_HOLDS)
        return held.order_by("-at").first()


class Acceptance(models.Model):
    """A person accepted a text. Groups that use the same text share it; it holds for a year."""

    public_id = PublicIdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acceptances")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "sha256", "at"], name="acceptance_is_kept_once")]

    def __str__(self):
        return f"Accepted by {self.person}"

    @property
    def holds_until(self):
        return self.at + UNDERTAKING_HOLDS

    @property
    def runs_out_soon(self):
        return self.holds_until - RENEWED_FROM <= timezone.now()
