"""The pages, through HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from audit.models import Entry, Kind
from groups.models import Audience, Marking
from maturity import services
from maturity.models import Answer, Assessment
from tests.lib.typed import typed_date
from tests.maturity.conftest import answer_all, answer_to, standing, start, write
from tests.world import CANARY

LABEL = "Illustrative framework 1.0, not the official matrix"


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
        "evidence_note": "Membership list",
        "confidence": "medium",
        "marking": Marking.OFFICIAL_SENSITIVE,
        "audience": Audience.STATUTORY,
        "handling": "",
    } | changes


def readings(page):
    return Entry.objects.filter(kind=Kind.READING, target=page.public_id)


# Starting -------------------------------------------------------------------------------------------------------------


def test_the_list_teaches_while_it_is_empty(signed_in, world):
    text = text_of(signed_in(world.people["chair"]).get(url("assessment_list", world.group)))
    assert "No self-assessment yet" in text
    assert "Start an assessment" in text


def test_the_secretary_starts_an_assessment_of_the_first_theme(signed_in, world, framework):
    browser = signed_in(world.people["secretary"])
    page = browser.get(url("assessment_start", world.group))
    assert LABEL in text_of(page)
    assert page.context["form"]["themes"].value() == [framework.themes.get(code="A").public_id]

    form = {"themes": page.context["form"]["themes"].value(), "period": "October 2026"}
    response = browser.post(url("assessment_start", world.group), form, follow=True)

    assessment = Assessment.objects.get()
    assert response.redirect_chain == [(assessment.get_absolute_url(), 302)]
    assert (assessment.authority, assessment.period, assessment.answers.count()) == (world.authority, "October 2026", 5)

    again = browser.post(url("assessment_start", world.group), form)
    assert "There is an assessment for this period already" in text_of(again)
    assert Assessment.objects.count() == 1


def test_starting_refuses_what_is_missing_or_forged(signed_in, world, framework):
    browser = signed_in(world.people["chair"])
    for themes in [[], ["2222222222"], [world.group.public_id]]:
        page = browser.post(url("assessment_start", world.group), {"themes": themes, "period": ""})
        assert {"themes", "period"} == set(page.context["form"].errors)
    assert not Assessment.objects.exists()


def test_an_authority_of_another_group_cannot_be_assessed(signed_in, world, framework):
    world.group.participating.add(world.authority)
    form = {"themes": [framework.themes.first().public_id], "period": "May"}
    browser = signed_in(world.people["chair"])

    forged = browser.post(url("assessment_start", world.group), form | {"authority": world.other.authority.public_id})
    assert forged.context["form"].errors == {"authority": ["Choose one from the list"]}

    browser.post(url("assessment_start", world.group), form | {"authority": world.authority.public_id})
    assert Assessment.objects.get().authority == world.authority


# Answering ------------------------------------------------------------------------------------------------------------


def test_the_chair_answers_a_criterion(signed_in, world, assessment):
    answer, browser = answer_to(assessment, "A3"), signed_in(world.people["chair"])
    page = text_of(browser.get(url("answer_write", answer)))
    assert "Attendance is by invitation and depends on who is interested." in page
    assert "Nothing is in place, or the group does not know." in page
    assert LABEL in page

    response = browser.post(url("answer_write", answer), typed(answer), follow=True)

    answer.refresh_from_db()
    assert (answer.level, answer.text, answer.evidence_note) == (2, "Most areas attend", "Membership list")
    assert (answer.confidence, answer.answered_by) == ("medium", world.people["chair"])
    assert "Answer to A3 saved" in text_of(response)
    assert "1 of 5 answered" in text_of(response)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"level": ""}, {"level"}),
        ({"level": "5"}, {"level"}),
        ({"level": "-1"}, {"level"}),
        ({"level": "²"}, {"level"}),
        ({"text": " "}, {"text"}),
        ({"level": "not_applicable", "text": "", "confidence": ""}, {"text"}),
        ({"text": "x" * 4001}, {"text"}),
        ({"confidence": ""}, {"confidence"}),
        ({"confidence": "certain"}, {"confidence"}),
        ({"marking": "secret"}, {"marking"}),
        ({"audience": "named"}, {"audience"}),
        ({"edition": ""}, {"edition"}),
        ({"edition": "-1"}, {"edition"}),
        ({"edition": "7"}, {"__all__"}),
    ],
)
def test_an_answer_that_is_wrong_is_said_and_kept_on_the_page(signed_in, world, assessment, changes, wrong):
    answer, browser = answer_to(assessment, "A3"), signed_in(world.people["chair"])
    page = browser.post(url("answer_write", answer), typed(answer, evidence_note="Kept here", **changes))

    assert set(page.context["form"].errors) == wrong
    assert "There is a problem" in text_of(page)
    assert "Kept here" in text_of(page)
    assert standing(answer).level is None


@pytest.mark.parametrize("level", ["unknown", "0"])
def test_not_known_needs_neither_reason_nor_confidence(signed_in, world, assessment, level):
    answer, browser = answer_to(assessment, "A3"), signed_in(world.people["chair"])
    browser.post(url("answer_write", answer), typed(answer, level=level, text="", confidence=""))

    assert standing(answer).level == ("unknown" if level == "unknown" else None)


def test_the_second_of_two_writers_sees_both_and_may_put_theirs_in_its_place(signed_in, world, assessment):
    answer, browser = answer_to(assessment, "A3"), signed_in(world.people["chair"])
    write(assessment, "A3", by=world.people["secretary"], level=3, text="The secretary's reason")

    mine = typed(answer, text="The chair's reason")
    page = browser.post(url("answer_write", answer), mine)

    text = text_of(page)
    assert "Westhaven Secretary saved another answer" in text
    assert "The secretary&#x27;s reason" in text or "The secretary's reason" in text
    assert "The chair&#x27;s reason" in text
    assert standing(answer).text == "The secretary's reason"

    browser.post(url("answer_write", answer), mine | {"edition": page.context["form"]["edition"].value()})
    assert standing(answer).__dict__ == {"level": 2, "text": "The chair's reason", "edition": 2}


def test_the_adviser_answers_what_they_are_asked_and_sees_of_the_rest_that_it_is_withheld(signed_in, world, assessment):
    asked, adviser = answer_to(assessment, "A2"), signed_in(world.people["adviser"])
    write(assessment, "A1", by=world.people["chair"], text="Chair's own reason")
    assert text_of(adviser.get(url("assessment_detail", assessment))).count(": withheld") == 5

    chair = signed_in(world.people["chair"])
    chair.post(url("answer_ask", asked), {"seat": world.seats["adviser"].public_id})

    page = text_of(adviser.get(url("assessment_detail", assessment)))
    assert "0 of 1 answered" in page
    assert "A2 Place in council governance" in page
    assert "A1: withheld" in page
    assert "Senior ownership" not in page
    assert "Chair" + "&#x27;s own reason" not in page
    adviser.post(url("answer_write", asked), typed(asked, text="Adviser's reason"))
    assert standing(asked).text == "Adviser's reason"

    assert adviser.get(url("answer_write", answer_to(assessment, "A1"))).status_code == 403
    assert "Westhaven Adviser" in text_of(chair.get(url("assessment_detail", assessment)))


def test_the_chair_stops_asking(signed_in, world, assessment):
    answer, chair = answer_to(assessment, "A2"), signed_in(world.people["chair"])
    seat = {"seat": world.seats["adviser"].public_id}
    chair.post(url("answer_ask", answer), seat)
    assert "Asked so far: 1" in text_of(chair.get(url("answer_ask", answer)))

    response = chair.post(url("answer_stop_asking", answer), seat, follow=True)

    assert "Westhaven Adviser is no longer asked about A2" in text_of(response)
    assert not answer.readers.exists()


@pytest.mark.parametrize("name", ["venue", "observer"])
def test_who_could_not_read_it_is_not_asked(signed_in, world, assessment, name):
    answer, browser = answer_to(assessment, "A2"), signed_in(world.people["chair"])
    page = browser.post(url("answer_ask", answer), {"seat": world.seats[name].public_id})

    assert list(page.context["form"].errors) == ["seat"]
    assert not answer.readers.exists()


def test_a_seat_of_the_other_group_cannot_be_asked(signed_in, world, assessment):
    answer, browser = answer_to(assessment, "A2"), signed_in(world.people["chair"])
    page = browser.post(url("answer_ask", answer), {"seat": world.other.seats["adviser"].public_id})

    assert page.context["form"].errors == {"seat": ["Choose one from the list"]}
    assert CANARY not in text_of(page)


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
    assert browser.get(url("gap_action", answer_to(closed, "A2"))).status_code == 403


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
    assert entry.detail["read"] == sorted(closed.answers.values_list("public_id", flat=True))


def test_opening_an_empty_form_is_no_reading(signed_in, world, assessment):
    answer, browser = answer_to(assessment, "A2"), signed_in(world.people["chair"])
    browser.get(url("answer_write", answer))
    assert not readings(answer).exists()

    write(assessment, "A2", by=world.people["chair"])
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
            write(assessment, answer.criterion.code, by=world.people["chair"])
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


# The other group ------------------------------------------------------------------------------------------------------


def test_nothing_of_the_other_group_is_there(signed_in, world, assessment, other_assessment):
    answer = answer_to(other_assessment, "A1")
    browser = signed_in(world.people["chair"])
    for address in [
        url("assessment_list", world.other.group),
        url("assessment_start", world.other.group),
        *(url(name, other_assessment) for name in ["assessment_detail", "assessment_close", "assessment_results"]),
        *(url(name, answer) for name in ["answer_write", "answer_ask", "answer_stop_asking", "gap_action"]),
    ]:
        assert browser.get(address).status_code == 404
        assert browser.post(address, typed(answer)).status_code == 404
    assert CANARY not in text_of(browser.get(url("assessment_list", world.group)))
    assert CANARY not in text_of(browser.get(url("assessment_detail", assessment)))
    assert standing(answer).text == "CANARY reason A1"


@pytest.mark.parametrize("name", ["observer", "prevent", "administrator"])
def test_who_neither_answers_nor_views_results_has_no_maturity_pages(signed_in, world, assessment, name):
    browser = signed_in(world.people[name])
    assert browser.get(url("assessment_list", world.group)).status_code == 403
    assert browser.get(url("assessment_detail", assessment)).status_code == 403

    assert signed_in(world.people["venue"]).get(url("assessment_detail", assessment)).status_code == 200
