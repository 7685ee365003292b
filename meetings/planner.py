"""A year of dates: the same day of the month every few months, on working days of the authority's nation."""

import calendar
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as written

from lib.working_days import next_working_day, why_no_working_day

WEEK, MONTHS = 7, 12


@dataclass(frozen=True)
class PlannedDate:
    starts_at: datetime
    falls_on: str = ""  # the bank holiday or weekend on which the pattern would have it
    is_first: bool = False

    @property
    def value(self):
        return self.starts_at.date().isoformat()

    @property
    def why(self):
        """In a line under the date; the first one is the planner's own choice, and stays."""
        if not self.falls_on:
            return ""
        return f"This is {self.falls_on}" if self.is_first else f"Moved, since the pattern falls on {self.falls_on}"

    @property
    def says(self):
        return written(self.starts_at, "l j F Y")


def dates_from(first, *, count, months_between, nation):
    """`count` dates from `first` on, which stays as it is: the second Tuesday stays the second Tuesday."""
    first = timezone.localtime(first)
    later = [_month_later(first, number * months_between, nation) for number in range(1, count)]
    return [PlannedDate(first, why_no_working_day(first.date(), nation), is_first=True), *later]


def _month_later(first, months, nation):
    year, month = divmod(first.month - 1 + months, MONTHS)
    by_pattern = _same_weekday(first.date(), first.year + year, month + 1)
    day = next_working_day(by_pattern, nation)
    starts_at = timezone.make_aware(datetime.combine(day, first.time()))
    return PlannedDate(starts_at, why_no_working_day(by_pattern, nation))


def _same_weekday(first, year, month):
    """The same weekday of the same week in another month; where there is no fifth, the last."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    days = [week[first.weekday()] for week in weeks if week[first.weekday()].month == month]
    return days[min((first.day - 1) // WEEK, len(days) - 1)]
