from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from groups.models.membership import Membership
from lib.public_ids import PublicIdField

WAITS = timedelta(hours=72)


class FactorResetQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=FactorReset.State.WAITING, asked_at__gt=Now() - WAITS)

    def done(self):
        return self.filter(state=FactorReset.State.AGREED)


class FactorReset(models.Model):
    """Somebody who keeps the membership says that a person has lost their second factor; a second one agrees.

    Both are held to know the person and to have spoken with them. Kept for good: it is how the account was opened.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="factor_resets")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_resets_their_own_second_factor",
                condition=~Q(person=F("asked_by")) & (Q(answered_by=None) | ~Q(answered_by=F("person"))),
            ),
            models.CheckConstraint(
                name="two_people_reset_a_second_factor",
                condition=~Q(state="agreed") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
            ),
        ]

    def __str__(self):
        return f"Reset {self.public_id}"
