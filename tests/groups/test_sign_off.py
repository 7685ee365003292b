"""The sign-off sheet: who agreed the terms, objected or was silent, beside the document that is agreed by its hash."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.urls import reverse
from pypdf import PdfReader

from documents import store
from documents.models import Job
from documents.services import hash_of, make_document
from groups import services
from groups.models import Membership, TermsAnswer
from groups.sign_off_document import access_to_sign_off, content_of, pages_of
from groups.terms_document import content_of as terms_content
from tests.groups.terms import adopted, agree, fresh, page_of, put, say
from tests.groups.test_terms_document import bands_of
from tests.groups.test_terms_pdf_ua import failures_of
from tests.terms_sample import sample_sign_off


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture(scope="module")
def sheet():
    return pages_of(sample_sign_off(), hash_of(sample_sign_off()))


def words_in(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def taken(browser, terms):
    """Asked for on the page, made by the worker, and downloaded."""
    browser.post(page_of("terms_export", terms), {"do": "sign-off"})
    job = Job.objects.latest("pk")
    make_document(job_id=job.pk)
    answer = browser.get(reverse("documents:job_download", args=[job.public_id]))
    return b"".join(answer.streaming_content)


def said_in(content):
    return {seat["name"]: (seat["answer"], seat.get("deputy", "")) for seat in content["seats"] if seat["answer"]}


def test_it_says_who_agreed_by_whom_who_objected_and_why_and_who_was_silent(signed_in, world):
    terms = put(world)
    agree(world, terms, "chair")
    say(world, terms, "deputy", seat="planner")
    objection = say(world, terms, "fire", agrees=False, reason="Two areas are too few")
    services.answer_objection(objection=objection, text="It is what we can fill", by=world.people["secretary"])

    words = words_in(taken(signed_in(world.people["observer"]), terms))

    assert said_in(content_of(fresh(terms))) == {
        "Westhaven Chair": ("agreed", ""),
        "Westhaven Planner": ("agreed", "Westhaven Deputy"),
        "Westhaven Fire": ("objected", ""),
    }
    assert "by Westhaven Deputy, deputy" in words
    assert "Two areas are too few" in words
    assert "Answer of Westhaven Secretary" in words
    assert "Westhaven Adviser" in words
    assert re.search(r"2 agreed, 1 objected, \d+ silent so far", words)


def test_it_names_the_hash_that_was_agreed_and_changes_it_by_nothing(world):
    terms = put(world)
    before = terms.sha256
    sheets = [hash_of(content_of(fresh(terms)))]
    agree(world, terms, "chair")
    sheets.append(hash_of(content_of(fresh(terms))))

    assert content_of(fresh(terms))["sha256"] == before == hash_of(terms_content(fresh(terms)))
    assert {answer.sha256 for answer in TermsAnswer.objects.all()} == {before}
    assert sheets[0] != sheets[1]


def test_sheet_of_adopted_terms_stays_as_it_was_when_they_were_adopted(world):
    terms = adopted(world)
    before = content_of(terms)
    Membership.objects.filter(pk=world.seats["planner"].pk).update(ends_at=Now())

    assert (before["is_closed"], before["missing"]) == (True, [])
    assert said_in(before) == dict.fromkeys(
        ["Westhaven Chair", "Westhaven Planner", "Westhaven Adviser"], ("agreed", "")
    )
    assert content_of(fresh(terms)) == before


def test_draft_has_none(signed_in, world):
    browser, draft = signed_in(world.people["chair"]), world.things.terms

    browser.post(page_of("terms_export", draft), {"do": "sign-off"})

    assert Job.objects.get().kind == "terms"
    with pytest.raises(PermissionDenied):
        access_to_sign_off(world.people["chair"], draft.public_id)
    assert "Download who agreed" not in browser.get(page_of("terms_version", draft)).content.decode()


def test_who_took_it_stands_in_the_register(signed_in, world):
    terms = put(world)
    taken(signed_in(world.people["planner"]), terms)
    register = reverse("groups:terms_export_list", args=[world.group.public_id])

    [copy] = signed_in(world.people["chair"]).get(register).context["copies"]

    job = Job.objects.get()
    assert (copy.name, copy.form) == ("Westhaven Planner", "Sign-off sheet")
    assert copy.fingerprint.replace(" ", "") == job.content_sha256[:12]
    assert f"Sign-off sheet {terms.number}, {copy.fingerprint}" in words_in(store.bytes_of(job.file))


def test_it_conforms_to_pdf_ua(sheet):
    assert failures_of(sheet) == []


def test_each_page_is_marked_and_names_the_sheet(sheet):
    for page in PdfReader(BytesIO(sheet)).pages:
        bands = bands_of(page)
        assert "OFFICIAL" in bands["top"]
        assert "Sign-off sheet 1.0, " in bands["bottom"]
