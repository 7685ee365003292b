"""Attendance by organisation, by seniority and by meeting: from the rolls alone, so that no later change alters it."""

from collections import defaultdict
from dataclasses import dataclass

from groups.models import Membership
from meetings.models import Attendance, Meeting
from meetings.rolls import held_meetings

LAST = 8  # meetings
Came = Attendance.Came
# The least part of the seats, in hundredths, for which a word is used
WORDS = [(100, "all"), (90, "nearly all"), (60, "most"), (40, "about half"), (1, "few")]


@dataclass(frozen=True)
class Share:
    """How often seats were filled, and by whom."""

    lines: list

    def _how_many(self, *came):
        return sum(line.came in came for line in self.lines)

    @property
    def total(self):
        return len(self.lines)

    @property
    def members(self):
        return self._how_many(Came.HERE, Came.ONLINE)

    @property
    def deputies(self):
        return self._how_many(Came.DEPUTY)

    @property
    def deputy_names(self):
        return sorted({line.deputy_name for line in self.lines if line.came == Came.DEPUTY})

    @property
    def apologies(self):
        return self._how_many(Came.APOLOGIES)

    @property
    def silent(self):
        return self._how_many(Came.NOT_HERE)

    @property
    def filled(self):
        return self.members + self.deputies

    @property
    def words(self):
        hundredths = 100 * self.filled / self.total if self.total else 0
        return next((words for least, words in WORDS if hundredths >= least), "none")


def attendance_of(group, asked):
    """`asked`: a year in which there were meetings; anything else stands for the last few meetings. Two queries."""
    held = Meeting.objects.filter(group=group, state=Meeting.State.HELD)
    years = [moment.year for moment in held.datetimes("starts_at", "year", order="DESC")]
    year = next((year for year in years if str(year) == asked), None)
    meetings = held_meetings(group, year=year) if year else held_meetings(group, most=LAST)
    lines = [line for meeting in meetings for line in meeting.roll]
    seniority = {**dict(Membership.Seniority.choices), "": "Not recorded"}
    by_seniority = _shares(lines, lambda line: line.seniority)
    return {
        "years": years,
        "year": year,
        "most": LAST,
        "whole": Share(lines),
        "by_organisation": sorted(_shares(lines, lambda line: line.organisation).items()),
        "by_seniority": [(seniority[key], by_seniority[key]) for key in seniority if key in by_seniority],
        "by_meeting": [(meeting, Share(meeting.roll)) for meeting in meetings],
    }


def _shares(lines, key):
    sorted_out = defaultdict(list)
    for line in lines:
        sorted_out[key(line)].append(line)
    return {name: Share(found) for name, found in sorted_out.items()}
