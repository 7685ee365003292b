"""Closing, results and actions from gaps, through HTTP; what is recorded, and how often the database is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from groups.models import Audience, Marking
from maturity import services
from maturity.models import Answer, Assessment, EvidenceNote
from tests.lib.typed import typed_date
from tests.maturity.answers import (
    LABEL,
    answer_all,
    answer_to,
    noted,
    readings,
    standing,
    start,
    text_of,
    typed,
    url,
    write,
)

# Closing and results --------------------------------------------------------------------------------------------------


def test_the_chair_closes_when_all_is_answered(signed_in, world, assessment):
    browser = signed_in(world.people["chair"])
    agreed = {"agreed": "on"}
    refused = browser.post(url("assessment_close", assessment), agreed)
    assert "Still waiting: A1, A2, A3, A4, A5" in text_of(refused)

    answer_all(assessment, by=world.people["chair"])
    assert "Confirm that" in text_of(browser.post(url("assessment_close", assessment), {"agreed": ""}))
    response = browser.post(url("assessment_close", assessment), agreed)

    assert response.url == url("assessment_results", assessment)
    assessment.refresh_from_db()
    assert assessment.is_closed


def test_the_secretary_leads_and_does_not_close(signed_in, world, assessment):
    answer_all(assessment, by=world.people["chair"])
    browser = signed_in(world.people["secretary"])
    assert browser.get(url("assessment_detail", assessment)).status_code == 200
    assert browser.post(url("assessment_close", assessment), {"agreed": "on"}).status_code == 403
    assert not Assessment.objects.get(pk=assessment.pk).is_closed


def test_results_say_what_was_found_lowest_first(signed_in, world, closed):
    page = signed_in(world.people["deputy_chair"]).get(url("assessment_results", closed))
    text = text_of(page)

    assert [gap.answer.criterion.code for gap in page.context["gaps"]] == ["A3", "A2", "A4", "A1"]
    assert "Weakest: membership and continuity" in " ".join(text.split())
    assert [(step["value"], number) for step, number in page.context["counts"]] == [
        (0, 0),
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 0),
    ]
    assert (page.context["unknown"], page.context["not_applicable"]) == (1, 1)
    assert "lowest 1, middle 2" in text
    assert "What a level does not say." in text
    assert LABEL in text
    assert "Westhaven reason A2" in text
    assert "Westhaven paper A2" in text


def test_the_senior_owner_reads_the_results_and_changes_nothing(signed_in, world, closed):
    browser = signed_in(world.people["senior_owner"])
    text = text_of(browser.get(url("assessment_results", closed)))
    assert "Westhaven reason A2" in text
    assert "Create an action" not in text
    for view in ["gap_action", "answer_write"]:
        assert browser.get(url(view, answer_to(closed, "A2"))).status_code == 403


def test_what_is_withheld_counts_in_no_figure(signed_in, world, closed):
    Answer.objects.filter(assessment=closed, criterion__code="A3").update(audience=Audience.AUTHORITY)
    page = signed_in(world.people["adviser"]).get(url("assessment_results", closed))
    text = text_of(page)

    assert "A3: withheld" in text
    assert "Membership and continuity" not in text
    assert "Westhaven reason A3" not in text
    assert page.context["unknown"] == 0
    assert [gap.answer.criterion.code for gap in page.context["gaps"]] == ["A2", "A4", "A1"]


def test_there_are_no_results_before_closing(signed_in, world, assessment):
    response = signed_in(world.people["chair"]).get(url("assessment_results", assessment))
    assert response.url == assessment.get_absolute_url()


def test_a_closed_answer_is_shown_without_a_form_and_refused_when_posted(signed_in, world, closed):
    answer, browser = answer_to(closed, "A2"), signed_in(world.people["chair"])
    assert "its answers stay as they are" in text_of(browser.get(url("answer_write", answer)))
    page = browser.post(url("answer_write", answer), typed(answer, text="Afterwards"))

    assert "This assessment has been closed" in text_of(page)
    assert standing(answer).text == "Westhaven reason A2"


# Gap to action --------------------------------------------------------------------------------------------------------


def action_typed(seat, **changes):
    day = timezone.localdate() + timedelta(days=30)
    return {"text": "Agree the reporting line", "owner": seat.public_id, **typed_date("due_on", day)} | changes


def test_a_gap_becomes_an_action_in_the_plan(signed_in, world, closed):
    answer, browser = answer_to(closed, "A2"), signed_in(world.people["adviser"])
    assert "What the next level asks" in text_of(browser.get(url("gap_action", answer)))

    response = browser.post(url("gap_action", answer), action_typed(world.seats["planner"]), follow=True)

    action = Action.objects.get(gap__answer=answer)
    assert (action.text, action.owner, action.marking) == (
        "Agree the reporting line",
        world.seats["planner"],
        Marking.OFFICIAL_SENSITIVE,
    )
    assert (action.audience, action.origin) == (Audience.STATUTORY, Action.Origin.GAP)
    assert f"Action {action.number} added to the plan" in text_of(response)
    assert action.get_absolute_url() in text_of(response)

    owner_sees = text_of(signed_in(world.people["senior_owner"]).get(url("assessment_results", closed)))
    assert f"Action {action.number}: withheld" in owner_sees
    assert action.get_absolute_url() not in owner_sees


@pytest.mark.parametrize("side", ["own", "other"])
def test_an_action_is_not_given_to_somebody_who_could_not_read_it(signed_in, world, closed, side):
    answer, browser = answer_to(closed, "A2"), signed_in(world.people["chair"])
    seat = world.seats["venue"] if side == "own" else world.other.seats["planner"]

    page = browser.post(url("gap_action", answer), action_typed(seat))

    assert list(page.context["form"].errors) == ["owner"]
    assert "Agree the reporting line" in text_of(page)
    assert not Action.objects.filter(gap__answer=answer).exists()


# Reading is recorded, and queries are few -----------------------------------------------------------------------------


def test_reading_answers_is_recorded_once_a_session(signed_in, world, closed):
    browser = signed_in(world.people["adviser"])
    browser.get(url("assessment_results", closed))
    browser.get(url("assessment_results", closed))

    [entry] = readings(closed)
    assert entry.actor == world.people["adviser"].public_id
    notes = EvidenceNote.objects.filter(answer__assessment=closed).values_list("public_id", flat=True)
    assert entry.detail["read"] == sorted([*closed.answers.values_list("public_id", flat=True), *notes])


def test_criteria_without_answers_are_no_reading(signed_in, world, assessment):
    browser = signed_in(world.people["chair"])
    browser.get(url("assessment_detail", assessment))
    assert not readings(assessment).exists()

    answer = write(assessment, "A2", by=world.people["chair"])
    browser.get(url("assessment_detail", assessment))
    assert readings(assessment).get().detail["read"] == [answer.public_id]
    browser.get(url("answer_write", answer))
    assert readings(answer).count() == 1


@pytest.mark.parametrize("page", ["assessment_detail", "assessment_results"])
def test_pages_ask_the_database_as_often_for_many_criteria(
    signed_in, world, framework, django_assert_max_num_queries, page
):
    browser = signed_in(world.people["chair"])
    for period, themes in [("small", framework.themes.filter(code="C")), ("large", framework.themes.all())]:
        assessment = services.start_assessment(
            group=world.group, authority=world.authority, themes=themes, period=period, by=world.people["chair"]
        )
        for answer in assessment.answers.with_criteria():
            write(assessment, answer.criterion.code, by=world.people["chair"], evidence=noted("Kept in the office"))
        if page == "assessment_results":
            services.close_assessment(assessment=assessment, by=world.people["chair"])
        browser.get(url(page, assessment))  # the reading is recorded now
        with django_assert_max_num_queries(12):
            browser.get(url(page, assessment))


def test_the_list_asks_as_often_for_many_assessments(signed_in, world, framework, django_assert_max_num_queries):
    browser = signed_in(world.people["chair"])
    browser.get(url("assessment_list", world.group))
    for number in range(6):
        start(world, framework, period=f"Period {number}")
    with django_assert_max_num_queries(10):
        page = browser.get(url("assessment_list", world.group))
    assert len(page.context["listed"]) == 6
