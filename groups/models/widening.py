from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from groups.models.group import PAPG
from groups.models.sensitive import Audience, Marking
from lib.public_ids import PublicIdField


class WideningQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Widening.State.WAITING)

    def of(self, thing):
        return self.filter(kind=thing._meta.label_lower, thing=thing.public_id)


class Widening(models.Model):
    """Somebody asked to open a thing to everyone in the group, business forums and venues among them.

    It is done when a second person has agreed. Kept for good: it is why the thing was opened.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"
        OVERTAKEN = "overtaken", "Overtaken by another change"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(max_length=60)  # the model of the thing, such as "meetings.agendaitem"
    thing = models.CharField(max_length=10)  # its public id
    marking = models.CharField(max_length=20, choices=Marking)
    audience = models.CharField(max_length=20, choices=Audience)
    handling = models.CharField(max_length=120, blank=True)
    was_marking = models.CharField(max_length=20, choices=Marking)  # as the thing stood when it was asked
    was_audience = models.CharField(max_length=20, choices=Audience)
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = WideningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing"], condition=Q(state="waiting"), name="one_widening_of_a_thing_waits"
            ),
            models.CheckConstraint(
                name="nobody_agrees_to_their_own_widening",
                condition=~Q(state="agreed") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
            ),
        ]

    def __str__(self):
        return f"Widening {self.public_id}"
