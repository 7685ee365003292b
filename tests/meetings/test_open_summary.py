"""The open summary: shareable words alone, and published by two people who both know what it leaves out."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.models import Job, StoredFile
from documents.services import hash_of, make_document
from meetings.models import OpenSummary
from meetings.services import answer_summary, approve_minutes, ask_for_summary
from meetings.summary_document import html, pages_of
from tests.canary_house import text_of_pdf
from tests.groups.test_terms_pdf_ua import failures_of
from tests.meetings.papers import approved, for_the_authority


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def minutes(world):
    return approved(world)


@pytest.fixture
def summary(world, minutes):
    return ask_for_summary(minutes=minutes, by=world.people["secretary"])


def words_of(summary):
    return [part["text"] for section in summary.content["sections"] for part in section["paragraphs"]]


def page(browser, minutes):
    return browser.get(reverse("meetings:summary_detail", args=[minutes.public_id])).content.decode()


def answer(browser, summary, do="publish"):
    return browser.post(reverse("meetings:summary_answer", args=[summary.public_id]), {"do": do})


# What it says ---------------------------------------------------------------------------------------------------------


def test_it_has_the_shareable_words_that_whoever_asks_may_read_and_no_others(world, minutes):
    by_chair = ask_for_summary(minutes=minutes, by=world.people["chair"])
    assert words_of(by_chair) == ["Westhaven open words", "Westhaven words of the restricted one"]

    answer_summary(summary=by_chair, agreed=False, by=world.people["deputy_chair"])
    by_secretary = ask_for_summary(minutes=minutes, by=world.people["secretary"])
    assert "Westhaven words of the named one" in words_of(by_secretary)


def test_it_tells_no_title_of_an_item_that_is_not_for_everybody(world, summary):
    assert [section["title"] for section in summary.content["sections"]] == ["Westhaven held events", ""]


def test_in_the_file_the_numbers_have_no_gap_and_nothing_else_of_the_minutes_stands(summary):
    pdf = pages_of(summary.content, summary.sha256)
    drawn = html(summary.content, summary.sha256)

    assert re.findall(r'class="number">(\d+)<', drawn) == ["1", "2", "3"]
    told = text_of_pdf(pdf)
    kept = ["open entry", "restricted entry", "named entry", "decision", "open action", "threat", "ithheld", "Chair"]
    assert [words for words in kept if words in told] == []


def test_file_conforms_to_pdf_ua(summary):
    assert failures_of(pages_of(summary.content, summary.sha256)) == []


def test_fingerprint_is_of_the_words_that_were_agreed(summary):
    assert summary.sha256 == hash_of(summary.content)


def test_nothing_to_share_is_nothing_to_put_forward(world, signed_in):
    minutes = world.things.minutes
    approve_minutes(minutes=minutes, by=world.people["chair"])
    browser = signed_in(world.people["secretary"])

    answer = browser.post(reverse("meetings:summary_ask", args=[minutes.public_id]), follow=True)

    assert "Nothing that you may read in these minutes has words that may be shared" in answer.content.decode()
    assert not OpenSummary.objects.exists()


# Two people -----------------------------------------------------------------------------------------------------------


def test_second_person_agrees_and_everybody_in_the_group_takes_the_same_file(world, minutes, summary, signed_in):
    # who reads all of it: the entry for named readers is in it, which the chair does not read
    assert answer(signed_in(world.people["chair"]), summary).status_code == 403

    answer_summary(summary=summary, agreed=False, by=world.people["chair"])
    again = ask_for_summary(minutes=minutes, by=world.people["chair"])
    assert answer(signed_in(world.people["deputy_chair"]), again).status_code == 302
    for name in ["venue", "observer"]:
        browser = signed_in(world.people[name])
        assert "Westhaven words of the restricted one" in page(browser, minutes)
        browser.post(reverse("meetings:summary_export", args=[again.public_id]))
        make_document(job_id=Job.objects.latest("pk").pk)
    assert StoredFile.objects.count() == 1
    assert not Job.objects.exclude(expires_at=None).exists()


def test_nobody_agrees_to_what_they_asked_for(world, minutes, signed_in):
    mine = ask_for_summary(minutes=minutes, by=world.people["chair"])

    assert answer(signed_in(world.people["chair"]), mine).status_code == 403
    with pytest.raises(IntegrityError, match="nobody_publishes_a_summary_alone"), transaction.atomic():
        answer_summary(summary=mine, agreed=True, by=world.people["chair"])


def test_whoever_may_not_read_all_that_it_was_drawn_from_cannot_agree(world, minutes, signed_in):
    mine = ask_for_summary(minutes=minutes, by=world.people["chair"])
    for_the_authority(world, world.things.restricted_entry)

    assert answer(signed_in(world.people["deputy_chair"]), mine).status_code == 403


def test_until_it_is_published_its_words_are_for_those_who_read_what_they_were_written_for(
    world, minutes, summary, signed_in
):
    told = page(signed_in(world.people["chair"]), minutes)

    assert "1 paragraph of it is withheld from you" in told
    assert "words of the named one" not in told
    assert "Agree and publish" not in told


def test_members_see_nothing_of_it_before_it_is_published(world, minutes, summary, signed_in):
    member = signed_in(world.people["fire"])

    assert member.get(reverse("meetings:summary_detail", args=[minutes.public_id])).status_code == 403
    assert "summary/" not in member.get(minutes.get_absolute_url()).content.decode()
    answer_summary(summary=summary, agreed=True, by=world.people["chair"])
    assert "summary/" in member.get(minutes.get_absolute_url()).content.decode()


def test_what_is_published_stays_so_while_another_waits_or_is_refused(world, minutes, summary, signed_in):
    answer_summary(summary=summary, agreed=True, by=world.people["deputy_chair"])
    another = ask_for_summary(minutes=minutes, by=world.people["chair"])
    assert "This summary is published" in page(signed_in(world.people["fire"]), minutes)

    answer_summary(summary=another, agreed=False, by=world.people["deputy_chair"])
    for name in ["fire", "secretary"]:
        assert "This summary is published" in page(signed_in(world.people[name]), minutes)


def test_one_summary_waits_at_a_time_and_is_answered_once(world, minutes, summary):
    with pytest.raises(ValidationError, match="waits for a second person already"):
        ask_for_summary(minutes=minutes, by=world.people["chair"])
    answer_summary(summary=summary, agreed=True, by=world.people["chair"])
    with pytest.raises(ValidationError, match="answered meanwhile"):
        answer_summary(summary=summary, agreed=False, by=world.people["deputy_chair"])


def test_database_keeps_what_was_put_forward_and_what_was_answered(world, summary):
    mine = OpenSummary.objects.filter(pk=summary.pk)
    for change in [{"content": {}}, {"sha256": "0" * 64}, {"asked_by": world.people["chair"]}]:
        with pytest.raises(IntegrityError, match="final"), transaction.atomic():
            mine.update(**change)
    answer_summary(summary=summary, agreed=False, by=world.people["chair"])
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        mine.update(state="published")
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        mine.delete()


def test_minutes_that_are_not_approved_have_none(world, signed_in):
    chair = signed_in(world.people["chair"])
    for name in ["summary_detail", "upward_report_detail"]:
        assert chair.get(reverse(f"meetings:{name}", args=[world.things.minutes.public_id])).status_code == 403


def test_page_is_read_in_few_queries(world, minutes, summary, signed_in, django_assert_max_num_queries):
    browser = signed_in(world.people["chair"])
    with django_assert_max_num_queries(12):
        page(browser, minutes)
