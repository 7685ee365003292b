"""The terms of reference as a PDF: its words, its marks on each page, and what a screen reader is told."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from pikepdf import Name
from pypdf import PdfReader

from documents.models import Job
from documents.services import hash_of, make_document
from groups.models import Deputyship, TermsSection
from groups.starting_texts import TERMS_SECTIONS, UNDERTAKING
from groups.terms_document import content_of, html, pages_of
from lib.pdf import elements
from tests.world import CANARY


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def terms(world):
    """Westhaven's terms with the starting text, as a new group has them."""
    terms = world.things.terms
    terms.sections.exclude(pk=world.things.section.pk).delete()
    for position, (key, title, text) in enumerate(TERMS_SECTIONS, start=1):
        TermsSection.objects.update_or_create(
            version=terms, key=key, defaults={"group": world.group, "position": position, "title": title, "text": text}
        )
    return terms


def drawn(content):
    return pages_of(content, hash_of(content))


def pages_in(pdf):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def bands_of(page):
    """The text that stands in the margins at the top and at the bottom of a page."""
    found = {"top": "", "bottom": ""}
    height = float(page.mediabox.height)

    def see(text, _cm, matrix, _font, _size):
        place = "top" if matrix[5] > height - 60 else "bottom" if matrix[5] < 60 else None
        if place:
            found[place] += text

    page.extract_text(visitor_text=see)
    return found


# What it says ---------------------------------------------------------------------------------------------------------


def test_person_of_the_group_asks_and_takes_it(world, terms, signed_in):
    browser = signed_in(world.people["administrator"])

    asked = browser.post(reverse("groups:terms_export", args=[terms.public_id]))
    job = Job.objects.get()
    assert asked.headers["Location"] == job.get_absolute_url()
    make_document(job_id=job.pk)

    taken = browser.get(reverse("documents:job_download", args=[job.public_id]))
    pages = pages_in(b"".join(taken.streaming_content))
    assert "Westhaven Protect and Prepare Group" in pages[0]
    assert CANARY not in " ".join(pages)


def test_outsider_gets_none(world, terms, signed_in):
    asked = signed_in(world.people["stranger"]).post(reverse("groups:terms_export", args=[terms.public_id]))

    assert asked.status_code == 404
    assert not Job.objects.exists()


def test_it_names_members_with_what_they_bring_and_their_deputies(world, terms):
    text = " ".join(pages_in(drawn(content_of(terms))))
    text = re.sub(r"\s+", " ", text)

    assert "Westhaven Planner" in text
    assert "Westhaven brings this" in text
    assert "Planning and development" in text
    assert "Westhaven Deputy" in text
    assert "Westhaven Ended" not in text


def test_standing_item_for_some_only_is_a_number(world, terms):
    content = content_of(terms)

    assert [line.get("title", "withheld") for line in content["standing"]] == ["Westhaven events", "withheld"]
    text = " ".join(pages_in(drawn(content)))
    assert "Westhaven events" in text
    assert "Westhaven threat" not in text


def test_content_is_read_in_few_queries_however_many_members(world, terms, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        content_of(terms)


def test_hash_changes_with_a_word_a_member_or_a_rule_and_otherwise_stays(world, terms):
    def fingerprint():
        return hash_of(content_of(type(terms).objects.select_related("group__lead_authority").get(pk=terms.pk)))

    first = fingerprint()
    assert fingerprint() == first

    seen = {first}
    world.group.rules.__class__.objects.filter(group=world.group).update(quorum_areas=4)
    seen.add(fingerprint())
    Deputyship.objects.filter(pk=world.things.deputyship.pk).update(name="Somebody else")
    seen.add(fingerprint())
    TermsSection.objects.filter(version=terms, key="mission").update(text="Other aims")
    seen.add(fingerprint())
    assert len(seen) == 4


# Each page ------------------------------------------------------------------------------------------------------------


def test_each_page_carries_marking_number_hash_and_its_place(terms):
    content = content_of(terms)
    sha256 = hash_of(content)
    reader = PdfReader(BytesIO(pages_of(content, sha256)))
    begins = " ".join([sha256[:4], sha256[4:8], sha256[8:12]])

    assert len(reader.pages) > 6
    for number, page in enumerate(reader.pages, start=1):
        bands = {place: re.sub(r"\s+", " ", text) for place, text in bands_of(page).items()}
        assert "OFFICIAL" in bands["top"]
        assert "OFFICIAL" in bands["bottom"]
        assert f"Draft 0.1, {begins}" in bands["bottom"]
        assert f"Page {number} of {len(reader.pages)}" in bands["bottom"]


def test_first_page_has_number_date_marking_and_the_whole_hash_in_its_text(world, terms):
    content = content_of(terms)
    sha256 = hash_of(content)
    first = pages_in(pages_of(content, sha256))[0]

    assert sha256 in re.sub(r"\s", "", first)
    assert "OFFICIAL. Anything more sensitive" in first
    assert f"{world.things.terms.made_at:%Y}" in first
    assert "Draft 0.1" in first


def test_clauses_are_numbered_under_their_sections(terms):
    text = " ".join(pages_in(drawn(content_of(terms))))
    text = re.sub(r"\s+", " ", text)

    assert "2.1 The group's mission is" in text
    assert "8.1 Dates are set a year ahead" in text
    assert "17.3 Members agree a new version" in text


def test_long_terms_have_contents_and_short_ones_none(terms):
    content = content_of(terms)
    assert "Contents" in pages_in(drawn(content))[0]

    short = {**content, "sections": content["sections"][:3]}
    pages = pages_in(drawn(short))
    assert len(pages) <= 6
    assert "Contents" not in pages[0]


def test_undertaking_is_one_page(terms):
    content = {**content_of(terms), "undertaking": UNDERTAKING}

    assert sum("Annex A: Handling undertaking" in page for page in pages_in(drawn(content))[1:]) == 1
    assert sum("whenever its words change." in page for page in pages_in(drawn(content))) == 1


# What nobody sees -----------------------------------------------------------------------------------------------------


def test_it_is_tagged_for_screen_readers(terms):
    with pikepdf.open(BytesIO(drawn(content_of(terms)))) as pdf:
        kinds = [str(element.get("/S", "")) for element, _ in elements(pdf.Root.StructTreeRoot)]
        heads = [element.A.Scope for element, _ in elements(pdf.Root.StructTreeRoot) if element.get("/S") == Name.TH]

        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "Terms of Reference – Westhaven Protect and Prepare Group"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/P", "/Caption"} <= set(kinds)
        assert (kinds.count("/H1"), kinds.count("/H2")) == (1, len(TERMS_SECTIONS) + 3)
        assert set(heads) == {Name.Column, Name.Row}
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["Terms of Reference"]


def test_headers_and_footers_are_not_read_out(terms):
    """Every piece of a page's content belongs to an element, or is an artifact."""
    with pikepdf.open(BytesIO(drawn(content_of(terms)))) as pdf:
        for page in pdf.pages:
            artifacts = [
                operands
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and operands[0] == Name.Artifact
            ]
            assert len(artifacts) >= 4


def test_metadata_names_no_person(world, terms):
    with pikepdf.open(BytesIO(drawn(content_of(terms)))) as pdf:
        told = " ".join([*map(str, pdf.docinfo.values()), str(pdf.open_metadata())])

    assert "Westhaven City Council" in told
    people = [*world.seats.values(), *world.people.values()]
    assert [person.name for person in people if person.name in told] == []


def test_same_terms_are_the_same_bytes(terms):
    content = content_of(terms)

    assert drawn(content) == drawn(content)


@pytest.mark.parametrize(
    "typed",
    [
        '<link rel="attachment" href="file:///etc/hostname">',
        '<img src="file:///etc/hostname">',
        '<object data="file:///etc/hostname"></object>',
        "![a picture](file:///etc/hostname)",
        "[a link](file:///etc/hostname)",
        '<style>@page { @top-center { content: "UNMARKED" } }</style>',
        '<a rel="attachment" href="http://127.0.0.1:1/x">x</a>',
    ],
)
def test_what_people_type_embeds_no_file_and_changes_no_page(terms, typed):
    content = content_of(terms)
    content["sections"][0]["text"] = typed
    pdf = drawn(content)

    with pikepdf.open(BytesIO(pdf)) as read:
        assert len(read.attachments) == 0
        links = [
            str(note.A.URI) for page in read.pages for note in page.get("/Annots", []) if "/URI" in note.get("/A", {})
        ]
    assert links == []
    assert "/EmbeddedFile" not in pdf.decode("latin-1")
    with open("/etc/hostname") as file:
        secret = file.read().strip()
    pages = PdfReader(BytesIO(pdf)).pages
    assert secret not in " ".join(page.extract_text() for page in pages)
    assert all("UNMARKED" not in bands_of(page)["top"] for page in pages)


def test_local_file_named_by_the_page_itself_is_not_read(terms):
    """The fetcher refuses too, should a slip ever let such a thing through."""
    from lib import pdf

    content = content_of(terms)
    page = html(content, hash_of(content), with_contents=False)
    page = page.replace("</head>", '<link rel="attachment" href="file:///etc/hostname"></head>')

    with pikepdf.open(BytesIO(pdf.bytes_of(pdf.drawn(page)))) as read:
        assert len(read.attachments) == 0
