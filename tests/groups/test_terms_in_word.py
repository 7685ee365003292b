"""The terms of reference as a Word document: the words and the numbers of the PDF, in real styles."""

import re
import zipfile
from collections import Counter
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html
from pypdf import PdfReader

from audit.models import Entry, Kind
from documents.models import Job, StoredFile
from documents.services import hash_of, make_document
from groups.terms_document import html, pages_of, word_of
from tests.terms_sample import COUNCIL, MEMBERS, sample_terms

# What a paragraph or a run may say of itself: the name of its style, and to which list it belongs
MAY_SAY = {"pStyle", "numPr", "rStyle"}


@pytest.fixture(scope="module")
def word():
    return word_of(sample_terms(), hash_of(sample_terms()))


@pytest.fixture(scope="module")
def document(word):
    return Document(BytesIO(word))


def name_of(element):
    return element.tag.rpartition("}")[2]


def text_of(document):
    return "".join(node.text for node in document.element.body.iter(qn("w:t")))


def numbered_clauses(document):
    """ "2.1 The group's mission…" of each clause, as Word numbers them."""
    section = clause = 0
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Heading 1":
            section, clause = section + 1, 0
        elif paragraph.style.name == "Clause":
            clause += 1
            yield f"{section}.{clause} {paragraph.text}"


def test_it_says_what_the_pdf_says_word_for_word(document):
    page = lxml_html.document_fromstring(html(sample_terms(), hash_of(sample_terms()), with_contents=True)).body

    def letters(text):
        return re.sub(r"\s", "", text)

    assert letters(text_of(document)) == letters(page.text_content())


def test_clauses_have_the_numbers_of_the_pdf(document):
    pages = PdfReader(BytesIO(pages_of(sample_terms(), hash_of(sample_terms())))).pages
    printed = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    clauses = list(numbered_clauses(document))

    assert len(clauses) > 50
    assert [clause for clause in clauses if re.sub(r"\s+", "", clause)[:40] not in printed] == []


def test_nothing_is_formatted_by_hand(document):
    parts = [document.element.body, document.sections[0].header._element, document.sections[0].footer._element]
    said = {
        name_of(said)
        for part in parts
        for properties in part.iter(qn("w:pPr"), qn("w:rPr"))
        for said in properties
        if properties.getparent().tag != qn("w:sectPr")
    }

    assert said <= MAY_SAY


def test_its_styles_are_those_that_word_knows_by_name(document):
    used = Counter(paragraph.style.name for paragraph in document.paragraphs)

    assert (used["Title"], used["Heading 1"], used["Heading Schedule"]) == (1, 17, 2)
    assert used["Heading 2"] == 4
    assert used["List Bullet"] > 10
    assert [style.name for style in document.styles if style.name == "Normal"] == ["Normal"]


def test_marking_stands_at_the_head_and_foot_of_each_page_and_in_the_text(document):
    [section] = document.sections
    sha256 = hash_of(sample_terms())
    foot = section.footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]

    assert section.header.paragraphs[0].text == "OFFICIAL"
    assert foot.text.startswith(f"Draft 0.1, {sha256[:4]} {sha256[4:8]} {sha256[8:12]}\tOFFICIAL\tPage ")
    assert fields == ["PAGE", "NUMPAGES"]
    assert document.tables[0].rows[2].cells[1].text.startswith("OFFICIAL. Anything more sensitive")


def test_each_table_with_heads_repeats_them(document):
    heads = [table for table in document.tables if "Table Rows" in table.style.name]

    assert len(document.tables) == 6
    assert [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in heads] == [True] * 4


def test_contents_lead_to_the_headings(document):
    marks = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    leads = [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]

    assert leads == marks
    assert len(set(marks)) == 19


def test_its_properties_name_the_council_and_no_person(word, document):
    with zipfile.ZipFile(BytesIO(word)) as package:
        told = package.read("docProps/core.xml").decode()

    assert document.core_properties.title == "Terms of Reference – Westhaven Protect and Prepare Group"
    assert document.core_properties.author == COUNCIL
    assert document.core_properties.created.date().isoformat() == "2026-11-22"
    assert [name for name, *_rest in MEMBERS if name in told] == []


def test_same_terms_are_the_same_bytes(word):
    assert word_of(sample_terms(), hash_of(sample_terms())) == word


# Asked for and taken --------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


def ask(browser, world, do):
    return browser.post(reverse("groups:terms_export", args=[world.things.terms.public_id]), {"do": do})


def test_person_of_the_group_asks_for_it_in_word_and_takes_it(world, signed_in, folder):
    browser = signed_in(world.people["administrator"])

    ask(browser, world, "docx")
    job = Job.objects.get()
    make_document(job_id=job.pk)
    taken = browser.get(reverse("documents:job_download", args=[job.public_id]))

    assert taken.headers["Content-Disposition"] == 'attachment; filename="terms-of-reference-0.1.docx"'
    assert "Westhaven Protect and Prepare Group" in text_of(Document(BytesIO(b"".join(taken.streaming_content))))
    [entry] = Entry.objects.filter(kind=Kind.EXPORT)
    assert (entry.verb, entry.target) == ("document taken", world.things.terms.public_id)


def test_two_people_have_the_same_file_and_word_and_pdf_the_same_fingerprint(world, signed_in, folder):
    for name in ["administrator", "fire"]:
        for do in ["pdf", "docx"]:
            ask(signed_in(world.people[name]), world, do)
            make_document(job_id=Job.objects.latest("pk").pk)

    assert (
        list(Job.objects.order_by("pk").values_list("file_name", flat=True))
        == [
            "terms-of-reference-0.1.pdf",
            "terms-of-reference-0.1.docx",
        ]
        * 2
    )
    assert StoredFile.objects.count() == 2
    assert len(set(Job.objects.values_list("content_sha256", flat=True))) == 1


def test_whoever_asks_for_something_else_gets_the_pdf(world, signed_in, folder):
    ask(signed_in(world.people["fire"]), world, "exe")

    assert Job.objects.get().file_name == "terms-of-reference-0.1.pdf"
