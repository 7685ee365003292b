from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lib.public_ids import PublicIdField

LATE_AFTER = timedelta(minutes=15)


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def due(self):
        """To be sent now: its time has come and nobody is at it."""
        free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=Now())
        return self.waiting().filter(free, due_at__lte=Now())

    def late(self):
        """Should have been sent a quarter of an hour ago: the mail server refuses it, or nobody is sending."""
        return self.waiting().filter(due_at__lt=Now() - LATE_AFTER)


class Notice(models.Model):
    """The outbox: what is owed to whom. One row per person, kind and occasion, so nothing goes out twice.

    The occasion names what it is about and its revision: a meeting that moved is another occasion.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=60)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # no longer owed when its time came
    message_id = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "occasion"], name="a_notice_is_owed_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="notices_waiting",
            )
        ]

    def __str__(self):
        return f"{self.kind} for {self.occasion}"


class HeartbeatQuerySet(models.QuerySet):
    def beating(self):
        """One sweep a minute, and two may be missed before it is worth a word."""
        return self.filter(at__gt=Now() - timedelta(minutes=3))


class Heartbeat(models.Model):
    """When a part of the service last did its work; /healthz reads it."""

    part = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self):
        return self.part
