"""The time of a meeting that is running, as one reader may know it: of what is withheld from them, nothing counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone

from meetings.agenda import State

MINUTE = 60
BAR = 100  # units of the picture's width


@dataclass
class Clock:
    """In seconds, at `now`."""

    now: datetime
    ends_at: datetime  # as planned
    rest: int  # what the items to come are given
    spent: int = 0  # on the current item
    allowed: int = 0
    withheld: int = 0  # items to come of which the reader knows no time

    @property
    def left(self):
        return self.allowed - self.spent

    @property
    def is_over(self):
        return self.left < 0

    @property
    def shown(self):
        return f"{self.spent // MINUTE}:{self.spent % MINUTE:02}"

    @property
    def minutes_allowed(self):
        return self.allowed // MINUTE

    @property
    def minutes_left(self):
        return ceil(self.left / MINUTE)

    @property
    def minutes_over(self):
        return -self.left // MINUTE

    @property
    def likely_end(self):
        return self.now + timedelta(seconds=max(0, self.left) + self.rest)

    @property
    def minutes_late(self):
        """Of the likely end; below nothing when it is early."""
        return round((self.likely_end - self.ends_at).total_seconds() / MINUTE)

    @property
    def minutes_early(self):
        return -self.minutes_late

    @property
    def bar_used(self):
        """How much of the bar is time that was given, when all of it is what was given or spent."""
        whole = max(self.spent, self.allowed)
        return round(BAR * min(self.spent, self.allowed) / whole) if whole else 0

    @property
    def bar_over(self):
        return BAR - self.bar_used if self.is_over else 0


def planned_for(meeting, lines):
    """How long the items are to take, of those that this reader may read, beside how long the meeting lasts."""
    minutes = sum(line.item.minutes for line in lines if line.item)
    return {"minutes_planned": minutes, "minutes_too_many": max(0, minutes - meeting.minutes_long)}


def clock_of(meeting, lines):
    now = timezone.now()
    to_come = [line for line in lines if line.state == State.WAITING and not line.is_current]
    return Clock(
        now=now,
        ends_at=ends_at(meeting),
        rest=MINUTE * sum(line.item.minutes_now for line in to_come if line.item),
        withheld=sum(line.item is None for line in to_come),
        **_on_the_current_item(lines, now),
    )


def _on_the_current_item(lines, now):
    item = next((line.item for line in lines if line.is_current), None)
    if item is None:
        return {}
    running = (now - item.begun_at).total_seconds() if item.begun_at else 0
    return {"spent": item.seconds_spent + max(0, int(running)), "allowed": MINUTE * item.minutes_now}


def ends_at(meeting):
    """As planned; a meeting that was opened on another day lasts as long as it was to last."""
    opened, planned = timezone.localtime(meeting.opened_at), timezone.localtime(meeting.starts_at)
    late_by = timedelta() if opened.date() == planned.date() else meeting.opened_at - meeting.starts_at
    return meeting.ends_at + late_by
