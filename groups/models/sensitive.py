from django.conf import settings
from django.db import models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from groups.models.group import PAPG
from lib.public_ids import PublicIdField


class Marking(models.TextChoices):
    OFFICIAL = "official", "OFFICIAL"
    OFFICIAL_SENSITIVE = "official_sensitive", "OFFICIAL-SENSITIVE"


class Audience(models.TextChoices):
    EVERYONE = "everyone", "Everyone in the group"
    STATUTORY = "statutory", "Statutory partners"
    AUTHORITY = "authority", "The authority"
    NAMED = "named", "Named readers"


class Sensitive(models.Model):
    """A leaf of the record: it carries its own marking and audience, never wider than what it hangs on."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="%(class)ss", editable=False)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    handling = models.CharField("handling instruction", max_length=120, blank=True)
    audience = models.CharField("who may read it", max_length=20, choices=Audience, default=Audience.EVERYONE)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["group", "audience", "marking"], name="%(class)s_reading")]

    @property
    def is_sensitive(self):
        return self.marking == Marking.OFFICIAL_SENSITIVE


class NamedReader(UserObjectPermissionBase):
    """One person's grant on one thing, kept by django-guardian in a table per kind of thing.

    A subclass adds `content_object` with related_name "readers". `granted_by` is empty for the one who named the
    readers: that person keeps what they could read already, and is granted nothing.
    """

    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_granted_by_another",
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
            )
        ]
