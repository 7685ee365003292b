"""Builds the whole demo in one transaction: all of it stands, or nothing."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings

from accounts.models import DemoMark, User
from groups.models import PAPG, Authority
from groups.roles import Role
from lib import wall
from overview.demo import annexes, assessments, authorities, coverage, meetings, plan, seats, subgroup, terms


class NotEmpty(Exception):
    """People live in this database already; the demo stays out of it."""


@dataclass
class Place:
    """One authority of the demo and what stands in its group; people, seats and deputies by their names."""

    authority: Authority
    organisations: dict
    people: dict = field(default_factory=dict)
    group: PAPG | None = None
    seats: dict = field(default_factory=dict)
    deputies: dict = field(default_factory=dict)
    left: set = field(default_factory=set)  # names of those whose seat has ended

    @property
    def secretary(self):
        return self.people[next(name for name, seat in self.seats.items() if seat.role == Role.SECRETARY)]


def build_demo():
    """True when it was made now, False when it stood already. Raises NotEmpty."""
    if DemoMark.objects.exists():
        return False
    if User.objects.exists():
        raise NotEmpty
    with no_mail(), wall.down():
        _build()
        DemoMark.objects.create()
    return True


def _build():
    shared = authorities.add_shared_organisations()
    westhaven = Place(*authorities.add_authority("Westhaven City Council", "E99000001", "Unitary authority", shared))
    eastmere = Place(*authorities.add_authority("Eastmere Borough Council", "E99000002", "Unitary authority", shared))
    seats.fill_westhaven(westhaven)
    seats.fill_eastmere(eastmere, known=westhaven.people)
    meetings.hold_earlier_ones(westhaven)
    coverage.let_somebody_leave(westhaven)
    meetings.hold_the_last_one(westhaven)
    plan.fill(westhaven)
    meetings.plan_the_next_one(westhaven)
    meetings.plan_at_eastmere(eastmere)
    assessments.fill(westhaven)
    annexes.fill(westhaven)
    subgroup.fill(westhaven)
    terms.agree_the_first(westhaven)
    terms.put_the_second(westhaven)
    seats.let_them_have_sat_for_a_while()
    seats.let_some_be_due_for_review(westhaven)
    coverage.answer_warnings(westhaven)
    coverage.date_what_was(westhaven)


@contextmanager
def no_mail():
    """Nobody is told of a seat in the demo: its mail folder shows what left afterwards."""
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
