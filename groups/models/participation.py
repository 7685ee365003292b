from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from groups.models.authority import Authority
from groups.models.group import PAPG
from lib.public_ids import PublicIdField


class ParticipationQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Participation.State.WAITING)

    def with_people(self):
        return self.select_related("group__lead_authority", "authority", "asked_by")


class Participation(models.Model):
    """The lead authority's administrator asked that another authority takes part.

    Things for "the authority" then open to the people of that one, too, so it is done when somebody inside the group
    has agreed. Kept for good: it is why the authority takes part.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for somebody inside the group"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"
        OVERTAKEN = "overtaken", "Overtaken by another change"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="participations")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participation"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "authority"], condition=Q(state="waiting"), name="one_wish_for_an_authority_waits"
            ),
            models.CheckConstraint(
                name="nobody_lets_in_the_authority_they_asked_for",
                condition=~Q(state="agreed") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
            ),
        ]

    def __str__(self):
        return f"{self.authority} in {self.group}"
