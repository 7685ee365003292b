"""Assessments and answers as the tests of this room make, post and read them."""

from types import SimpleNamespace

from django.urls import reverse

from audit.models import Entry, Kind
from groups.models import Audience, Marking
from maturity import services
from maturity.models import Answer, WithoutLevel

LABEL = "Illustrative framework 1.0, not the official matrix"


LEVELS = {"A1": 3, "A2": 1, "A3": WithoutLevel.UNKNOWN, "A4": 2, "A5": WithoutLevel.NOT_APPLICABLE}


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
        write(
            assessment, code, by=by, level=level, text=f"{word} reason {code}", evidence=noted(f"{word} paper {code}")
        )


def answer_to(assessment, code):
    answers = Answer.objects.select_related("assessment__framework", "group__lead_authority", "criterion")
    return answers.get(assessment=assessment, criterion__code=code)


def said(**changes):
    """What an answer says, unless a test says otherwise."""
    return {
        "level": 2,
        "text": "Most areas attend",
        "confidence": "high",
        "marking": Marking.OFFICIAL_SENSITIVE,
        "audience": Audience.STATUTORY,
        "handling": "",
    } | changes


def noted(text, **changes):
    """What an evidence note says, unless a test says otherwise."""
    limits = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY, "handling": ""}
    return {"text": text, **limits, **changes}


def write(assessment, code, *, by, **changes):
    answer = answer_to(assessment, code)
    services.write_answer(answer=answer, **{"edition": answer.edition, **said(**changes)}, by=by)
    return answer_to(assessment, code)


def standing(answer):
    answer.refresh_from_db()
    return SimpleNamespace(level=answer.standing, text=answer.text, edition=answer.edition)


# Through HTTP ---------------------------------------------------------------------------------------------------------


def url(name, thing):
    return reverse(f"maturity:{name}", args=[thing.public_id])


def text_of(response):
    return response.content.decode()


def typed(answer, **changes):
    """What the page of an answer posts."""
    return {
        "edition": answer.edition,
        "level": "2",
        "text": "Most areas attend",
        "confidence": "medium",
        "marking": Marking.OFFICIAL_SENSITIVE,
        "audience": Audience.STATUTORY,
        "handling": "",
        "evidence-text": "Membership list",
        "evidence-marking": Marking.OFFICIAL_SENSITIVE,
        "evidence-audience": Audience.STATUTORY,
        "evidence-handling": "",
    } | changes


def readings(page):
    return Entry.objects.filter(kind=Kind.READING, target=page.public_id)
