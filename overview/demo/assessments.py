"""Two looks at the first theme: one closed, with a gap turned into an action, and one under way."""

from groups.models import Audience, Marking
from maturity import services
from maturity.framework import read_framework
from maturity.management.commands.load_framework import SHIPPED
from maturity.models import Assessment
from overview.demo.days import month, morning, working_day

LIMITS = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY, "handling": ""}

LAST = {  # criterion: level, reason, evidence, confidence
    "A1": (3, "The Director of Place answers for it, and it stands in her objectives.", "Objectives, signed", "high"),
    "A2": (2, "The group reports to the corporate board once a year; no committee asks in between.", "Board", "high"),
    "A3": (2, "Every area has a member; three of them have nobody to stand in.", "", "medium"),
    "A4": (3, "The terms are agreed and reviewed each year.", "Terms of reference", "high"),
    "A5": (1, "There is a plan, but actions slip and nobody asks why.", "", "medium"),
}
NOW = {
    "A1": (3, "As last time; the objectives were renewed.", "Objectives, signed this year", "high"),
    "A2": (3, "The corporate board asks for a report every quarter since the summer.", "Two board papers", "high"),
}
EVIDENCE_LIMITS = {"Objectives, signed this year": {"audience": Audience.AUTHORITY, "handling": "Personal to her file"}}
ASKED = {"A3": "Ruth Ellison", "A4": "Marcus Webb"}


def fill(place):
    framework, _ = services.load_framework(read=read_framework(SHIPPED.read_text(encoding="utf-8")))
    theme = framework.themes.order_by("position").first()
    chair = place.people["Helen Marsh"]
    last = start(place, theme, month(-31), chair)
    answer(last, LAST, by=chair)
    Assessment.objects.filter(pk=last.pk).update(started_at=morning(-60))
    services.close_assessment(assessment=last, by=chair)
    turn_a_gap_into_an_action(place, last)
    current = start(place, theme, month(0), chair)
    answer(current, NOW, by=chair)
    for code, name in ASKED.items():
        asked = answers_of(current).get(criterion__code=code)
        services.ask_for_answer(answer=asked, seat=place.seats[name], by=chair)


def start(place, theme, period, chair):
    return services.start_assessment(
        group=place.group, authority=place.authority, themes=[theme], period=period, by=chair
    )


def answers_of(assessment):
    return assessment.answers.select_related("assessment", "group__lead_authority", "criterion")


def answer(assessment, said, by):
    for one in answers_of(assessment).filter(criterion__code__in=said):
        level, text, evidence, confidence = said[one.criterion.code]
        services.write_answer(
            answer=one,
            edition=0,
            level=level,
            text=text,
            evidence={"text": evidence, **LIMITS, **EVIDENCE_LIMITS.get(evidence, {})},
            confidence=confidence,
            by=by,
            **LIMITS,
        )


def turn_a_gap_into_an_action(place, assessment):
    services.raise_gap_action(
        answer=answers_of(assessment).select_related("assessment", "group__lead_authority").get(criterion__code="A5"),
        owner=place.seats["Helen Marsh"],
        text="Go through every late action with its owner before each meeting, and write down why it slipped",
        due_on=working_day(50),
        by=place.people["Helen Marsh"],
    )
