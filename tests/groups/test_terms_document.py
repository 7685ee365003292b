"""The terms of reference as a PDF: its words, its marks on each page, and what a screen reader is told."""

import functools
import re
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from pikepdf import Name
from pypdf import PdfReader

from documents.models import Job
from documents.services import hash_of, make_document
from groups.models import Deputyship, TermsSection, TermsVersion
from groups.starting_texts import TERMS_SECTIONS
from groups.terms_document import content_of, html, pages_of
from lib import pdf as lib_pdf
from tests.terms_sample import COUNCIL, MEMBERS, sample_terms
from tests.world import CANARY


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


def drawn(content):
    return pages_of(content, hash_of(content))


@pytest.fixture(scope="module")
def paper():
    """A whole group's terms, drawn once for the tests that only look at them."""
    return drawn(sample_terms())


@functools.lru_cache(maxsize=2)
def pages_in(pdf):
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def bands_of(page):
    """The text that stands in the margins at the top and at the bottom of a page."""
    found = {"top": "", "bottom": ""}
    height = float(page.mediabox.height)

    def see(text, page_matrix, text_matrix, _font, _size):
        y = text_matrix[4] * page_matrix[1] + text_matrix[5] * page_matrix[3] + page_matrix[5]
        place = "top" if y > height - 60 else "bottom" if y < 60 else None
        if place:
            found[place] += text

    page.extract_text(visitor_text=see)
    return {place: re.sub(r"\s+", " ", text) for place, text in found.items()}


# What it says ---------------------------------------------------------------------------------------------------------


def test_person_of_the_group_asks_and_takes_it(world, signed_in):
    browser = signed_in(world.people["administrator"])

    asked = browser.post(reverse("groups:terms_export", args=[world.things.terms.public_id]))
    job = Job.objects.get()
    assert asked.headers["Location"] == job.get_absolute_url()
    make_document(job_id=job.pk)

    taken = browser.get(reverse("documents:job_download", args=[job.public_id]))
    pages = pages_in(b"".join(taken.streaming_content))
    assert "Westhaven Protect and Prepare Group" in pages[0]
    assert CANARY not in " ".join(pages)


def test_outsider_gets_none(world, signed_in):
    address = reverse("groups:terms_export", args=[world.things.terms.public_id])

    assert signed_in(world.people["stranger"]).post(address).status_code == 404
    assert not Job.objects.exists()
    assert signed_in(world.people["observer"]).post(address).status_code == 302
    assert Job.objects.count() == 1


def test_it_names_live_members_with_what_they_bring_and_their_deputies(world):
    seats = {seat["name"]: seat for seat in content_of(world.things.terms)["seats"]}

    assert seats["Westhaven Planner"] == {
        "name": "Westhaven Planner",
        "job_title": "Westhaven job",
        "role": "",
        "organisation": "Westhaven City Council",
        "areas": ["Planning and development"],
        "brings": "Westhaven brings this",
        "deputies": ["Westhaven Deputy", "Westhaven Venue Deputy Of Planner"],
        "confirmed": True,
        "agrees": True,
    }
    assert list(seats)[0] == "Westhaven Chair"
    assert seats["Westhaven Unconfirmed"]["confirmed"] is False
    assert [name for name, seat in seats.items() if not seat["agrees"]] == ["Westhaven Observer", "Westhaven Prevent"]
    assert "Westhaven Ended" not in seats


def test_standing_item_for_some_only_is_a_number(world):
    content = content_of(world.things.terms)

    assert [(line["number"], line.get("title", "withheld")) for line in content["standing"]] == [
        (1, "Westhaven events"),
        (2, "withheld"),
    ]
    assert "Westhaven threat" not in str(content)


def test_withheld_item_keeps_its_place_in_the_standing_agenda(paper):
    assert "6 Withheld: for some members only – 7 New guidance and law" in " ".join(pages_in(paper))


def test_content_is_read_in_few_queries(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        content_of(world.things.terms)


def test_hash_changes_with_a_word_a_deputy_or_a_rule_and_otherwise_stays(world):
    def fingerprint():
        terms = TermsVersion.objects.select_related("group__lead_authority").get(pk=world.things.terms.pk)
        return hash_of(content_of(terms))

    first = fingerprint()
    assert fingerprint() == first

    seen = {first}
    TermsVersion.objects.filter(group=world.group).update(quorum_areas=4)
    seen.add(fingerprint())
    Deputyship.objects.filter(pk=world.things.deputyship.pk).update(name="Somebody else")
    seen.add(fingerprint())
    TermsSection.objects.filter(pk=world.things.section.pk).update(text="Other aims")
    seen.add(fingerprint())
    assert len(seen) == 4


# Each page ------------------------------------------------------------------------------------------------------------


def test_each_page_carries_marking_number_hash_and_its_place(paper):
    sha256 = hash_of(sample_terms())
    pages = PdfReader(BytesIO(paper)).pages
    begins = " ".join([sha256[:4], sha256[4:8], sha256[8:12]])

    assert len(pages) > 6
    for number, page in enumerate(pages, start=1):
        bands = bands_of(page)
        assert bands["top"].strip() == "OFFICIAL"
        assert "OFFICIAL" in bands["bottom"]
        assert f"Draft 0.1, {begins}" in bands["bottom"]
        assert f"Page {number} of {len(pages)}" in bands["bottom"]


def test_first_page_has_number_date_marking_and_the_whole_hash_in_its_text(paper):
    first = pages_in(paper)[0]

    assert hash_of(sample_terms()) in first.replace(" ", "")
    assert "Draft 0.1" in first
    assert "Text last changed 22 November 2026" in first
    assert "Marking OFFICIAL. Anything more sensitive" in first


def test_clauses_are_numbered_under_their_sections(paper):
    text = " ".join(pages_in(paper))

    assert "2.1 The group's mission is" in text
    assert "8.1 Dates are set a year ahead" in text
    assert "17.3 Members agree a new version" in text


def test_no_number_is_left_behind_at_the_foot_of_a_page(paper):
    for page in pages_in(paper):
        body = page.partition(" Draft 0.1, ")[0]
        assert not re.search(r"\d+\.\d+\s*$", body)


def test_long_terms_have_contents_and_short_ones_none(paper):
    assert "Contents" in pages_in(paper)[0]

    short = pages_in(drawn({**sample_terms(), "sections": sample_terms()["sections"][:3]}))
    assert len(short) <= 6
    assert "Contents" not in short[0]


def test_undertaking_is_one_page(paper):
    [page] = [page for page in pages_in(paper)[1:] if "Schedule 1: Handling undertaking" in page]

    assert "I have been given access" in page
    assert "I will be asked to accept this again every year" in page


# What nobody sees -----------------------------------------------------------------------------------------------------


def test_it_is_tagged_for_screen_readers(paper):
    with pikepdf.open(BytesIO(paper)) as pdf:
        tree = list(lib_pdf.elements(pdf.Root.StructTreeRoot))
        kinds = [str(element.get("/S", "")) for element, _parents in tree]
        heads = {str(element.A.Scope) for element, _parents in tree if element.get("/S") == Name.TH}

        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "Terms of Reference – Westhaven Protect and Prepare Group"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/P", "/Caption", "/Link"} <= set(kinds)
        assert (kinds.count("/H1"), kinds.count("/H2")) == (1, len(TERMS_SECTIONS) + 3)
        assert heads == {"/Column", "/Row"}
        with pdf.open_outline() as outline:
            [top] = outline.root
            assert (top.title, len(top.children)) == ("Terms of Reference", len(TERMS_SECTIONS) + 3)


def test_headers_and_footers_are_artifacts_and_all_else_is_claimed_by_an_element(paper):
    with pikepdf.open(BytesIO(paper)) as pdf:
        claimed = {
            mark
            for element, _parents in lib_pdf.elements(pdf.Root.StructTreeRoot)
            for mark in lib_pdf.marks_of(element)
        }
        for page in pdf.pages:
            begins = [operands for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "BDC"]
            marked = {int(operands[1].MCID) for operands in begins if "/MCID" in operands[1]}
            assert {(page.obj.objgen, number) for number in marked} <= claimed
            assert sum(operands[0] == Name.Artifact for operands in begins) >= 4


def test_metadata_names_no_person(paper):
    with pikepdf.open(BytesIO(paper)) as pdf:
        told = " ".join([*map(str, pdf.docinfo.values()), str(pdf.open_metadata())])

    assert COUNCIL in told
    assert [name for name, *_rest in MEMBERS if name in told] == []


def test_same_terms_are_the_same_bytes(paper):
    assert drawn(sample_terms()) == paper


@pytest.fixture
def secret(tmp_path):
    """A file of this machine that no document may hold."""
    path = tmp_path / "secret.txt"
    path.write_text("KEPT-FROM-EVERY-DOCUMENT")
    return path


TYPED = [
    '<link rel="attachment" href="file://{secret}">',
    '<img src="file://{secret}">',
    '<object data="file://{secret}"></object>',
    "![a picture](file://{secret})",
    "[a link](file://{secret})",
    '<style>@page { @top-center { content: "UNMARKED" } }</style>',
    '<a rel="attachment" href="http://127.0.0.1:1/x">x</a>',
]


def test_what_people_type_embeds_no_file_and_changes_no_page(secret):
    content = sample_terms()
    content["sections"] = [
        {"key": f"s{number}", "title": f"Section {number}", "text": typed.replace("{secret}", str(secret))}
        for number, typed in enumerate(TYPED)
    ]
    content["group"] = content["seats"][0]["name"] = content["seats"][0]["brings"] = TYPED[0]
    pdf = drawn(content)

    with pikepdf.open(BytesIO(pdf)) as read:
        notes = [note for page in read.pages for note in page.get("/Annots", [])]
        assert len(read.attachments) == 0
        assert [note for note in notes if "/URI" in note.get("/A", {})] == []
    pages = PdfReader(BytesIO(pdf)).pages
    assert all("KEPT-FROM" not in page.extract_text() for page in pages)
    assert {bands_of(page)["top"].strip() for page in pages} == {"OFFICIAL"}


def test_local_file_named_by_the_page_itself_is_not_read(secret):
    """The fetcher refuses too, should a slip ever let such a thing through."""
    page = html(sample_terms(), "0" * 64, with_contents=False)
    page = page.replace("</head>", f'<link rel="attachment" href="file://{secret}"></head>')

    with pikepdf.open(BytesIO(lib_pdf.bytes_of(lib_pdf.drawn(page)))) as read:
        assert len(read.attachments) == 0
