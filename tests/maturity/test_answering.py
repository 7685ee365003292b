"""The pages on which an assessment is started and answered, through HTTP."""

import re

import pytest

from maturity import services
from maturity.models import Assessment
from tests.maturity.answers import LABEL, answer_to, standing, text_of, typed, url, write
from tests.world import CANARY

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
    assert (answer.level, answer.text, answer.note.text) == (2, "Most areas attend", "Membership list")
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
    page = browser.post(url("answer_write", answer), typed(answer, **{"evidence-text": "Kept here"} | changes))

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
    assert "The chair&#39;s reason" in text
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
    assert "Ask no longer" in text_of(chair.get(url("answer_ask", answer)))

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


def test_list_counts_the_answers_that_its_reader_may_see(signed_in, world, assessment):
    services.ask_for_answer(answer=answer_to(assessment, "A2"), seat=world.seats["planner"], by=world.people["chair"])
    pages = {name: text_of(signed_in(world.people[name]).get(url("assessment_list", world.group))) for name in COUNTS}
    assert {name: re.findall(r"\d of \d answered", page) for name, page in pages.items()} == COUNTS


COUNTS = {"chair": ["0 of 5 answered"], "planner": ["0 of 1 answered"], "venue": []}
