"""An assessment of the first theme on each side; the other side's answers carry CANARY."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command

from groups.models import Audience, Marking
from maturity import services
from maturity.models import Answer, Framework, WithoutLevel

LEVELS = {"A1": 3, "A2": 1, "A3": WithoutLevel.UNKNOWN, "A4": 2, "A5": WithoutLevel.NOT_APPLICABLE}


@pytest.fixture
def framework(db):
    call_command("load_framework", verbosity=0)
    return Framework.objects.get(key="papg-illustrative-maturity")


@pytest.fixture
def assessment(world, framework):
    return start(world, framework)


@pytest.fixture
def other_assessment(world, framework):
    """The other group's, answered and closed."""
    assessment = start(world.other, framework)
    answer_all(assessment, by=world.other.people["chair"], word=world.other.word)
    return assessment


@pytest.fixture
def closed(world, assessment):
    answer_all(assessment, by=world.people["chair"])
    services.close_assessment(assessment=assessment, by=world.people["chair"])
    return assessment


def start(side, framework, period="October 2026"):
    return services.start_assessment(
        group=side.group,
        authority=side.authority,
        themes=framework.themes.filter(code="A"),
        period=period,
        by=side.people["chair"],
    )


def answer_all(assessment, by, word="Westhaven"):
    for code, level in LEVELS.items():
        write(assessment, code, by=by, level=level, text=f"{word} reason {code}", evidence_note=f"{word} paper {code}")


def answer_to(assessment, code):
    answers = Answer.objects.select_related("assessment__framework", "group__lead_authority", "criterion")
    return answers.get(assessment=assessment, criterion__code=code)


def said(**changes):
    """What an answer says, unless a test says otherwise."""
    return {
        "level": 2,
        "text": "Most areas attend",
        "evidence_note": "",
        "confidence": "high",
        "marking": Marking.OFFICIAL_SENSITIVE,
        "audience": Audience.STATUTORY,
        "handling": "",
    } | changes


def write(assessment, code, *, by, **changes):
    answer = answer_to(assessment, code)
    services.write_answer(answer=answer, **{"edition": answer.edition, **said(**changes)}, by=by)
    return answer_to(assessment, code)


def standing(answer):
    answer.refresh_from_db()
    return SimpleNamespace(level=answer.standing, text=answer.text, edition=answer.edition)
