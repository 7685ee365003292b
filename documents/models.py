from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from lib.public_ids import PublicIdField

STUCK_AFTER = timedelta(minutes=2)  # the worker that was making it has died
KEPT_FOR = timedelta(days=1)  # a document that was made for one reader


class StoredFileQuerySet(models.QuerySet):
    def nobodys(self):
        """No job has it: its time is over, or the worker that made it died before it could say so."""
        return self.filter(jobs=None, made_at__lt=Now() - KEPT_FOR)


class StoredFile(models.Model):
    """Bytes under FILES_DIR, named by their SHA-256; the same bytes are kept once."""

    public_id = PublicIdField()
    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    objects = StoredFileQuerySet.as_manager()

    def __str__(self):
        return self.sha256[:12]


class JobQuerySet(models.QuerySet):
    def to_make(self):
        stuck = models.Q(state=Job.State.MAKING, taken_at__lt=Now() - STUCK_AFTER)
        return self.filter(models.Q(state=Job.State.WAITING) | stuck)

    def ready(self):
        return self.filter(state=Job.State.DONE).select_related("file")

    def outdated(self):
        return self.filter(expires_at__lte=Now())


class Job(models.Model):
    """A document to be made by the worker. `subject` is the public id of what it is made of, `content_sha256` the
    hash of that content: the same content is made once and afterwards comes from the store.

    One that is made for its reader alone has `expires_at`, and then no file any more."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MAKING = "making", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"
        GONE = "gone", "No longer kept"

    public_id = PublicIdField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=10)
    content_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="jobs")
    file_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "content_sha256"], name="jobs_by_content"),
            models.Index(fields=["expires_at"], name="jobs_by_end", condition=models.Q(expires_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="what_is_no_longer_kept_has_no_file", condition=~models.Q(state="gone", file__isnull=False)
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.public_id}"

    def get_absolute_url(self):
        return reverse("documents:job_detail", args=[self.public_id])

    @property
    def file_kind(self):
        """As people call it: PDF, CSV, Word document."""
        ending = self.file_name.rpartition(".")[2]
        return "Word document" if ending == "docx" else ending.upper()

    @property
    def is_ready(self):
        return self.state == self.State.DONE

    @property
    def is_gone(self):
        return self.state == self.State.GONE

    @property
    def is_under_way(self):
        return self.state in (self.State.WAITING, self.State.MAKING)
