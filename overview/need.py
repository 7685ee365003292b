"""What a need is, and the words in which needs speak of days and of people's places."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.text import Truncator

from groups.models import (
    PAPG,
)

LINE = 110  # characters of a text that may stand in one line of why


@dataclass(frozen=True)
class Need:
    group: PAPG
    says: str
    why: str
    url: str
    day: date | None = None


def soonest_first(needs):
    return sorted(needs, key=lambda need: (need.day is None, need.day or date.max))


def short(thing):
    """The beginning of what is to be done, unless it is sensitive."""
    return "" if thing.is_sensitive else Truncator(thing.text).chars(LINE)


def day_of(moment):
    return timezone.localtime(moment).date()


def spoken(moment):
    return written(timezone.localtime(moment), "l j F")


def seats_of(hats):
    return {hat.seat_id for hat in hats if hat.seat_id}


def groups_where(hats, permission):
    return {hat.group_id for hat in hats if permission in hat.permissions}
