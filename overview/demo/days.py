"""Days of the demo, counted from the day it is made."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5


def working_day(days_from_today):
    """That day, or the Monday after it."""
    day = timezone.localdate() + timedelta(days=days_from_today)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def morning(days_from_today, hour=10):
    return datetime.combine(working_day(days_from_today), time(hour), LONDON)


def month(days_from_today):
    return f"{timezone.localdate() + timedelta(days=days_from_today):%B %Y}"
