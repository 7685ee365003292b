"""Minutes as PDF and as Word document: made for one reader, who may have just what is in it, when it is taken too."""

import json
import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html
from pypdf import PdfReader

from audit.models import Entry, Kind
from bin.backup import KEPT
from documents import store
from documents.models import Job, StoredFile
from documents.services import hash_of, let_go_of_the_outdated, make_document
from groups.models import Membership
from groups.services import set_limits
from lib import pdf as lib_pdf
from meetings.minutes_document import access_to_export, content_of, html, pages_of, shown_to, word_of
from meetings.models import Correction, DecisionStanding, Minutes
from meetings.services import answer_correction, export_minutes, propose_correction
from tests.access_bodies import RESTRICTED
from tests.canary_house import text_of_pdf, text_of_word
from tests.groups.test_terms_document import bands_of
from tests.groups.test_terms_pdf_ua import failures_of
from tests.meetings.decisions import proposed
from tests.minutes_sample import AT, FINGERPRINT, READER, sample_minutes
from tests.world_meetings import make_entry, make_item
from tests.world_records import record


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture(scope="module")
def paper():
    return pages_of(sample_minutes(), hash_of(sample_minutes()), AT)


@pytest.fixture(scope="module")
def word():
    return word_of(sample_minutes(), hash_of(sample_minutes()), AT)


def words_in(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def ask(browser, minutes, do="pdf"):
    browser.post(reverse("meetings:minutes_export", args=[minutes.public_id]), {"do": do})
    job = Job.objects.latest("pk")
    make_document(job_id=job.pk)
    job.refresh_from_db()
    return job


def take(browser, job):
    answer = browser.get(reverse("documents:job_download", args=[job.public_id]))
    return b"".join(answer.streaming_content) if answer.streaming else None


# For whom -------------------------------------------------------------------------------------------------------------


def test_each_reader_gets_what_they_may_read_and_of_the_rest_the_number(world, signed_in):
    taken = {}
    for name in ["chair", "secretary"]:
        browser = signed_in(world.people[name])
        taken[name] = words_in(take(browser, ask(browser, world.things.minutes)))

    assert "2Withheld" in taken["chair"].replace(" ", "")
    assert "Westhaven named entry" not in taken["chair"]
    assert "Westhaven named entry" in taken["secretary"]
    for name, words in taken.items():
        assert "Westhaven restricted entry" in words
        assert f"Westhaven {name.title()}, Westhaven City Council" in words


@pytest.mark.parametrize(("kind", "all_of"), [("pdf", text_of_pdf), ("docx", text_of_word)])
def test_what_is_withheld_stands_nowhere_in_the_file(world, signed_in, kind, all_of):
    set_limits(thing=world.things.held_threat, **{**RESTRICTED, "audience": "authority"}, by=world.people["chair"])
    browser = signed_in(world.people["deputy_chair"])  # of the police

    held = all_of(take(browser, ask(browser, world.things.minutes, kind)))

    assert [word for word in ["restricted entry", "held threat", "named entry"] if word in held] == []
    assert "Westhaven open entry" in held


def test_copy_is_no_longer_given_once_its_reader_may_read_less(world, signed_in, folder):
    browser = signed_in(world.people["deputy_chair"])
    job = ask(browser, world.things.minutes)
    set_limits(thing=world.things.held_threat, **{**RESTRICTED, "audience": "authority"}, by=world.people["chair"])

    answer = browser.get(reverse("documents:job_download", args=[job.public_id]), follow=True)

    assert "This copy is no longer kept" in answer.content.decode()
    assert (Job.objects.get().state, Job.objects.get().file) == (Job.State.GONE, None)
    assert not StoredFile.objects.exists()
    assert not Entry.objects.filter(kind=Kind.EXPORT).exists()


def test_copy_is_of_whoever_may_still_export(world, signed_in):
    browser = signed_in(world.people["deputy_chair"])
    job = ask(browser, world.things.minutes)
    Membership.objects.filter(pk=world.seats["deputy_chair"].pk).update(role="member")

    assert browser.get(reverse("documents:job_download", args=[job.public_id])).status_code == 403


def test_copy_is_made_of_what_may_be_read_when_the_worker_makes_it(world):
    by, minutes = world.people["deputy_chair"], world.things.minutes
    job = export_minutes(minutes=minutes, ending="pdf", by=by)
    set_limits(thing=world.things.entry, **{**RESTRICTED, "audience": "authority"}, by=world.people["chair"])

    make_document(job_id=job.pk)

    assert "Westhaven open entry" not in words_in(store.bytes_of(Job.objects.get().file))


def test_two_readers_who_read_the_same_have_each_their_own(world):
    contents = [content_of(world.things.minutes, world.people[name]) for name in ["chair", "deputy_chair"]]

    assert contents[0]["sections"] == contents[1]["sections"]
    assert hash_of(contents[0]) != hash_of(contents[1])


def test_taking_it_is_recorded_as_taken_and_what_is_sensitive_as_read(world, signed_in):
    browser = signed_in(world.people["chair"])
    take(browser, ask(browser, world.things.minutes))

    taken, read = Entry.objects.filter(kind__in=[Kind.EXPORT, Kind.READING]).order_by("pk")
    assert (taken.verb, taken.target) == ("document taken", world.things.minutes.public_id)
    sensitive = [world.things.restricted_entry.public_id, world.things.held_threat.public_id]
    assert read.detail["read"] == sorted(sensitive)


def test_content_is_read_in_as_many_queries_however_long_the_minutes(world, django_assert_num_queries):
    for position in (40, 60):
        for more in range(3):
            make_entry(world, world.things.held_item, position + more, "more")
        with django_assert_num_queries(15):  # in the worker, where each part of the rule asks anew who the reader is
            content_of(world.things.minutes, world.people["chair"])


# What stands beside the words -----------------------------------------------------------------------------------------


@pytest.fixture
def remarked(world):
    """Minutes in which something is said of paragraphs and of the roll, and of what they did to earlier decisions."""
    minutes, by = world.things.minutes, world.people["adviser"]
    for thing, reason in [
        (world.things.entry, "open words"),
        (world.things.restricted_entry, "restricted words"),
        (world.things.named_entry, "named words"),
        (None, "roll words"),
    ]:
        propose_correction(minutes=minutes, paragraph=thing, should_say="Mended", reason=f"why {reason}", by=by)
    [first, *_rest] = Correction.objects.filter(minutes=minutes, taken=None).order_by("pk")
    answer_correction(correction=first, taken=False, answer="As it was said", by=world.people["secretary"])
    limits = {"marking": "official_sensitive", "audience": "authority"}
    earlier = record(world, 90, Minutes.State.CIRCULATED)
    place = {"minutes": earlier, "item": make_item(world, earlier.meeting, 1, "earlier")}
    decisions = [proposed(world, "open", **place), proposed(world, "restricted", **place, **limits)]
    for decision in decisions:
        change = {"decision": decision, "standing": "withdrawn", "reason": f"{decision.text} way back"}
        DecisionStanding.objects.create(group=world.group, minutes=minutes, set_by=world.people["chair"], **change)
    return decisions


def test_what_was_said_of_a_paragraph_is_for_its_readers_on_paper_too(world, remarked):
    said = {}
    for who in ["secretary", "deputy_chair"]:
        minutes, _may = access_to_export(world.people[who], world.things.minutes.public_id)
        content = json.dumps(content_of(minutes, world.people[who]))
        said[who] = [each for each in ["open", "restricted", "named", "roll"] if f"why {each} words" in content]

    assert said["secretary"] == ["open", "restricted", "named", "roll"]
    assert said["deputy_chair"] == ["open", "restricted", "roll"]


@pytest.mark.parametrize(("kind", "all_of"), [("pdf", text_of_pdf), ("docx", text_of_word)])
def test_file_has_corrections_and_earlier_decisions_of_its_reader_alone(world, signed_in, remarked, kind, all_of):
    browser = signed_in(world.people["deputy_chair"])

    held = all_of(take(browser, ask(browser, world.things.minutes, kind)))

    for said in [
        "why open words",
        "not taken",
        "As it was said",
        "why roll words",
        "not answered yet",
        "open way back",
    ]:
        assert said in held
    assert [words for words in ["named words", "restricted way back"] if words in held] == []
    assert re.search(rf"Decision {remarked[1].number}:\s*withheld", held)


def test_copy_is_marked_by_the_earlier_decisions_in_it_and_they_are_recorded_as_read(world, remarked):
    minutes, chair = access_to_export(world.people["chair"], world.things.minutes.public_id)[0], world.people["chair"]

    assert remarked[1] in shown_to(minutes, chair)
    assert remarked[1] not in shown_to(minutes, world.people["deputy_chair"])


# Kept a day -----------------------------------------------------------------------------------------------------------


def test_copy_is_kept_a_day_and_then_no_longer(world, signed_in, folder):
    browser = signed_in(world.people["chair"])
    job = ask(browser, world.things.minutes)
    let_go_of_the_outdated()
    assert len(list(folder.iterdir())) == 1
    assert timedelta(hours=23) < job.expires_at - timezone.now() <= timedelta(days=1)

    Job.objects.update(expires_at=timezone.now())
    let_go_of_the_outdated()

    assert Job.objects.get().is_gone
    assert not StoredFile.objects.exists()


def test_copy_whose_day_is_over_is_not_given_though_the_sweep_stood_still(world, signed_in):
    browser = signed_in(world.people["chair"])
    job = ask(browser, world.things.minutes)
    Job.objects.update(expires_at=timezone.now())

    assert take(browser, job) is None


def test_bytes_go_with_the_row(world, signed_in, folder, django_capture_on_commit_callbacks):
    ask(signed_in(world.people["chair"]), world.things.minutes)
    Job.objects.update(expires_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        let_go_of_the_outdated()

    assert list(folder.iterdir()) == []


def test_no_backup_holds_a_copy(world, signed_in):
    terms = store.keep(b"the same for all", "application/pdf")
    ask(signed_in(world.people["chair"]), world.things.minutes)

    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        assert cursor.fetchall() == [(terms.sha256,)]


def test_file_of_no_job_goes_after_a_day_and_terms_stay(world, folder):
    lost = store.keep(b"left by a worker that died", "application/pdf")
    fresh = store.keep(b"just made", "application/pdf")
    StoredFile.objects.filter(pk=lost.pk).update(made_at=timezone.now() - timedelta(hours=25))

    let_go_of_the_outdated()

    assert list(StoredFile.objects.all()) == [fresh]


# Its pages ------------------------------------------------------------------------------------------------------------


def test_it_conforms_to_pdf_ua(paper):
    assert failures_of(paper) == []


TYPED = ["", "> quoted", "[a link](https://example.org)", "1. one\n   - inside\n\n   more", "W" * 300, "a\x01b"]


def test_it_conforms_whatever_was_typed():
    content = sample_minutes()
    for number, typed in enumerate(TYPED, start=8):
        content["sections"][0]["paragraphs"].append({"number": number, "kind": "entry", "limits": "", "text": typed})
    assert failures_of(pages_of(content, hash_of(content), AT)) == []


def test_each_page_carries_marking_fingerprint_reader_and_time(paper):
    pages = PdfReader(BytesIO(paper)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        bands = bands_of(page)
        assert "OFFICIAL-SENSITIVE" in bands["top"]
        for said in ["OFFICIAL-SENSITIVE", "Approved, 9f2c 41d0 7be3", READER, "at 10:39", f"Page {number} of"]:
            assert said in bands["bottom"]


def test_watermark_stands_behind_each_page_and_is_not_read_out(paper):
    with pikepdf.open(BytesIO(paper)) as pdf:
        tree = [element for element, _parents in lib_pdf.elements(pdf.Root.StructTreeRoot)]
        assert "/Figure" not in {str(element.get("/S", "")) for element in tree}
        drawn = [
            str(page.obj.Resources.get("/XObject", {})) + str(page.obj.Resources.get("/Pattern", {}))
            for page in pdf.pages
        ]
    assert all(len(of_page) > 20 for of_page in drawn)


def test_numbers_of_paragraphs_are_the_same_in_pdf_word_and_on_the_page(world, signed_in):
    browser = signed_in(world.people["secretary"])
    page = browser.get(reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])).content.decode()
    on_page = re.findall(r'id="p(\d+)"', page)

    content = content_of(world.things.minutes, world.people["secretary"])
    assert [str(p["number"]) for section in content["sections"] for p in section["paragraphs"]] == on_page


def test_word_says_what_the_pdf_says_under_the_same_numbers(word):
    page = lxml_html.document_fromstring(html(sample_minutes(), "", AT)).body
    document = Document(BytesIO(word))
    said = "".join(node.text for node in document.element.body.iter(qn("w:t")))
    numbered = [p.text.split("\t")[0] for p in document.paragraphs if p.style.name == "Paragraph Numbered"]

    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", page.text_content())
    assert numbered == [str(number) for number in range(1, 8)]


def test_word_has_marking_and_reader_on_each_page(word):
    [section] = Document(BytesIO(word)).sections
    foot = [paragraph.text for paragraph in section.footer.paragraphs]

    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert foot[0].startswith("Approved, 9f2c 41d0 7be3\tOFFICIAL-SENSITIVE\tPage ")
    assert foot[1] == f"{READER}, 16 December 2026 at 10:39"


def test_metadata_names_no_person(paper, word):
    with pikepdf.open(BytesIO(paper)) as pdf:
        told = " ".join([*map(str, pdf.docinfo.values()), str(pdf.open_metadata())])
    with zipfile.ZipFile(BytesIO(word)) as package:
        told += package.read("docProps/core.xml").decode()

    assert "Westhaven City Council" in told
    assert [name for name in ["Alison Grey", "Helen Marsh", "Marcus Webb"] if name in told] == []


def test_first_page_has_the_whole_fingerprint(paper):
    assert FINGERPRINT in words_in(paper).replace(" ", "")
