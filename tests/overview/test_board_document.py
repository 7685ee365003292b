"""The coverage board as a PDF: the same file for everybody in the group, marked and tagged."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader

from documents.models import Job
from documents.services import hash_of, make_document
from groups.models import CheckAnswer
from overview.board_document import content_of, pages_of
from tests.groups.test_terms_pdf_ua import failures_of
from tests.overview.test_coverage_board import end, held, seat_for
from tests.world import CANARY


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def furnished(world):
    left = seat_for(world, "licensing", "licensing")
    held(world, 60, [(world.seats["planner"], "deputy"), (left, "here")])
    end(left, 5)
    seat_for(world, "roads", "transport")
    CheckAnswer.objects.create(
        group=world.group,
        key="chair_seniority",
        about=world.seats["chair"].public_id,
        kind="right",
        facts=[world.seats["chair"].public_id],
        reason="A reason of ours",
        by=world.people["chair"],
    )
    return world


def export(world):
    return reverse("overview:board_export", args=[world.group.public_id])


def words_of(pdf):
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def test_member_asks_for_it_and_takes_it(furnished, signed_in):
    browser = signed_in(furnished.people["observer"])

    asked = browser.post(export(furnished))
    job = Job.objects.get()
    assert asked.url == job.get_absolute_url()
    make_document(job_id=job.pk)

    taken = browser.get(reverse("documents:job_download", args=[job.public_id]))
    words = " ".join(words_of(b"".join(taken.streaming_content)))
    assert "Who is at the table: 2 of 5 business areas" in words
    for said in ["Westhaven Licensing left on", "Vacant 5 days", "Westhaven Roads has no deputy", "“A reason of ours”"]:
        assert said in words
    assert "Gap" in words
    assert CANARY not in words


def test_everybody_gets_the_same_file(furnished, signed_in):
    for name in ["observer", "chair", "senior_owner"]:
        signed_in(furnished.people[name]).post(export(furnished))

    assert len(set(Job.objects.values_list("content_sha256", flat=True))) == 1


def test_whoever_has_left_takes_none(furnished, signed_in):
    browser = signed_in(furnished.people["fire"])
    browser.post(export(furnished))
    job = Job.objects.get()
    make_document(job_id=job.pk)
    end(furnished.seats["fire"], 1)

    assert browser.get(reverse("documents:job_download", args=[job.public_id])).status_code == 404


def test_each_page_is_marked_landscape_and_tagged(furnished):
    content = content_of(furnished.group)
    drawn = pages_of(content, hash_of(content))

    for page in PdfReader(BytesIO(drawn)).pages:
        assert page.mediabox.width > page.mediabox.height
        assert re.sub(r"\s+", " ", page.extract_text()).count("OFFICIAL") >= 2
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert "pdfuaid" in bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert failures_of(drawn) == []


def test_squares_are_letters_before_they_are_colours(furnished):
    content = content_of(furnished.group)

    [planning] = [row for row in content["sections"][0]["rows"] if row["area"] == "Planning and development"]
    assert [letter for letter, _class, _words in planning["squares"]] == ["P", "D"]
