from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from groups.models.group import PAPG
from lib.public_ids import PublicIdField


class CheckAnswerQuerySet(models.QuerySet):
    def latest_in(self, group):
        """The last answer to each warning of the group."""
        return self.filter(group=group).order_by("key", "about", "-at", "-pk").distinct("key", "about")


class CheckAnswer(models.Model):
    """Why the group leaves a warning as it is. Never changed: the latest counts, and the older ones are its history.

    `facts` are those that it was given for. Any further one asks again.
    """

    class Kind(models.TextChoices):
        MENDING = "mending", "We are putting it right"
        RIGHT = "right", "It is right as it is"
        ELSEWHERE = "elsewhere", "Another body holds this function"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    key = models.SlugField(max_length=40)
    about = models.SlugField(max_length=40, blank=True)  # public id of a thing, or code of an area
    facts = models.JSONField(default=list)  # public ids
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=500)
    ask_again_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = CheckAnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "key", "about", "-at", "-id"], name="answers_to_a_warning")]
        constraints = [
            models.CheckConstraint(
                name="what_is_being_put_right_is_asked_again",
                condition=~Q(kind="mending") | Q(ask_again_on__isnull=False),
            )
        ]

    def __str__(self):
        return f"Answer to {self.key}"

    def holds_for(self, facts):
        """Until its day, and as long as nothing has come to what it was given for."""
        in_time = self.ask_again_on is None or self.ask_again_on > timezone.localdate()
        return in_time and set(facts) <= set(self.facts)
