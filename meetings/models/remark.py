from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from groups.models import PAPG
from lib.public_ids import PublicIdField
from meetings.models.minutes import Decision, MinuteEntry, Minutes, RaisedAction


class RemarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever reads a paragraph reads what stands beside it; beside the roll, whoever opens the minutes."""
        clause = Q(position=None)
        for kind in (MinuteEntry, Decision, RaisedAction):
            there = kind.objects.visible_to(user).filter(minutes=OuterRef("minutes"), position=OuterRef("position"))
            clause |= Q(Exists(there))
        return self.filter(clause)

    def beside(self, minutes, positions):
        """Those of these paragraphs, and of the roll."""
        return self.filter(Q(position=None) | Q(position__in=positions), minutes=minutes)


class Remark(models.Model):
    """What somebody says of a paragraph of minutes, beside it and without touching its words.

    `position` is that of the paragraph, which keeps it while its number may still change; none: who was present. It has
    no marking and no audience of its own, but always those of the paragraph.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="%(class)ss")
    position = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)  # as the group calls them
    at = models.DateTimeField(db_default=Now())

    objects = RemarkQuerySet.as_manager()
    kind = "addendum"
    waits = False  # for an answer
    is_sensitive = False  # set where it is shown, from the paragraph that it is beside

    class Meta:
        abstract = True
        ordering = ["pk"]
