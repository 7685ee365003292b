"""What members say of minutes: corrections proposed and answered, and addenda to what was approved."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit.models import Entry
from meetings import services
from meetings.models import Addendum, Correction, DecisionStanding, Minutes, OpenSummary
from meetings.services.minutes import hash_of
from tests.world import CANARY
from tests.world_meetings import make_item

SAYS = {"should_say": "Westhaven mended entry", "reason": "It was so"}


def minutes_page(browser, world):
    page = browser.get(reverse("meetings:minutes_detail", args=[world.things.minutes.public_id]))
    assert page.status_code == 200
    assert CANARY not in page.content.decode()
    return page.content.decode()


def correct_address(world, thing):
    address = reverse("meetings:correction_propose", args=[world.things.minutes.public_id])
    return f"{address}?paragraph={thing.public_id}"


def propose(world, thing, who="fire", **says):
    return services.propose_correction(
        minutes=world.things.minutes, paragraph=thing, by=world.people[who], **{**SAYS, **says}
    )


def answer(correction, world, *, taken=True, answer="", who="secretary"):
    services.answer_correction(correction=correction, taken=taken, answer=answer, by=world.people[who])


def approve(world):
    services.approve_minutes(minutes=world.things.minutes, by=world.people["chair"])
    world.things.minutes.refresh_from_db()


# Proposing ------------------------------------------------------------------------------------------------------------


def test_member_changes_the_words_as_they_stand_and_says_why(signed_in, world):
    browser = signed_in(world.people["venue"])
    address = correct_address(world, world.things.entry)

    begins_with = browser.get(address).context["form"].initial["should_say"]
    sent = browser.post(address, SAYS)

    assert begins_with == "Westhaven open entry"
    [correction] = Correction.objects.all()
    place = (correction.minutes, correction.position, correction.by_name)
    assert place == (world.things.minutes, 1, "Westhaven Venue")
    assert (correction.stood, correction.should_say, correction.taken) == (begins_with, SAYS["should_say"], None)
    assert sent.url == reverse("meetings:minutes_detail", args=[world.things.minutes.public_id]) + "#p1"


def test_whoever_reads_the_paragraph_sees_the_correction_and_nobody_else(signed_in, world):
    propose(world, world.things.entry, reason="open words")
    propose(world, world.things.restricted_entry, reason="restricted words")
    propose(world, world.things.named_entry, who="adviser", reason="named words")
    propose(world, world.things.raised, reason="action words")
    seen = {}
    for who in ["adviser", "fire", "venue", "observer", "chair"]:
        page = minutes_page(signed_in(world.people[who]), world)
        seen[who] = [words for words in ["open", "restricted", "named", "action"] if f"Why: {words} words" in page]

    assert seen == {
        "adviser": ["open", "restricted", "named", "action"],
        "fire": ["open", "restricted", "action"],
        "venue": ["open", "action"],
        "observer": ["open", "action"],
        "chair": ["open", "restricted", "action"],
    }
    visible = {who: Correction.objects.visible_to(world.people[who]).count() for who in seen}
    assert visible == {who: len(words) for who, words in seen.items()}


@pytest.mark.parametrize("thing", ["restricted_entry", "named_entry"])
def test_a_paragraph_that_is_withheld_is_neither_shown_nor_corrected(signed_in, world, thing):
    address = correct_address(world, getattr(world.things, thing))
    browser = signed_in(world.people["venue"])

    shown, sent = browser.get(address), browser.post(address, SAYS)

    assert [shown.status_code, sent.status_code] == [403, 403]
    assert "<title>Withheld" in shown.content.decode()
    assert not Correction.objects.exists()


def test_a_paragraph_of_other_minutes_does_not_exist_there(signed_in, world):
    elsewhere = correct_address(world, world.other.things.entry)

    assert signed_in(world.people["venue"]).get(elsewhere).status_code == 404


def test_a_seat_that_only_looks_on_proposes_nothing(signed_in, world):
    address = correct_address(world, world.things.entry)

    answers = [signed_in(world.people[who]).post(address, SAYS).status_code for who in ["observer", "prevent"]]

    assert answers == [403, 403]
    assert not Correction.objects.exists()


def test_bad_input_is_said_and_kept(signed_in, world):
    browser = signed_in(world.people["venue"])
    address = correct_address(world, world.things.entry)

    same = browser.post(address, {"should_say": "Westhaven  open entry", "reason": "A reason of mine"})
    without_reason = browser.post(address, {"should_say": "Words of mine", "reason": ""})

    assert "Change what is wrong" in same.content.decode()
    assert "A reason of mine" in same.content.decode()
    assert "Enter why it is wrong" in without_reason.content.decode()
    assert "Words of mine" in without_reason.content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize("state", ["draft", "at_chair", "approved"])
def test_only_what_is_circulated_is_open_to_corrections(signed_in, world, state):
    address = correct_address(world, world.things.entry)
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state=state)

    assert signed_in(world.people["secretary"]).post(address, SAYS).status_code == 403
    with pytest.raises(ValidationError, match="not open to corrections"):
        propose(world, world.things.entry)


def test_who_was_present_is_corrected_without_a_number(signed_in, world):
    browser = signed_in(world.people["fire"])
    address = reverse("meetings:correction_propose", args=[world.things.minutes.public_id])

    sent = browser.post(address, {"should_say": "I was there from ten", "reason": "I signed in"})

    assert sent.url.endswith("#roll")
    assert Correction.objects.get().position is None
    assert "I was there from ten" in minutes_page(signed_in(world.people["observer"]), world)


def test_a_correction_stays_with_its_paragraph_when_numbers_shift(signed_in, world):
    propose(world, world.things.entry)
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    world.things.held_threat.place, world.things.held_item.place = 1, 2
    world.things.held_threat.save()
    world.things.held_item.save()

    page = minutes_page(signed_in(world.people["secretary"]), world)

    assert 'href="#p2">Paragraph 2</a>' in page
    assert page.index('id="p2"') < page.index("Correction proposed by") < page.index('id="p3"')


# Answering ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("taken", "says"), [("yes", "taken"), ("no", "not taken")])
def test_secretary_answers_and_the_words_stay(signed_in, world, taken, says):
    correction = propose(world, world.things.entry)
    address = reverse("meetings:correction_answer", args=[correction.public_id])

    signed_in(world.people["secretary"]).post(address, {"taken": taken, "answer": "As the tape has it"})

    page = minutes_page(signed_in(world.people["fire"]), world)
    assert f"Correction by Westhaven Fire, {says} " in page
    assert "Westhaven Secretary: As the tape has it" in page
    world.things.entry.refresh_from_db()
    assert world.things.entry.text == "Westhaven open entry"


def test_not_taking_one_asks_for_a_word(signed_in, world):
    correction = propose(world, world.things.entry)
    address = reverse("meetings:correction_answer", args=[correction.public_id])

    page = signed_in(world.people["chair"]).post(address, {"taken": "no", "answer": ""})

    assert "Say in a word why it is not taken" in page.content.decode()
    assert Correction.objects.get().waits


def test_the_second_to_answer_is_told_and_keeps_their_word(signed_in, world):
    correction = propose(world, world.things.entry)
    address = reverse("meetings:correction_answer", args=[correction.public_id])
    answer(correction, world, answer="The first word")

    page = signed_in(world.people["chair"]).post(address, {"taken": "no", "answer": "The second word"})

    text = page.content.decode()
    assert "Westhaven Secretary answered this correction meanwhile" in text
    assert "The first word" in text
    assert "The second word" in text
    assert Correction.objects.get().answer == "The first word"


def test_who_may_not_read_the_paragraph_does_not_answer_for_it(signed_in, world):
    correction = propose(world, world.things.named_entry, who="adviser")
    address = reverse("meetings:correction_answer", args=[correction.public_id])

    answers = {who: signed_in(world.people[who]).get(address).status_code for who in ["secretary", "chair"]}

    assert answers == {"secretary": 200, "chair": 403}


def test_what_waits_for_an_answer_stands_first_for_who_may_give_it(signed_in, world):
    propose(world, world.things.entry)
    propose(world, world.things.named_entry, who="adviser")

    waiting = {
        who: [
            paragraph.number
            for paragraph in signed_in(world.people[who])
            .get(reverse("meetings:minutes_detail", args=[world.things.minutes.public_id]))
            .context["to_answer"]
        ]
        for who in ["secretary", "chair", "fire"]
    }

    assert waiting == {"secretary": [1, 2], "chair": [1], "fire": []}


# Approval -------------------------------------------------------------------------------------------------------------


def test_minutes_are_not_approved_while_a_correction_waits(signed_in, world):
    correction = propose(world, world.things.named_entry, who="adviser")
    browser = signed_in(world.people["chair"])
    address = reverse("meetings:minutes_approve", args=[world.things.minutes.public_id])

    refused = browser.post(address, follow=True)
    answer(correction, world)
    browser.post(address)

    assert "A correction still waits for an answer" in refused.content.decode()
    world.things.minutes.refresh_from_db()
    assert world.things.minutes.is_final


def test_corrections_are_in_the_hash_and_minutes_without_any_have_the_hash_they_had(world):
    without = hash_of(world.things.minutes)
    correction = propose(world, world.things.entry)
    proposed = hash_of(world.things.minutes)
    answer(correction, world)
    answered = hash_of(world.things.minutes)
    approve(world)

    assert len({without, proposed, answered}) == 3
    assert world.things.minutes.sha256 == hash_of(world.things.minutes)


CHANGES = {
    "words": {"should_say": "Other"},
    "what stood": {"stood": "Other"},
    "who": {"by_name": "Other"},
    "place": {"position": 2},
    "taken back": {"taken": None, "answered_by": None, "answered_at": None},
    "other answer": {"answer": "Other"},
}


@pytest.mark.parametrize("fields", CHANGES.values(), ids=CHANGES)
def test_what_was_proposed_and_answered_stands_before_approval_too(world, fields):
    answer(propose(world, world.things.entry), world)

    with pytest.raises(DatabaseError, match="stands as it was"), transaction.atomic():
        Correction.objects.update(**fields)
    with pytest.raises(DatabaseError, match="stands as it was"), transaction.atomic():
        Correction.objects.all().delete()


def test_no_correction_gets_into_approved_minutes_and_none_is_answered_there(world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="approved")

    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        Correction.objects.create(
            group=world.group, minutes=world.things.minutes, should_say="x", by=world.people["chair"]
        )


# Addenda --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def approved(world):
    approve(world)
    return world


def test_an_addendum_stands_under_its_paragraph_with_who_and_when(signed_in, approved):
    address = reverse("meetings:addendum_add", args=[approved.things.minutes.public_id])
    hashed = approved.things.minutes.sha256

    signed_in(approved.people["secretary"]).post(
        f"{address}?paragraph={approved.things.restricted_entry.public_id}", {"text": "Found out later"}
    )

    read = minutes_page(signed_in(approved.people["adviser"]), approved)
    assert "Addendum by Westhaven Secretary, " in read
    assert "Found out later" in read
    assert "Found out later" not in minutes_page(signed_in(approved.people["venue"]), approved)
    assert approved.things.restricted_entry.text in read
    assert hash_of(approved.things.minutes) == hashed


def test_an_addendum_is_never_changed_nor_taken_away(approved):
    by = approved.people["secretary"]
    services.add_addendum(minutes=approved.things.minutes, paragraph=None, text="Later", by=by)

    for attempt in [lambda: Addendum.objects.update(text="Other"), lambda: Addendum.objects.all().delete()]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_an_addendum_comes_after_approval_only(world):
    by, minutes = world.people["secretary"], world.things.minutes

    with pytest.raises(ValidationError, match="for approved minutes"):
        services.add_addendum(minutes=minutes, paragraph=None, text="Too soon", by=by)
    with pytest.raises(DatabaseError, match="comes after approval"), transaction.atomic():
        Addendum.objects.create(group=world.group, minutes=minutes, text="Too soon", by=by)


def test_reading_an_addendum_to_something_sensitive_is_recorded_anew(signed_in, approved):
    browser = signed_in(approved.people["adviser"])
    minutes_page(browser, approved)
    read_once = readings(approved)
    minutes_page(browser, approved)
    again = readings(approved)
    services.add_addendum(
        minutes=approved.things.minutes,
        paragraph=approved.things.restricted_entry,
        text="Later",
        by=approved.people["secretary"],
    )
    minutes_page(browser, approved)

    assert (again - read_once, readings(approved) - again) == (0, 1)


def readings(world):
    return Entry.objects.readings().filter(target=world.things.minutes.public_id).count()


def test_minutes_cost_the_same_with_few_and_many_remarks(signed_in, world, django_assert_num_queries):
    browser = signed_in(world.people["chair"])
    for _ in range(2):
        answer(propose(world, world.things.entry), world)
    minutes_page(browser, world)

    with django_assert_num_queries(12):
        minutes_page(browser, world)
    for thing in [world.things.entry, world.things.decision, world.things.raised, None] * 5:
        answer(propose(world, thing), world)
    approve(world)
    for _ in range(5):
        services.add_addendum(
            minutes=world.things.minutes, paragraph=world.things.entry, text="x", by=world.people["chair"]
        )
    minutes_page(browser, world)
    with django_assert_num_queries(12):
        minutes_page(browser, world)


def test_minutes_with_all_that_can_stand_on_them_ask_few_queries(signed_in, world, django_assert_num_queries):
    chair, minutes = world.people["chair"], world.things.minutes
    answer(propose(world, world.things.entry), world)
    done = {"standing": "withdrawn", "reason": "It is done", "set_by": chair}
    DecisionStanding.objects.create(group=world.group, decision=world.things.decision, minutes=minutes, **done)
    approve(world)
    services.add_addendum(minutes=minutes, paragraph=world.things.entry, text="x", by=chair)
    OpenSummary.objects.create(
        group=world.group, minutes=minutes, content={}, asked_by=world.people["secretary"], asked_at=minutes.approved_at
    )
    back = {"carried_from": world.things.held_item, "carried_because": "parked", "times_back": 1}
    make_item(world, world.things.meeting, 9, "carried", matter=world.things.held_item, **back)
    browser = signed_in(chair)
    page = minutes_page(browser, world)

    assert all(says in page for says in ["Carried forward", "withdrawn", "waits for a second person"])
    with django_assert_num_queries(14):
        minutes_page(browser, world)
