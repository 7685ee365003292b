"""The evidence note: a leaf of its own beside the answer, with readers of its own."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.models import Entry
from groups.models import Audience, Marking, Membership
from groups.sensitivity import can_read
from groups.services import end_membership, set_limits
from lib.editions import StaleEdition
from maturity import services
from maturity.models import Answer, EvidenceNote, EvidenceNoteText
from tests.maturity.answers import answer_all, answer_to, noted, readings, text_of, typed, url, write

LEADS = {"chair", "secretary", "secretary_and_administrator"}
NARROW = {"audience": Audience.AUTHORITY}


def readers(world, note):
    notes = EvidenceNote.objects.filter(pk=note.pk)
    return {name for name, person in world.people.items() if notes.visible_to(person).exists()}


def write_noted(assessment, code, by, text="Kept in the safe", said=None, **limits):
    return write(assessment, code, by=by, evidence=noted(text, **limits), **(said or {})).note


def close(world, assessment, code, **limits):
    """The assessment closed, with the note of one answer for fewer people."""
    answer_all(assessment, by=world.people["chair"])
    note = write_noted(assessment, code, world.people["chair"], said={"level": 3}, **limits)
    services.close_assessment(assessment=assessment, by=world.people["chair"])
    return note


# Who reads it ---------------------------------------------------------------------------------------------------------


def test_note_is_read_by_state_of_the_answer_and_by_its_own_audience(world, assessment):
    note = close(world, assessment, "A1", **NARROW)
    assert readers(world, note) == LEADS | {"senior_owner"}

    EvidenceNote.objects.filter(pk=note.pk).update(audience=Audience.STATUTORY)
    assert readers(world, note) == LEADS | {"senior_owner", "deputy_chair", "adviser"}

    EvidenceNote.objects.filter(pk=note.pk).update(audience=Audience.NAMED)
    assert readers(world, note) == {"chair"}  # its author


def test_nobody_reads_a_note_under_an_answer_that_is_withheld(world, assessment):
    """Even if the note were wider."""
    note = close(world, assessment, "A1")
    Answer.objects.filter(pk=note.answer_id).update(audience=Audience.AUTHORITY)

    assert readers(world, note) == LEADS | {"senior_owner"}


def test_author_reads_the_note_while_they_sit_in_the_group(world, assessment):
    services.ask_for_answer(answer=answer_to(assessment, "A2"), seat=world.seats["adviser"], by=world.people["chair"])
    note = write_noted(assessment, "A2", world.people["adviser"], **NARROW)
    assert readers(world, note) == LEADS | {"adviser"}

    end_membership(membership=Membership.objects.get(pk=world.seats["adviser"].pk), by=world.people["chair"])
    assert readers(world, note) == LEADS


def test_reader_of_the_answer_sees_that_the_note_is_withheld_and_nothing_of_it(signed_in, world, assessment):
    note = close(world, assessment, "A1", text="In the locked cabinet", **NARROW)

    page = signed_in(world.people["adviser"]).get(url("assessment_results", assessment))

    assert "Evidence note withheld" in text_of(page)
    assert "Westhaven paper A2" in text_of(page)
    assert "In the locked cabinet" not in text_of(page)
    assert note.public_id not in readings(assessment).get().detail["read"]
    assert "In the locked cabinet" in text_of(signed_in(world.people["secretary"]).get(page.request["PATH_INFO"]))


def test_withheld_evidence_is_not_said_to_be_missing(signed_in, world, framework, assessment):
    framework.refresh_from_db()
    needed = framework.evidence_needed_from_level
    close(world, assessment, "A1", **NARROW)

    page = signed_in(world.people["adviser"]).get(url("assessment_results", assessment))

    [answer] = [answer for answer in page.context["answers"] if answer.criterion.code == "A1"]
    assert answer.level >= needed
    assert (answer.evidence, answer.evidence_is_withheld, answer.lacks_evidence) == (None, True, False)


def test_official_answer_with_a_sensitive_note_marks_the_page_and_is_a_reading(signed_in, world, assessment):
    open_to_all = {"marking": Marking.OFFICIAL, "audience": Audience.EVERYONE}
    note = write_noted(assessment, "A1", world.people["chair"], said=open_to_all)

    page = signed_in(world.people["chair"]).get(url("answer_write", note.answer))

    assert page.context["marking"] == Marking.OFFICIAL_SENSITIVE
    assert readings(note.answer).get().detail["read"] == [note.public_id]


# Writing it -----------------------------------------------------------------------------------------------------------


def test_note_is_written_on_the_page_of_the_answer_with_readers_of_its_own(signed_in, world, assessment):
    answer, browser = answer_to(assessment, "A1"), signed_in(world.people["chair"])
    sent = typed(answer, **{"evidence-audience": "authority", "evidence-handling": "Do not copy"})

    assert browser.post(url("answer_write", answer), sent).status_code == 302
    assert browser.post(url("answer_write", answer), sent).status_code == 302  # sent twice

    note = EvidenceNote.objects.get()
    assert (note.text, note.audience, note.handling) == ("Membership list", Audience.AUTHORITY, "Do not copy")
    assert (note.edition, note.written_by, note.group) == (1, world.people["chair"], world.group)
    assert list(note.texts.values_list("edition", "text")) == [(1, "Membership list")]
    [entry] = Entry.objects.filter(target=note.public_id)
    assert (entry.verb, entry.detail["audience"]) == ("evidence note saved", "authority")
    page = browser.get(url("answer_write", answer))
    assert page.context["form"].evidence["audience"].value() == "authority"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"evidence-audience": "everyone"}, {"audience"}),
        ({"evidence-marking": "official"}, {"marking"}),
        ({"evidence-marking": "secret"}, {"marking"}),
        ({"evidence-audience": "named"}, {"audience"}),
        ({"audience": "authority"}, {"audience"}),
        ({"evidence-text": "x" * 2001}, {"text"}),
    ],
)
def test_note_that_is_wider_than_the_answer_or_wrong_is_said_and_nothing_is_saved(
    signed_in, world, assessment, changes, wrong
):
    answer = answer_to(assessment, "A1")
    page = signed_in(world.people["chair"]).post(url("answer_write", answer), typed(answer, **changes))

    assert set(page.context["form"].evidence.errors) == wrong
    [field] = wrong
    assert f'href="#id_evidence-{field}' in text_of(page)
    assert not EvidenceNote.objects.exists()
    assert not answer_to(assessment, "A1").is_answered


def test_what_is_wrong_with_answer_and_note_is_said_at_once(signed_in, world, assessment):
    answer = answer_to(assessment, "A1")
    wrong = typed(answer, confidence="", **{"evidence-marking": "secret"})
    page = text_of(signed_in(world.people["chair"]).post(url("answer_write", answer), wrong))

    assert "Choose how sure you are of this level" in page
    assert "Marking carries SECRET" in page
    assert page.count("There is a problem") == 1


def test_note_is_narrowed_with_the_answer(world, assessment):
    note = write_noted(assessment, "A1", world.people["chair"])
    write(assessment, "A1", by=world.people["chair"], audience=Audience.AUTHORITY)

    note.refresh_from_db()
    assert (note.audience, note.text, note.edition) == (Audience.AUTHORITY, "Kept in the safe", 1)

    wider = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY, "reason": "They asked"}
    set_limits(thing=note.answer, **wider, by=world.people["chair"])
    note.refresh_from_db()
    assert note.audience == Audience.AUTHORITY  # it is not widened with it


def test_who_may_not_read_the_note_leaves_it_as_it_is(signed_in, world, assessment):
    answer = answer_to(assessment, "A1")
    note = write_noted(assessment, "A1", world.people["chair"], text="In the locked cabinet", **NARROW)
    services.ask_for_answer(answer=answer, seat=world.seats["adviser"], by=world.people["chair"])
    adviser = signed_in(world.people["adviser"])

    page = text_of(adviser.get(url("answer_write", answer)))
    assert "Evidence note withheld" in page
    assert "In the locked cabinet" not in page
    sent = typed(answer_to(assessment, "A1"), text="The adviser's reason", **{"evidence-text": "Overwritten"})
    assert adviser.post(url("answer_write", answer), sent).status_code == 302

    note.refresh_from_db()
    assert (note.text, note.edition, note.written_by) == ("In the locked cabinet", 1, world.people["chair"])
    assert answer_to(assessment, "A1").text == "The adviser's reason"


def test_nobody_narrows_anothers_note_beyond_themselves(world, assessment):
    write_noted(assessment, "A1", world.people["chair"])
    with pytest.raises(ValidationError, match="could not read this evidence yourself"):
        write_noted(assessment, "A1", world.people["adviser"], **NARROW)

    assert write_noted(assessment, "A1", world.people["secretary"], **NARROW).audience == Audience.AUTHORITY


def test_of_two_writers_the_second_sees_both_notes_and_has_changed_nothing(signed_in, world, assessment):
    answer, browser = answer_to(assessment, "A1"), signed_in(world.people["chair"])
    write_noted(assessment, "A1", world.people["secretary"], text="The secretary’s file")

    page = browser.post(url("answer_write", answer), typed(answer, **{"evidence-text": "The chair’s file"}))

    assert "The secretary’s file" in text_of(page)
    assert "The chair’s file" in text_of(page)
    assert EvidenceNote.objects.get().text == "The secretary’s file"

    edition = page.context["form"]["edition"].value()
    again = typed(answer, edition=edition, **{"evidence-text": "The chair’s file"})
    assert browser.post(url("answer_write", answer), again).status_code == 302
    assert list(EvidenceNoteText.objects.order_by("edition").values_list("text", flat=True)) == [
        "The secretary’s file",
        "The chair’s file",
    ]


def test_second_of_two_writers_is_not_shown_a_note_that_is_withheld_from_them(signed_in, world, assessment):
    answer, fire = answer_to(assessment, "A1"), world.people["fire"]
    services.ask_for_answer(answer=answer, seat=world.seats["fire"], by=world.people["chair"])
    write_noted(assessment, "A1", world.people["chair"], text="The authority’s own file", **NARROW)

    page = signed_in(fire).post(url("answer_write", answer), typed(answer, text="Words of the fire service"))

    assert page.status_code == 200
    assert "Words of the fire service" in text_of(page)
    assert "The authority’s own file" not in text_of(page)


def test_opening_anothers_note_is_for_the_page_who_may_read_this(signed_in, world, assessment):
    note = write_noted(assessment, "A1", world.people["chair"], **NARROW)
    with pytest.raises(ValidationError, match="More people would read the evidence then"):
        write_noted(assessment, "A1", world.people["secretary"], text="Other words")

    secretary = signed_in(world.people["secretary"])
    assert "Evidence for A1" in text_of(secretary.get(url("evidence_readers", note)))
    wider = {
        "marking": Marking.OFFICIAL_SENSITIVE,
        "audience": Audience.STATUTORY,
        "handling": "",
        "reason": "Asked for",
    }
    assert secretary.post(url("evidence_readers", note), wider).status_code == 302
    note.refresh_from_db()
    assert note.audience == Audience.STATUTORY

    page = secretary.post(url("evidence_readers", note), {**wider, "audience": Audience.EVERYONE})
    assert "cannot be for more people than what it belongs to" in text_of(page)


def test_note_is_narrowed_when_its_answer_is_on_the_page_who_may_read_this(world, assessment):
    note = write_noted(assessment, "A1", world.people["chair"])
    limits = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.AUTHORITY}
    set_limits(thing=note.answer, **limits, by=world.people["chair"])

    note.refresh_from_db()
    assert note.audience == Audience.AUTHORITY


@pytest.mark.access
def test_one_note_agrees_with_the_list(world, assessment):
    """In hand as in a query, for everybody, in each audience and state, also of an answer that is narrower."""
    note = write_noted(assessment, "A1", world.people["adviser"], **NARROW)
    for code in ["A2", "A3", "A4", "A5"]:
        write(assessment, code, by=world.people["chair"])
    for state in ["answering", "closed"]:
        if state == "closed":
            services.close_assessment(assessment=assessment, by=world.people["chair"])
        for audience, of_answer in product(Audience.values, Audience.values):
            EvidenceNote.objects.filter(pk=note.pk).update(audience=audience)
            Answer.objects.filter(pk=note.answer_id).update(audience=of_answer)
            in_hand = EvidenceNote.objects.get(pk=note.pk)
            read = {name for name, person in world.people.items() if can_read(person, in_hand)}
            assert read == readers(world, note), (state, audience, of_answer)


def test_note_changed_alone_is_a_new_edition_of_the_answer(world, assessment):
    chair = world.people["chair"]
    write_noted(assessment, "A1", chair)
    write_noted(assessment, "A1", chair, text="Moved to the archive")

    with pytest.raises(StaleEdition):
        write(assessment, "A1", by=world.people["secretary"], edition=1, evidence=noted("Late"))
    assert EvidenceNote.objects.get().text == "Moved to the archive"


def test_page_opened_before_a_note_was_restricted_does_not_open_it_again(signed_in, world, assessment):
    answer, browser = answer_to(assessment, "A1"), signed_in(world.people["secretary"])
    write_noted(assessment, "A1", world.people["chair"])
    seen = browser.get(url("answer_write", answer)).context["form"].evidence["limits_seen"].value()
    write_noted(assessment, "A1", world.people["chair"], **NARROW)

    sent = typed(answer_to(assessment, "A1"), **{"evidence-limits_seen": seen})
    page = browser.post(url("answer_write", answer), sent)

    assert "was changed meanwhile" in str(page.context["form"].evidence.errors["audience"])
    assert EvidenceNote.objects.get().audience == Audience.AUTHORITY


def test_an_emptied_note_is_none(signed_in, world, assessment):
    chair = world.people["chair"]
    write_noted(assessment, "A1", chair, said={"level": 4}, **NARROW)
    write_noted(assessment, "A1", chair, text="", said={"level": 4}, **NARROW)

    page = signed_in(chair).get(url("assessment_detail", assessment))

    assert "No evidence noted yet" in text_of(page)
    assert EvidenceNoteText.objects.count() == 2


# What the database keeps ----------------------------------------------------------------------------------------------


def test_note_of_a_closed_assessment_is_final_but_for_its_readers(world, assessment):
    note = close(world, assessment, "A1")
    for wrong in [
        lambda: EvidenceNote.objects.filter(pk=note.pk).update(text="Afterwards"),
        note.delete,
        lambda: note.texts.create(edition=9, text="Afterwards", by=world.people["chair"]),
        lambda: note.texts.update(text="Afterwards"),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()

    EvidenceNote.objects.filter(pk=note.pk).update(audience=Audience.AUTHORITY)
    note.refresh_from_db()
    assert (note.text, note.audience) == ("Kept in the safe", Audience.AUTHORITY)


def test_no_note_is_added_to_a_closed_assessment(world, assessment):
    for code in ["A1", "A2", "A3", "A4", "A5"]:
        write(assessment, code, by=world.people["chair"])
    services.close_assessment(assessment=assessment, by=world.people["chair"])
    answer = answer_to(assessment, "A1")
    one = {"group": answer.group, "answer": answer, "written_by": world.people["chair"], "text": "Afterwards"}

    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceNote.objects.create(**one)
    assert not EvidenceNote.objects.exists()
