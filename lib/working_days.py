"""Working days of the four nations, by their bank holidays."""

import functools
from datetime import timedelta

SUBDIVISIONS = {"England": "ENG", "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR"}
SATURDAY = 5


def next_working_day(day, nation):
    """This day, or the first after it that is one."""
    while why_no_working_day(day, nation):
        day += timedelta(days=1)
    return day


def why_no_working_day(day, nation):
    """The name of the bank holiday, "a Saturday" or "a Sunday"; empty on a working day."""
    if day.weekday() >= SATURDAY:
        return f"a {day:%A}"
    return _bank_holidays(nation).get(day, "")


@functools.cache
def _bank_holidays(nation):
    """Of an unknown nation, those of England: a council's nation is reference data that somebody loaded."""
    import holidays  # knows every country, and takes its time to load

    return holidays.country_holidays("GB", subdiv=SUBDIVISIONS.get(nation, "ENG"))
