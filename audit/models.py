from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Now


class Kind(models.TextChoices):
    CHANGE = "change", "Change"
    READING = "reading", "Reading"
    EXPORT = "export", "Export"
    SIGN_IN = "sign-in", "Sign-in"


IS_READING = models.Q(kind__in=[Kind.READING, Kind.EXPORT])


class EntryQuerySet(models.QuerySet):
    """Asked by public ids: who keeps the trail knows none of the things in it."""

    def readings(self):
        """What was read that is recorded as read, and documents that were taken."""
        return self.filter(IS_READING)

    def of_group(self, group):
        return self.filter(group=group.public_id)

    def of_authority_itself(self, name):
        """What belongs to an authority and to none of its groups."""
        return self.filter(group="", authority=name)

    def by_person(self, public_id):
        return self.filter(actor=public_id)

    def that_showed(self, public_id):
        """Readings of a page of its own, and of pages on which it stood among others."""
        return self.filter(models.Q(target=public_id) | models.Q(detail__contains={"read": [public_id]}))

    def newest_first(self):
        return self.order_by("-at", "-pk")


class Entry(models.Model):
    """What was done, by whom, to what. Names and ids as text, so that it outlives what it describes.

    It holds no content: who reads the audit trail learns nothing of what was written. The database refuses to
    change, delete or truncate it.
    """

    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CHANGE)
    actor = models.CharField(max_length=10, blank=True)  # public id; empty for the system itself
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=100)
    target_kind = models.CharField(max_length=50)
    target = models.CharField(max_length=10, blank=True)
    group = models.CharField(max_length=10, blank=True)
    group_name = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                "actor",
                "target",
                KeyTextTransform("seen", "detail"),
                KeyTextTransform("session", "detail"),
                condition=models.Q(kind="reading"),
                name="a_reading_is_recorded_once_a_session",
            )
        ]
        indexes = [
            models.Index(fields=["group", "-at"], name="audit_by_group"),
            models.Index(fields=["target", "-at"], name="audit_by_target"),
            models.Index(fields=["authority", "-at"], condition=models.Q(group=""), name="audit_of_authority_itself"),
            models.Index(fields=["group", "actor", "-at"], condition=IS_READING, name="audit_readings_by_person"),
            GinIndex(fields=["detail"], opclasses=["jsonb_path_ops"], condition=IS_READING, name="audit_readings_of"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb}"
