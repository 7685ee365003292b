"""A page as a Word document: every look is a style, every number Word's own, and what people type is text."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st

from lib.docx import bytes_of
from lib.markdown import html_of

PAGE = """<html lang="en-GB"><head><title>A page</title><meta name="author" content="Westhaven">
<meta name="description" content="For a test"><meta name="dcterms.modified" content="2026-11-22"></head>
<body><p><span class="marking">OFFICIAL</span> <span class="version">Version 3</span></p>{}</body></html>"""


def word(body):
    return Document(io.BytesIO(bytes_of(PAGE.format(body))))


def lines(body):
    """(style, text) of each paragraph after the first."""
    return [(paragraph.style.name, paragraph.text) for paragraph in word(body).paragraphs[1:]]


def clauses(text):
    return f'<section class="numbered"><h2>One</h2><div class="clauses">{html_of(text)}</div></section>'


def everything_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_paragraphs_lists_and_quotations_have_styles_of_their_own():
    assert lines(clauses("First\n\n- a bullet\n  - inside\n\n> said\n\nSecond")) == [
        ("Heading 1", "One"),
        ("Clause", "First"),
        ("List Bullet", "a bullet"),
        ("List Bullet 2", "inside"),
        ("Quote", "said"),
        ("Clause", "Second"),
    ]


def test_item_of_several_paragraphs_goes_on_without_a_number():
    assert lines(html_of("1. one\n\n   more\n\n2. two")) == [
        ("List Number", "one"),
        ("List Continue", "more"),
        ("List Number", "two"),
    ]


def test_each_numbered_list_begins_at_its_own_number():
    document = word(html_of("1. one\n2. two\n\ntext\n\n5. five"))
    numbered = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "List Number"]
    numbers = [paragraph._p.pPr.numPr.numId.val for paragraph in numbered]
    lists = {num.numId: num for num in document.part.numbering_part.element.num_lst}

    assert numbers[0] == numbers[1] != numbers[2]
    assert [lists[number].lvlOverride_lst[0].startOverride.val for number in numbers[1:]] == [1, 5]


def test_emphasis_is_a_style_and_a_line_break_a_break():
    [_lead, paragraph] = word(html_of("plain **strong** *stressed* ***both***\nnext")).paragraphs

    assert [(run.text, run.style.name) for run in paragraph.runs if run.text.strip()] == [
        ("plain ", "Default Paragraph Font"),
        ("strong", "Strong"),
        ("stressed", "Emphasis"),
        ("both", "Strong Emphasis"),
        ("next", "Default Paragraph Font"),
    ]
    assert paragraph.text == "plain strong stressed both\nnext"


def test_link_is_a_link_only_where_word_can_read_the_address():
    document = word(
        html_of("[one](https://example.org/a?b=c) [two](https://x.example/[a]) [three](mailto:a@b.example)")
        + '<p><a href="https://[::1">four</a></p>'
    )
    links = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]

    assert links == ["https://example.org/a?b=c", "https://x.example/%5Ba%5D", "mailto:a@b.example"]
    assert [paragraph.text for paragraph in document.paragraphs[1:]] == ["one two three", "four"]


TABLE = """<table class="live bold-first"><caption>Members</caption><colgroup><col style="width: 70mm">
<col style="width: 100mm"></colgroup><thead><tr><th scope="col">Name</th><th scope="col">For</th></tr></thead>
<tbody><tr><th scope="row">Helen<small>Chair</small></th><td>City</td></tr></tbody></table>"""


def test_table_has_a_heading_a_name_and_heads_that_come_again_on_each_page():
    document = word(TABLE)
    [table] = document.tables
    head, row = table.rows

    assert [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs[1:]] == [
        ("Heading 2", "Members"),
        ("Table End", ""),
    ]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Members"
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [[paragraph.style.name for paragraph in cell.paragraphs] for cell in (*head.cells, *row.cells)] == [
        ["Table Head"],
        ["Table Head"],
        ["Table Name", "Table Note"],
        ["Table Text"],
    ]
    assert [round(cell.width.mm) for cell in row.cells] == [70, 100]


def test_document_says_its_title_author_language_and_day_and_no_other_moment():
    properties = word("").core_properties

    assert (properties.title, properties.author, properties.language) == ("A page", "Westhaven", "en-GB")
    assert {properties.created.isoformat(), properties.modified.isoformat()} == {"2026-11-22T00:00:00+00:00"}
    with zipfile.ZipFile(io.BytesIO(bytes_of(PAGE.format("")))) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_title_that_is_longer_than_word_holds_is_cut():
    long = bytes_of(PAGE.format("").replace("A page", "A" * 300))

    assert Document(io.BytesIO(long)).core_properties.title == "A" * 255


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "<w:p><w:r><w:t>x</w:t></w:r></w:p>", "{ INCLUDETEXT c:\\x }", "]]><!--"]
)
def test_what_people_type_is_text(typed):
    content = bytes_of(PAGE.format(html_of(typed)))
    parts = everything_in(content)

    assert Document(io.BytesIO(content)).paragraphs[1].text == typed
    assert re.findall("instr[^>]*", "".join(parts.values())) == ['instr="PAGE"', 'instr="NUMPAGES"']
    assert sorted(parts) == sorted(everything_in(bytes_of(PAGE.format(""))))


@given(st.text())
@example("&#12; \x0b \x1b &#0; \ufffe \x85")
@example("1. a\n\n   > b\n   >\n   > - c\n\n99999999999. d")
@example("999999999. most")
def test_whatever_people_type_makes_a_document_that_opens(text):
    assert Document(io.BytesIO(bytes_of(PAGE.format(clauses(text))))).paragraphs[1].text == "One"


def test_same_page_is_the_same_bytes():
    assert bytes_of(PAGE.format(TABLE)) == bytes_of(PAGE.format(TABLE))
