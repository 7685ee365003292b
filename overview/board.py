"""The coverage board: areas and portfolios against member, deputy, attendance and last update.

It is the same for everybody in the group, on the page as on paper, so it is made of nothing but what each of them may
know: rolls, and of updates those on items for everyone.
"""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber

from groups.checks import Check, checks_of
from groups.models import CheckAnswer, Membership
from groups.names import names_in
from groups.roles import Role
from groups.seating import Kind, Place, Seating, seating_of
from meetings.models import Attendance
from meetings.rolls import held_meetings
from overview.last_updates import LastUpdate, last_updates

SQUARES, LOOKED_BACK = 4, 8  # meetings
Came = Attendance.Came
# How a line of the roll is drawn: letter, class, words
SQUARE_OF = {
    Came.HERE: ("P", "p", "present"),
    Came.ONLINE: ("P", "p", "present"),
    Came.DEPUTY: ("D", "d", "deputy came"),
    Came.APOLOGIES: ("A", "a", "apologies"),
    Came.NOT_HERE: ("–", "n", "nobody"),
}
NOBODY = SQUARE_OF[Came.NOT_HERE]
NAMED_BESIDE = {Role.CHAIR, Role.DEPUTY_CHAIR, Role.SECRETARY}
HEADINGS = {
    Kind.FIVE: ("Five business areas", "At a minimum"),
    Kind.FURTHER: ("Further council roles", "If not already inside the five"),
    Kind.EXTERNAL: ("Partners", "The group chooses; a Prevent officer is not required"),
}


@dataclass(frozen=True)
class Row:
    """One seat in one area, or an area that nobody speaks for."""

    place: Place
    seat: Membership | None
    about_seat: str
    squares: list  # (letter, class, words), the newest last
    last_came: tuple | None  # (moment, who, where it was not the member)
    update: LastUpdate | None
    check: Check | None  # of an area that nobody speaks for

    @property
    def is_gap(self):
        return self.state[1] == "red"

    @property
    def may_be_answered(self):
        """Here, because no warning says so below."""
        return bool(self.check) and not self.check.presses and not self.check.answer

    @property
    def state(self):
        """(words, kind of tag)."""
        if self.seat is None:
            return self._state_of_empty()
        if not self.seat.confirmed_by_id:
            return "Waits to be confirmed", "open"
        return ("Covered", "ink") if self.seat.standing_in else ("No deputy", "amber")

    def _state_of_empty(self):
        if self.check.answer:
            return "Answered", "open"
        if self.place.is_held_elsewhere:
            return "Held elsewhere", "open"
        if self.place.area.kind == Kind.FIVE:
            return "Gap", "red"
        return "Nobody", "amber" if self.check.presses else "open"


@dataclass(frozen=True)
class Board:
    seating: Seating
    checks: list
    rows: dict  # by kind of area

    @property
    def sections(self):
        """(heading, hint, rows) of each kind of area."""
        return [(*HEADINGS[kind], self.rows[kind]) for kind in HEADINGS]

    @property
    def five_count(self):
        return len(self.seating.of_kind(Kind.FIVE))

    @property
    def finding(self):
        covered, five = self.seating.covered_count, self.five_count
        if covered == five:
            return f"All {apnumber(five)} business areas are represented."
        if covered == 1:
            return f"One of the {apnumber(five)} business areas is represented."
        named = apnumber(covered).capitalize() if covered else "None"
        return f"{named} of the {apnumber(five)} business areas are represented."

    @property
    def open_checks(self):
        return [check for check in self.checks if check.is_open]

    @property
    def answered_checks(self):
        return [check for check in self.checks if check.answer]


def checks_in(group):
    """What the rules find in the group now, with the answers; five queries."""
    return _found(group, seating_of(group), held_meetings(group, most=LOOKED_BACK))


def board_of(group):
    """Six queries, however many seats, areas and meetings there are."""
    seating, meetings = seating_of(group), held_meetings(group, most=LOOKED_BACK)
    checks = _found(group, seating, meetings)
    draw = RowMaker(group, meetings[:SQUARES][::-1], last_updates(group), checks)
    rows = {kind: [row for place in seating.of_kind(kind) for row in draw.rows_of(place)] for kind in HEADINGS}
    return Board(seating, checks, rows)


def earlier_answers(group, check):
    """What was answered to this warning, the latest first."""
    if check is None:
        return []
    answers = CheckAnswer.objects.filter(group=group, key=check.key, about=check.about)
    return _with_names(group, answers.select_related("by").order_by("-at", "-pk"))


def _found(group, seating, meetings):
    answers = _with_names(group, CheckAnswer.objects.latest_in(group).select_related("by"))
    return checks_of(seating, answers, missed_in(meetings, seating))


def _with_names(group, answers):
    names = names_in(group) if answers else {}
    for answer in answers:
        answer.by_name = names.get(answer.by.public_id, answer.by.name)
    return answers


def missed_in(meetings, seating):
    """{code of an area: meetings, counted back from the last, with nobody on the roll who spoke for it}."""
    missed = {}
    for area in seating.areas:
        on_rolls = [any(area.code in line.areas for line in meeting.roll) for meeting in meetings]
        missed[area.code] = on_rolls.index(True) if True in on_rolls else len(on_rolls)
    return missed


@dataclass(frozen=True)
class RowMaker:
    group: object
    meetings: list  # the newest last
    updates: dict
    checks: list

    def rows_of(self, place):
        if place.is_empty:
            return [self._empty(place)]
        return [self._held(place, seat) for seat in place.seats]

    def _held(self, place, seat):
        lines = [(meeting, line) for meeting in self.meetings for line in meeting.roll if line.seat_id == seat.pk]
        came = [(meeting.starts_at, line.deputy_name) for meeting, line in lines if line.is_represented]
        return Row(
            place=place,
            seat=seat,
            about_seat=self._about(seat),
            squares=[SQUARE_OF[line.came] for _meeting, line in lines],
            last_came=came[-1] if came else None,
            update=self.updates.get(seat.pk),
            check=None,
        )

    def _empty(self, place):
        spoke = [(meeting, self._spoke_for(place.area.code, meeting)) for meeting in self.meetings]
        came = [(meeting.starts_at, line.deputy_name or line.name) for meeting, line in spoke if line]
        return Row(
            place=place,
            seat=None,
            about_seat="",
            squares=[SQUARE_OF[line.came] if line else NOBODY for _meeting, line in spoke] if came else [],
            last_came=came[-1] if came else None,
            update=self.updates.get(place.left.pk) if place.left else None,
            check=next(check for check in self.checks if check.about == place.area.code),
        )

    def _spoke_for(self, code, meeting):
        here = [line for line in meeting.roll if code in line.areas]
        return next((line for line in here if line.is_represented), None)

    def _about(self, seat):
        ours = seat.organisation.authority_id == self.group.lead_authority_id
        about = seat.job_title if ours else seat.organisation.name
        return f"{about}, {seat.get_role_display().lower()}" if seat.role in NAMED_BESIDE else about
