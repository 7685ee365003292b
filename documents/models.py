from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lib.public_ids import PublicIdField


class StoredFile(models.Model):
    """Bytes under FILES_DIR, named by their SHA-256; the same bytes are kept once."""

    public_id = PublicIdField()
    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.sha256[:12]


class Job(models.Model):
    """A document to be made by the worker. `subject` is the public id of what it is made of, `content_sha256` the
    hash of that content: the same content is made once and afterwards comes from the store."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MAKING = "making", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    public_id = PublicIdField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=10)
    content_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="jobs")
    file_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "content_sha256"], name="jobs_by_content")]

    def __str__(self):
        return f"{self.kind} {self.public_id}"
