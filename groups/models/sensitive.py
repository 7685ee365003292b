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

    to_meeting = None  # the lookup from things of this kind to their meeting; None: they belong to none
    people_let_in = frozenset()  # keys of guests, who read the thing past its limits
    author_key = None  # the account of the one author of a thing that has one
    stands_for = None  # the field of the thing that this one only points at, whose named readers are its own

    @property
    def is_sensitive(self):
        return self.marking == Marking.OFFICIAL_SENSITIVE

    @property
    def of_meeting(self):
        """The key of the meeting that this thing belongs to."""
        return None

    def admits(self, hat, person):
        """Whether the state that the thing is in (being written, draft, out) lets this hat come to its limits.

        `person` is the key of whoever wears it.
        """
        return True

    def is_sent_up_to(self, hat):
        """Whether the thing goes to an office, past its limits."""
        return False


class NamedReader(UserObjectPermissionBase):
    """One person's grant on one thing, kept by django-guardian in a table per kind of thing.

    A subclass adds `content_object` with related_name "readers". `granted_by` is empty for the one who named the
    readers: that person keeps what they could read already, and is granted nothing.
    """

    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)
    needs_second = models.BooleanField(default=False)  # opens nothing before a second person has agreed
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_granted_by_another",
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
            ),
            models.CheckConstraint(
                name="%(class)s_is_agreed_by_a_third",
                condition=Q(agreed_by__isnull=True)
                | (~Q(agreed_by=F("user")) & ~Q(agreed_by=F("granted_by")) & Q(agreed_at__isnull=False)),
            ),
        ]
