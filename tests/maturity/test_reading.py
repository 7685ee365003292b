"""Who reads which answer when; written from the policy, person by person."""

import pytest
from django.http import Http404

from groups.models import Audience, Deputyship, Marking
from groups.roles import Permission
from groups.sensitivity import Withheld, can_read
from groups.services import set_limits
from maturity import services
from maturity.access import access_answer
from maturity.models import Answer, AnswerReader
from tests.maturity.answers import answer_to, write
from tests.world_access import grant

LEADS = {"chair", "secretary", "secretary_and_administrator"}
VIEWS_RESULTS = LEADS | {"deputy_chair", "adviser", "senior_owner"}


def readers(world, answers):
    """The people of Westhaven's and of other groups who read any of these answers, by either way of asking."""
    listed = {name for name, person in world.people.items() if answers.visible_to(person).exists()}
    everything = list(answers.select_related("assessment"))
    assert {name for name, person in world.people.items() if any(can_read(person, it) for it in everything)} == listed
    return listed


def test_answers_being_written_are_read_by_who_leads_and_who_was_asked(world, assessment):
    answers = Answer.objects.filter(assessment=assessment, criterion__code="A2")
    assert readers(world, answers) == LEADS

    for name in ["fire", "deputy_chair"]:
        services.ask_for_answer(answer=answers.get(), seat=world.seats[name], by=world.people["chair"])
    assert readers(world, answers) == LEADS | {"fire", "deputy_chair"}
    assert readers(world, Answer.objects.filter(assessment=assessment, criterion__code="A1")) == LEADS


def test_results_are_read_by_who_views_results_and_sent_up_to_the_senior_owner(world, closed):
    assert readers(world, Answer.objects.filter(assessment=closed)) == VIEWS_RESULTS


def test_who_was_asked_reads_no_results_by_that(world, assessment):
    answer = answer_to(assessment, "A2")
    services.ask_for_answer(answer=answer, seat=world.seats["fire"], by=world.people["chair"])
    for code in ["A1", "A2", "A3", "A4", "A5"]:
        write(assessment, code, by=world.people["chair"])
    services.close_assessment(assessment=assessment, by=world.people["chair"])

    assert readers(world, Answer.objects.filter(pk=answer.pk)) == VIEWS_RESULTS


def test_who_was_asked_is_no_named_reader_by_that(world, closed):
    """Of results for named readers, somebody who views results and had been asked for this very one."""
    answer = answer_to(closed, "A2")
    about = {"marking": "official", "audience": "named", "reason": "Theirs", "by": world.people["chair"]}
    set_limits(thing=Answer.objects.get(pk=answer.pk), readers=[world.seats["secretary"]], **about)
    grant(answer, AnswerReader, "maturity.change_answer", world.people["deputy_chair"], world.people["chair"])

    assert readers(world, Answer.objects.filter(pk=answer.pk)) == {"chair", "secretary"}


@pytest.mark.parametrize(
    ("audience", "marking", "expected"),
    [
        (Audience.EVERYONE, Marking.OFFICIAL, VIEWS_RESULTS),
        (Audience.STATUTORY, Marking.OFFICIAL, VIEWS_RESULTS),
        (Audience.AUTHORITY, Marking.OFFICIAL_SENSITIVE, LEADS | {"senior_owner"}),
        (Audience.NAMED, Marking.OFFICIAL_SENSITIVE, set()),
    ],
)
def test_audience_and_marking_hold_for_results(world, closed, audience, marking, expected):
    answers = Answer.objects.filter(assessment=closed, criterion__code="A1")
    answers.update(audience=audience, marking=marking)

    assert readers(world, answers) == expected


def test_audience_holds_while_it_is_written_for_who_was_asked(world, assessment):
    answers = Answer.objects.filter(assessment=assessment, criterion__code="A2")
    services.ask_for_answer(answer=answers.get(), seat=world.seats["fire"], by=world.people["chair"])

    answers.update(audience=Audience.AUTHORITY)

    assert readers(world, answers) == LEADS


def test_being_asked_is_personal_and_no_deputy_inherits_it(world, assessment):
    answers = Answer.objects.filter(assessment=assessment, criterion__code="A2")
    services.ask_for_answer(answer=answers.get(), seat=world.seats["planner"], by=world.people["chair"])

    assert readers(world, answers) == LEADS | {"planner"}


def test_a_deputy_of_the_chair_leads_when_empowered(world, assessment):
    deputy = world.people["powerless_deputy_of_chair"]
    answers = Answer.objects.filter(assessment=assessment)
    assert not answers.visible_to(deputy).exists()

    Deputyship.objects.filter(user=deputy).update(empowered=True)
    assert answers.visible_to(deputy).count() == 5


def test_hats_are_not_mixed_in_one_group(world, assessment):
    """The venue's member stands in for the chair: that seat leads, and is no statutory partner through the venue."""
    answers = Answer.objects.filter(assessment=assessment)
    deputyship = Deputyship.objects.get(user=world.people["powerless_deputy_of_chair"])
    deputyship.empowered = True
    deputyship.organisation = world.organisations["venue"]
    deputyship.save()

    assert not answers.visible_to(deputyship.user).exists()
    answers.update(audience=Audience.EVERYONE)
    assert answers.visible_to(deputyship.user).count() == 5


def test_one_answer_agrees_with_the_list(world, closed):
    """Inside the group 403 for what is withheld; outside it does not exist."""
    answer = answer_to(closed, "A1")
    for name, person in world.people.items():
        listed = Answer.objects.filter(pk=answer.pk).visible_to(person).exists()
        assert outcome(person, answer) == ("read" if listed else refused(world, name)), name


def outcome(person, answer):
    try:
        access_answer(person, answer.public_id, Permission.VIEW_GROUP)
    except Withheld:
        return "withheld"
    except Http404:
        return "unknown"
    return "read"


def refused(world, name):
    outside = {"grantor", "confirmer", "ended", "auditor", "powerless_deputy_of_chair"}
    outside |= {"operator", "nobody", "stranger", "adviser_elsewhere", "sibling"}
    return "unknown" if name in outside else "withheld"
