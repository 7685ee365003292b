"""Rights with a beginning and an end, by the database's clock."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


LIFETIME = TsTzRange("starts_at", "ends_at")


class DatedQuerySet(models.QuerySet):
    def active(self):
        return self.filter(live())


class Dated(models.Model):
    """Holds from `starts_at` until just before `ends_at`; no end means until further notice."""

    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def live(prefix=""):
    """The clause that a right holds now; `prefix` leads to it, such as "deputyships__"."""
    return Q(**{f"{prefix}starts_at__lte": Now()}) & (
        Q(**{f"{prefix}ends_at__isnull": True}) | Q(**{f"{prefix}ends_at__gt": Now()})
    )


def ends_after_it_starts(name):
    return models.CheckConstraint(name=name, condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")))
