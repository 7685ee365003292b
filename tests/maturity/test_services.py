"""What the services promise, and what the database promises for them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.models import Action
from audit.models import Entry
from groups.models import Audience, Marking, Membership
from groups.sensitivity import can_read
from groups.services import set_limits
from lib.editions import StaleEdition
from maturity import services
from maturity.models import Answer, AnswerText, Assessment, GapAction, WithoutLevel
from tests.maturity.answers import answer_all, answer_to, standing, start, write


def verbs(**which):
    return list(Entry.objects.filter(**which).order_by("pk").values_list("verb", flat=True))


# Starting -------------------------------------------------------------------------------------------------------------


def test_starting_puts_the_criteria_of_the_chosen_themes(world, framework):
    assessment = start(world, framework)

    answers = assessment.answers.in_order()
    assert [answer.criterion.code for answer in answers] == ["A1", "A2", "A3", "A4", "A5"]
    assert {(answer.marking, answer.audience, answer.standing) for answer in answers} == {
        (Marking.OFFICIAL_SENSITIVE, Audience.STATUTORY, None)
    }
    assert verbs(target=assessment.public_id) == ["assessment started"]


def test_the_same_period_is_assessed_once_in_a_group_and_another_group_is_not_told(world, assessment, framework):
    with pytest.raises(ValidationError, match="for this period already"):
        start(world, framework)

    start(world.other, framework)
    start(world, framework, period="March 2027")
    assert Assessment.objects.count() == 3


def test_only_an_authority_of_the_group_is_assessed(world, framework):
    one = {"group": world.group, "themes": framework.themes.all()[:1], "period": "May", "by": world.people["chair"]}

    with pytest.raises(ValidationError, match="leads or takes part"):
        services.start_assessment(authority=world.other.authority, **one)

    world.group.participating.add(world.other.authority)
    services.start_assessment(authority=world.other.authority, **one)
    assert Assessment.objects.get().authority == world.other.authority


# Writing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        (0, (0, False, False)),
        (4, (4, False, False)),
        (WithoutLevel.UNKNOWN, (None, True, False)),
        (WithoutLevel.NOT_APPLICABLE, (None, False, True)),
    ],
)
def test_an_answer_is_a_level_or_what_stands_in_its_place(world, assessment, level, kept):
    answer = write(assessment, "A1", by=world.people["chair"], level=level)

    assert (answer.level, answer.unknown, answer.not_applicable) == kept
    assert (answer.answered_by, answer.edition) == (world.people["chair"], 1)
    assert verbs(target=answer.public_id) == ["answer written"]


def test_of_two_writers_the_second_is_told_and_loses_nothing(world, assessment):
    chair, secretary = world.people["chair"], world.people["secretary"]
    write(assessment, "A1", by=chair, text="Chair's reason", level=3)

    with pytest.raises(StaleEdition) as stale:
        write(assessment, "A1", by=secretary, text="Secretary's reason", edition=0)

    assert (stale.value.theirs.text, stale.value.theirs.by) == ("Chair's reason", chair)
    assert standing(answer_to(assessment, "A1")).__dict__ == {"level": 3, "text": "Chair's reason", "edition": 1}


def test_a_level_changed_under_the_same_words_is_a_new_edition(world, assessment):
    chair = world.people["chair"]
    write(assessment, "A1", by=chair, level=2)
    write(assessment, "A1", by=chair, level=3)

    with pytest.raises(StaleEdition):
        write(assessment, "A1", by=world.people["secretary"], level=1, edition=1)
    assert standing(answer_to(assessment, "A1")).level == 3


def test_a_form_sent_twice_is_no_conflict(world, assessment):
    write(assessment, "A1", by=world.people["chair"])
    answer = write(assessment, "A1", by=world.people["chair"], edition=0)

    assert (answer.edition, AnswerText.objects.count()) == (1, 1)


def test_an_edition_that_never_was_is_refused(world, assessment):
    with pytest.raises(ValidationError):
        write(assessment, "A1", by=world.people["chair"], edition=7)


def test_nobody_shuts_themselves_out(world, assessment):
    adviser = world.people["adviser"]
    with pytest.raises(ValidationError, match="could not read this answer yourself"):
        write(assessment, "A1", by=adviser, audience=Audience.AUTHORITY)

    assert write(assessment, "A1", by=adviser).is_answered


# Asking ---------------------------------------------------------------------------------------------------------------


def test_who_is_asked_has_a_row_of_their_own(world, assessment):
    answer = answer_to(assessment, "A2")
    services.ask_for_answer(answer=answer, seat=world.seats["adviser"], by=world.people["chair"])
    services.ask_for_answer(answer=answer, seat=world.seats["adviser"], by=world.people["chair"])

    [row] = answer.readers.all()
    assert (row.user, row.granted_by) == (world.people["adviser"], world.people["chair"])
    assert row.permission.codename == "change_answer"


@pytest.mark.parametrize(
    "name", ["venue", "bid", "observer", "prevent", "unconfirmed", "not_undertaken", "ended", "chair"]
)
def test_who_could_not_answer_is_not_asked(world, assessment, name):
    answer = answer_to(assessment, "A2")
    with pytest.raises(ValidationError):
        services.ask_for_answer(answer=answer, seat=world.seats[name], by=world.people["chair"])
    assert not answer.readers.exists()

    services.ask_for_answer(answer=answer, seat=world.seats["fire"], by=world.people["chair"])
    assert answer.readers.count() == 1


def test_a_seat_of_another_group_is_not_asked(world, assessment):
    answer = answer_to(assessment, "A2")
    with pytest.raises(ValidationError):
        services.ask_for_answer(answer=answer, seat=world.other.seats["adviser"], by=world.people["chair"])


def test_asking_no_longer_takes_the_answer_away_again(world, assessment):
    answer, adviser = answer_to(assessment, "A2"), world.people["adviser"]
    services.ask_for_answer(answer=answer, seat=world.seats["adviser"], by=world.people["chair"])
    assert list(Answer.objects.visible_to(adviser)) == [answer]

    services.stop_asking(answer=answer, seat=world.seats["adviser"], by=world.people["chair"])
    assert list(Answer.objects.visible_to(adviser)) == []
    assert verbs(target=answer.public_id) == ["answer asked for", "answer no longer asked for"]


# Closing --------------------------------------------------------------------------------------------------------------


def test_closing_waits_for_every_answer(world, assessment):
    chair = world.people["chair"]
    write(assessment, "A1", by=chair)
    with pytest.raises(ValidationError, match="Still waiting: A2, A3, A4, A5"):
        services.close_assessment(assessment=assessment, by=chair)

    answer_all(assessment, by=chair)
    services.close_assessment(assessment=assessment, by=chair)
    assessment.refresh_from_db()
    assert assessment.is_closed
    assert verbs(target=assessment.public_id)[-1] == "assessment closed"


def test_a_closed_assessment_is_written_no_more(world, closed):
    chair = world.people["chair"]
    answer = answer_to(closed, "A1")
    for change in [
        lambda: write(closed, "A1", by=chair, text="Afterwards"),
        lambda: services.ask_for_answer(answer=answer, seat=world.seats["adviser"], by=chair),
        lambda: services.close_assessment(assessment=closed, by=chair),
    ]:
        with pytest.raises(ValidationError, match="has been closed"):
            change()
    assert standing(answer).text == "Westhaven reason A1"


def test_closed_is_final_in_the_database(world, closed, framework):
    open_one = start(world, framework, period="March 2027")
    answer = answer_to(closed, "A1")
    extra = {"group": world.group, "assessment": closed, "criterion": framework.themes.get(code="B").criteria.first()}
    for change in [
        lambda: Answer.objects.filter(pk=answer.pk).update(level=4),
        lambda: Answer.objects.filter(pk=answer.pk).update(text="Afterwards"),
        lambda: Answer.objects.filter(pk=answer.pk).update(assessment=open_one),
        lambda: open_one.answers.filter(criterion__code="A1").update(assessment=closed),
        lambda: Answer.objects.filter(pk=answer.pk).delete(),
        lambda: Answer.objects.create(**extra),
        lambda: answer.texts.create(edition=9, text="Afterwards", by=world.people["chair"]),
        lambda: Assessment.objects.filter(pk=closed.pk).update(state="answering"),
        lambda: Assessment.objects.filter(pk=closed.pk).delete(),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert standing(answer).__dict__ == {"level": 3, "text": "Westhaven reason A1", "edition": 1}


def test_who_may_read_a_closed_answer_may_still_change(closed):
    assert Answer.objects.filter(assessment=closed).update(audience=Audience.AUTHORITY) == 5


# Gaps -----------------------------------------------------------------------------------------------------------------


def gap_action(world, answer, owner="planner", by="chair"):
    return services.raise_gap_action(
        answer=answer,
        owner=world.seats[owner],
        text="Write down where the group reports",
        due_on=timezone.localdate(),
        by=world.people[by],
    )


def gap_actions():
    return Action.objects.filter(origin=Action.Origin.GAP)


def test_a_gap_becomes_an_action_with_its_marking_and_audience(world, closed):
    answer = answer_to(closed, "A2")
    action = gap_action(world, answer)

    assert (action.origin, action.marking, action.audience) == (Action.Origin.GAP, answer.marking, answer.audience)
    assert list(GapAction.objects.values_list("answer", "action", "group")) == [(answer.pk, action.pk, world.group.pk)]
    assert verbs(target=answer.public_id)[-1] == "gap turned into an action"


def test_an_action_is_not_given_to_somebody_who_could_not_read_the_gap(world, closed):
    answer = answer_to(closed, "A2")
    with pytest.raises(ValidationError) as refusal:
        gap_action(world, answer, owner="venue")
    assert set(refusal.value.message_dict) == {"owner"}
    assert not gap_actions().exists()


def test_an_action_from_an_answer_for_named_readers_is_for_them(world, closed):
    answer, chair = answer_to(closed, "A1"), world.people["chair"]
    readers = [world.seats["secretary"], world.seats["planner"]]
    set_limits(thing=answer, marking="official", audience="named", readers=readers, reason="They asked", by=chair)
    action = gap_action(world, answer_to(closed, "A1"))
    people = {name: world.people[name] for name in ["chair", "secretary", "planner", "fire", "adviser", "deputy_chair"]}
    assert [name for name, person in people.items() if can_read(person, action)] == ["chair", "secretary", "planner"]

    with pytest.raises(ValidationError, match="could not read the action"):
        gap_action(world, answer_to(closed, "A1"), owner="fire")


def test_an_answer_still_open_is_no_gap_yet(world, assessment):
    with pytest.raises(ValidationError, match="Close the assessment first"):
        gap_action(world, write(assessment, "A2", by=world.people["chair"]))
    assert not gap_actions().exists()


def test_doing_the_action_raises_no_level(world, closed):
    answer = answer_to(closed, "A2")
    action = gap_action(world, answer)
    Action.objects.filter(pk=action.pk).update(status=Action.Status.DONE)

    assert standing(answer).level == 1


def test_a_seat_that_ended_answers_no_more(world, assessment):
    answer, fire = answer_to(assessment, "A2"), world.people["fire"]
    services.ask_for_answer(answer=answer, seat=world.seats["fire"], by=world.people["chair"])
    assert list(Answer.objects.visible_to(fire)) == [answer]

    Membership.objects.filter(user=fire).update(ends_at=timezone.now())
    assert list(Answer.objects.visible_to(fire)) == []


def test_an_answer_is_not_closed_to_whoever_was_asked_for_it(world, assessment):
    chair, asked = world.people["chair"], world.seats["adviser"]
    services.ask_for_answer(answer=answer_to(assessment, "A1"), seat=asked, by=chair)

    with pytest.raises(ValidationError, match="Westhaven Adviser was asked"):
        write(assessment, "A1", by=chair, audience=Audience.AUTHORITY)

    answer = answer_to(assessment, "A1")
    assert (answer.audience, answer.edition) == (Audience.STATUTORY, 0)
    services.stop_asking(answer=answer, seat=asked, by=chair)
    assert write(assessment, "A1", by=chair, audience=Audience.AUTHORITY).audience == Audience.AUTHORITY
