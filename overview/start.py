"""The way of a new group to its first meeting, a step after the other; each is done when the group says so itself."""

from dataclasses import dataclass

from django.urls import reverse

from groups.coverage import coverage_of
from groups.governance import chain_of
from groups.models import TermsVersion
from groups.roles import Role
from meetings.models import Meeting

A_YEAR_OF_DATES = 4


@dataclass(frozen=True)
class Step:
    title: str
    hint: str
    stands: str  # how far it is, in a few words
    is_done: bool
    url: str


def start_of(group):
    steps = [*_people(group), _governance(group), _dates(group), _terms(group)]
    return {
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "next_step": next((step for step in steps if not step.is_done), None),
    }


def _people(group):
    coverage = coverage_of(group)
    areas = [] if group.parent_id else [_areas(group, coverage)]  # a subgroup is for one matter
    return [_leaders(group, coverage), *areas, _confirmed(group, coverage)]


def _leaders(group, coverage):
    missing = [role for role in [Role.CHAIR, Role.SECRETARY, Role.DEPUTY_CHAIR] if role not in _roles(coverage)]
    names = " and ".join(role.label.lower() for role in missing)
    return Step(
        "Invite the chair, the secretary and the deputy chair",
        "The chair is best a senior employee of the authority, the deputy chair from another organisation.",
        f"Missing: {names}" if missing else "All three sit",
        not missing,
        reverse("groups:member_invite", args=[group.public_id]),
    )


def _roles(coverage):
    return {seat.role for seat in coverage.seats}


def _missing(coverage):
    return [cover for cover in coverage.five if cover.is_gap]


def _areas(group, coverage):
    missing = len(_missing(coverage))
    return Step(
        "Invite a member for each of the five business areas",
        "Then the further council roles and the partners, such as the counter terrorism security adviser.",
        f"{len(coverage.five) - missing} of {len(coverage.five)} are spoken for",
        not missing,
        reverse("groups:member_invite", args=[group.public_id]),
    )


def _confirmed(group, coverage):
    waiting = len(coverage.unconfirmed)
    return Step(
        "Have each seat confirmed by somebody inside the group",
        "The senior owner confirms the first; then the chair or the secretary. Until then nothing OFFICIAL-SENSITIVE "
        "opens to it.",
        "Nobody sits yet" if not coverage.seats else f"{waiting} wait" if waiting else "All are confirmed",
        bool(coverage.seats) and not waiting,
        reverse("groups:member_list", args=[group.public_id]),
    )


def _governance(group):
    is_recorded = chain_of(group).is_recorded
    return Step(
        "Say whom the group answers to",
        "The senior owner, the body it reports to, how it stands to the Prevent group, and how it was adopted.",
        "Recorded" if is_recorded else "Not all of it is recorded",
        is_recorded,
        reverse("groups:governance_edit", args=[group.public_id]),
    )


def _dates(group):
    planned = Meeting.objects.filter(group=group).count()
    return Step(
        "Set a year of dates",
        "Members are busy: dates set well ahead bring them to the table. Bank holidays are avoided for you.",
        f"{planned} of {A_YEAR_OF_DATES} are set",
        planned >= A_YEAR_OF_DATES,
        reverse("meetings:meeting_plan", args=[group.public_id]),
    )


def _terms(group):
    is_draft = not TermsVersion.objects.filter(group=group).exclude(number__startswith="0.").exists()
    return Step(
        "Read the terms of reference through, and put them to the members",
        "They start from PAPG’s own text, with your members, dates and standing agenda in their places.",
        "A draft" if is_draft else "With the members",
        not is_draft,
        reverse("groups:terms_detail", args=[group.public_id]),
    )
