"""What each seat says about terms that are put to the members, and adopting, superseding and withdrawing them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from groups import services
from groups.models import Membership, Rules, TermsAnswer, TermsReply, TermsVersion
from groups.terms_voices import voices_on
from lib.dated import months_after
from tests.groups.pages import changes, errors_of
from tests.groups.terms import adopted, agree, fresh, page_of, put, refused, say
from tests.world import make_deputy

State = TermsVersion.State


def answer_of(world, terms, seat):
    return next(voice.answer for voice in voices_on(fresh(terms)).lines if voice.seat == world.seats[seat])


def test_member_agrees_to_the_words_that_they_read(signed_in, world):
    terms = put(world)
    browser = signed_in(world.people["fire"])
    shown = browser.get(page_of("terms_answer", terms))

    response = browser.post(
        page_of("terms_answer", terms),
        {"answer": "agree", "reason": "", "sha256": shown.context["form"]["sha256"].value()},
    )

    assert response.headers["Location"] == terms.get_absolute_url()
    answer = TermsAnswer.objects.get()
    assert (answer.seat, answer.agrees, answer.stands_in, answer.sha256) == (
        world.seats["fire"],
        True,
        False,
        terms.sha256,
    )
    assert changes(by=world.people["fire"]) == [("terms agreed to", answer.public_id)]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"answer": ""}, "Choose whether you agree or object"),
        ({"answer": "object", "reason": " "}, "Enter why you object, so that the group can answer"),
        ({"answer": "agree", "reason": "But"}, "Choose “I object” to give a reason, or take the reason out"),
        ({"answer": "object", "reason": "x" * 2001}, "The reason must be 2,000 characters or fewer"),
        (
            {"sha256": "0" * 64},
            "These are not the words that are with the members now. Read them again before you answer",
        ),
    ],
)
def test_answer_that_cannot_be_taken_is_told_and_kept(signed_in, world, typed, says):
    terms = put(world)
    body = {"answer": "object", "reason": "Too long", "sha256": terms.sha256} | typed

    response = signed_in(world.people["fire"]).post(page_of("terms_answer", terms), body)

    assert errors_of(response) == [says]
    assert response.context["form"]["reason"].value() == body["reason"]
    assert not TermsAnswer.objects.exists()


def test_objection_is_answered_and_whoever_objected_may_change_their_mind(signed_in, world):
    terms = put(world)
    objection = say(world, terms, "venue", agrees=False, reason="Meetings clash with match days")
    secretary = signed_in(world.people["secretary"])

    response = secretary.post(page_of("terms_objection_answer", objection), {"text": "We move them to Mondays"})
    assert response.headers["Location"] == terms.get_absolute_url()
    page = signed_in(world.people["venue"]).get(terms.get_absolute_url()).content.decode()
    assert "Your objection has been answered" in page
    assert "We move them to Mondays" in page

    say(world, terms, "venue")
    [voice] = [voice for voice in voices_on(terms).lines if voice.seat == world.seats["venue"]]
    assert voice.agrees
    assert voice.earlier == [objection]
    assert changes(by=world.people["secretary"]) == [
        ("terms put to the members", terms.public_id),
        ("objection answered", TermsReply.objects.get().public_id),
    ]


def test_only_an_objection_is_answered(signed_in, world):
    terms = put(world)
    agreed = say(world, terms, "venue")

    assert signed_in(world.people["chair"]).get(page_of("terms_objection_answer", agreed)).status_code == 404


def test_deputy_answers_for_the_seat_until_the_member_does(world):
    terms = put(world)

    say(world, terms, "deputy", seat="planner", agrees=False, reason="My view")
    assert (answer_of(world, terms, "planner").stands_in, answer_of(world, terms, "planner").agrees) == (True, False)
    say(world, terms, "deputy", seat="planner")
    assert answer_of(world, terms, "planner").agrees

    say(world, terms, "planner", agrees=False, reason="No")
    assert answer_of(world, terms, "planner").name == "Westhaven Planner"
    with pytest.raises(ValidationError) as refusal:
        say(world, terms, "venue_deputy_of_planner", seat="planner")
    assert refusal.value.messages == ["Westhaven Planner has answered for this seat. Only they can change it"]
    assert [voice.seat for voice in voices_on(terms).objecting] == [world.seats["planner"]]
    assert TermsAnswer.objects.count() == 3


@pytest.mark.parametrize(
    ("who", "seat"),
    [("observer", "observer"), ("prevent", "prevent"), ("powerless_deputy_of_chair", "chair"), ("fire", "venue")],
)
def test_nobody_answers_for_a_seat_without_the_right(world, who, seat):
    terms = put(world)

    with pytest.raises(PermissionDenied):
        say(world, terms, who, seat=seat)


def test_whoever_has_two_seats_chooses_for_which_they_answer(signed_in, world):
    terms = put(world)
    deputyship = make_deputy(world, "fires_deputy", "fire", "fire")
    type(deputyship).objects.filter(pk=deputyship.pk).update(user=world.people["planner"])
    browser, body = signed_in(world.people["planner"]), {"answer": "agree", "reason": "", "sha256": terms.sha256}

    assert errors_of(browser.post(page_of("terms_answer", terms), body)) == ["Choose for which seat you answer"]
    browser.post(page_of("terms_answer", terms), body | {"seat": world.seats["fire"].public_id})
    forged = browser.post(page_of("terms_answer", terms), body | {"seat": world.seats["venue"].public_id})

    assert errors_of(forged) == ["Choose one from the list"]
    [answer] = TermsAnswer.objects.all()
    assert (answer.seat, answer.stands_in) == (world.seats["fire"], True)


def test_same_answer_sent_twice_is_one(world):
    terms = put(world)

    assert say(world, terms, "fire") == say(world, terms, "fire")
    again = [say(world, terms, "venue", agrees=False, reason="No") for _time in range(2)]
    assert again[0] == again[1]
    assert len(changes(by=world.people["fire"])) == 1


def test_silence_is_shown_as_silence(signed_in, world):
    terms = put(world)
    agree(world, terms, "chair", "fire")
    say(world, terms, "venue", agrees=False, reason="Too long")

    page = signed_in(world.people["observer"]).get(terms.get_absolute_url())

    voices = page.context["voices"]
    assert (len(voices.agreed), len(voices.objecting), len(voices.silent)) == (2, 1, 9)
    assert page.content.decode().count("No answer yet") == 9
    assert "Terms of reference 1.0: 2 of 12 seats agree" in page.content.decode()


# Adopting -------------------------------------------------------------------------------------------------------------


def test_chair_adopts_what_a_quorum_agreed_and_it_runs_the_group(signed_in, world):
    rules = {"quorum_areas": 2, "months_between": 6, "minutes_working_days": 7, "review_months": 18}
    TermsVersion.objects.filter(pk=world.things.terms.pk).update(**rules | {"quorum_areas": 1})
    terms = put(world)
    agree(world, terms, "chair", "planner", "adviser")

    response = signed_in(world.people["chair"]).post(page_of("terms_adopt", terms), {"": ""})

    assert response.headers["Location"] == terms.get_absolute_url()
    terms = fresh(terms)
    assert (terms.state, terms.adopted_by) == (State.AGREED, world.people["chair"])
    assert terms.review_on == months_after(timezone.localdate(), 18)
    assert Rules.objects.get(group=world.group).in_figures() == terms.in_figures()
    assert Rules.objects.get(group=world.group).months_between == 6
    assert ("terms adopted", terms.public_id) in changes(by=world.people["chair"])
    assert Rules.objects.get(group=world.other.group).months_between == 3


@pytest.mark.parametrize(
    ("agreed", "missing"),
    [
        ([], "the chair or the deputy chair, and 1 more of the five business areas, and a police adviser"),
        (["deputy_chair", "planner"], "a police adviser"),
        (["chair", "adviser", "fire"], "1 more of the five business areas"),
        (["planner", "adviser", "secretary"], "the chair or the deputy chair"),
    ],
)
def test_without_a_quorum_nothing_is_adopted_and_the_chair_is_told_what_is_missing(signed_in, world, agreed, missing):
    terms = put(world)
    agree(world, terms, *agreed)

    response = signed_in(world.people["chair"]).post(page_of("terms_adopt", terms), {"": ""})

    assert errors_of(response) == [f"Those who agreed are no quorum yet. Missing: {missing}"]
    assert fresh(terms).is_put


def test_objection_without_an_answer_holds_the_adopting_up(world):
    terms = put(world)
    agree(world, terms, "chair", "planner", "adviser")
    objection = say(world, terms, "venue", agrees=False, reason="No")

    with pytest.raises(ValidationError) as refusal:
        services.adopt_terms(terms=terms, by=world.people["chair"])
    assert refusal.value.messages == ["Answer the objection of Westhaven Venue"]

    services.answer_objection(objection=objection, text="Noted", by=world.people["secretary"])
    services.adopt_terms(terms=terms, by=world.people["chair"])
    assert fresh(terms).is_agreed


def test_who_objects_anew_is_answered_anew(world):
    terms = put(world)
    agree(world, terms, "chair", "planner", "adviser")
    objection = say(world, terms, "venue", agrees=False, reason="No")
    services.answer_objection(objection=objection, text="Noted", by=world.people["secretary"])

    say(world, terms, "venue", agrees=False, reason="No")

    assert [voice.seat for voice in voices_on(terms).waiting_for_reply] == [world.seats["venue"]]


def test_rule_of_the_terms_themselves_makes_the_quorum(world):
    TermsVersion.objects.filter(pk=world.things.terms.pk).update(quorum_needs_police=False, quorum_areas=0)
    terms = put(world)
    agree(world, terms, "deputy_chair")

    services.adopt_terms(terms=terms, by=world.people["chair"])

    assert fresh(terms).is_agreed
    assert Rules.objects.get(group=world.group).quorum_areas == 0


def test_voice_of_a_seat_that_ended_counts_no_more(world):
    terms = put(world)
    agree(world, terms, "chair", "planner", "adviser")
    Membership.objects.filter(pk=world.seats["adviser"].pk).update(ends_at=timezone.now() - timedelta(seconds=1))

    assert voices_on(terms).quorum.missing == ["a police adviser"]


def test_record_of_who_agreed_stays_when_people_leave_and_come(world):
    terms = adopted(world)
    Membership.objects.filter(pk=world.seats["fire"].pk).update(ends_at=timezone.now() + timedelta(seconds=1))
    services_later = Membership.objects.filter(pk=world.seats["venue"].pk)
    services_later.update(starts_at=timezone.now() + timedelta(days=1))

    names = [voice.seat.name for voice in voices_on(fresh(terms)).lines]
    assert "Westhaven Fire" in names
    assert "Westhaven Venue" not in names


def test_next_version_supersedes_the_one_before(world):
    first = adopted(world)
    draft = services.begin_terms_draft(terms=first, by=world.people["secretary"])
    assert (draft.number, draft.follows) == ("1.1", first)
    assert services.begin_terms_draft(terms=first, by=world.people["chair"]) == draft
    second = adopted(world, draft)

    first = fresh(first)
    assert (first.state, first.ended_at is not None, second.number) == (State.SUPERSEDED, True, "2.0")
    assert refused(lambda: TermsVersion.objects.filter(pk=first.pk).update(state="agreed"))


def test_new_draft_has_words_and_rules_of_the_one_before(world):
    TermsVersion.objects.filter(pk=world.things.terms.pk).update(months_between=4)
    draft = services.begin_terms_draft(terms=adopted(world), by=world.people["secretary"])

    [section] = draft.sections.all()
    assert (section.key, section.text, section.edition, draft.months_between) == ("mission", "Westhaven aims", 1, 4)
    assert list(section.texts.values_list("text", "by")) == [("Westhaven aims", world.people["secretary"].pk)]


def test_version_is_withdrawn_with_a_reason_and_its_number_never_used_again(signed_in, world):
    terms = put(world)
    browser = signed_in(world.people["administrator"])

    assert errors_of(browser.post(page_of("terms_withdraw", terms), {"reason": ""})) == ["Enter why it is withdrawn"]
    browser.post(page_of("terms_withdraw", terms), {"reason": "The police want another quorum"})

    terms = fresh(terms)
    assert (terms.state, terms.withdrawn_reason) == (State.WITHDRAWN, "The police want another quorum")
    assert "The police want another quorum" in browser.get(terms.get_absolute_url()).content.decode()
    begun = browser.post(page_of("terms_begin", terms))
    draft = TermsVersion.objects.get(group=world.group, state=State.DRAFT)
    assert begun.headers["Location"] == draft.get_absolute_url()
    assert draft.number == "1.1"
    assert put(world, draft).number == "2.0"


@pytest.mark.parametrize("service", ["withdraw_terms", "adopt_terms", "answer_terms"])
def test_what_is_with_nobody_is_not_answered_adopted_or_withdrawn(world, service):
    terms = adopted(world)
    more = {
        "withdraw_terms": {"reason": "Late"},
        "adopt_terms": {},
        "answer_terms": {"seat": world.seats["chair"], "agrees": True, "reason": "", "sha256": terms.sha256},
    }

    with pytest.raises(ValidationError) as refusal:
        getattr(services, service)(terms=terms, by=world.people["chair"], **more[service])
    assert refusal.value.messages == ["Version 1.0 is not with the members any more: it is agreed"]


def test_new_items_begin_with_the_marking_that_the_terms_say(signed_in, world):
    TermsVersion.objects.filter(pk=world.things.terms.pk).update(default_marking="official_sensitive")
    browser = signed_in(world.people["chair"])
    pages = [
        page_of("standing_item_add", world.group),
        reverse("meetings:item_add", args=[world.things.meeting.public_id]),
    ]

    for marking in ["official", "official_sensitive"]:
        assert [browser.get(page).context["form"]["marking"].value() for page in pages] == [marking, marking]
        if marking == "official":
            adopted(world)


def test_member_counts_though_the_deputy_was_written_down_after_them(world):
    """As when both send their answer at once."""
    terms = put(world)
    own = say(world, terms, "planner")
    about = {"group": world.group, "version": terms, "sha256": terms.sha256, "seat": world.seats["planner"]}
    about |= {"by": world.people["deputy"], "name": "Westhaven Deputy", "stands_in": True}
    TermsAnswer.objects.create(**about, agrees=False, reason="No")

    assert answer_of(world, terms, "planner") == own
