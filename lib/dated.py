"""Rights with a beginning and an end, by the database's clock."""

from calendar import monthrange
from datetime import datetime, time

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now, TruncDate
from django.utils import timezone


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


LIFETIME = TsTzRange("starts_at", "ends_at")


TODAY = TruncDate(Now())  # in London, by the clock of the database


class DatedQuerySet(models.QuerySet):
    def active(self):
        return self.filter(live())

    def not_ended(self):
        """Now, or from a day to come."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=Now()))

    def to_come(self):
        return self.not_ended().filter(starts_at__gt=Now())


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


def midnight(day):
    """The moment in which a typed day begins in London; None for none."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def with_moments(about, is_new=True):
    """What a form says of a right, with `starts_on` and `ends_on`, if they are there, as the moments they stand for.

    Without a first day, or with today's, it holds from now.
    """
    about = dict(about)
    if "starts_on" in about:
        starts_at = midnight(about.pop("starts_on"))
        if starts_at and starts_at > timezone.now():
            about["starts_at"] = starts_at
        elif not is_new:
            about["starts_at"] = Now()
    if "ends_on" in about:
        about["ends_at"] = midnight(about.pop("ends_on"))
    return about


def months_after(day, months):
    """The same day of a later month; of a shorter month its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
