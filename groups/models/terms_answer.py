from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from groups.models.group import PAPG
from groups.models.membership import Membership
from groups.models.terms import TermsVersion
from lib.public_ids import PublicIdField


class TermsAnswer(models.Model):
    """What was said for a seat about a version that is put to the members: that it agrees, or objects and why.

    Nothing of it is changed; who changes their mind says so anew. `name` is what the group calls whoever said it.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="answers")
    sha256 = models.CharField(max_length=64)  # of what was read
    seat = models.ForeignKey(Membership, models.PROTECT, related_name="terms_answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    stands_in = models.BooleanField()
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "answer to terms of reference"
        verbose_name_plural = "answers to terms of reference"
        constraints = [
            models.CheckConstraint(name="who_objects_says_why", condition=Q(agrees=True) | ~Q(reason="")),
            models.CheckConstraint(name="who_agrees_gives_no_reason", condition=Q(agrees=False) | Q(reason="")),
        ]

    def __str__(self):
        return f"{self.name}, for {self.seat}" if self.stands_in else self.name


class TermsReply(models.Model):
    """What was answered to an objection, for all members to see."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    objection = models.ForeignKey(TermsAnswer, models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "answer to an objection"
        verbose_name_plural = "answers to objections"

    def __str__(self):
        return f"Answer of {self.name}"
