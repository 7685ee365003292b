from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Now


class Kind(models.TextChoices):
    CHANGE = "change", "Change"
    READING = "reading", "Reading"
    EXPORT = "export", "Export"
    SIGN_IN = "sign-in", "Sign-in"


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
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb}"
