"""The PDF of the terms against PDF/UA-1, by a checker that knows nothing of what makes it: 0 failures.

The checker is page-validation, written in Rust apart from WeasyPrint and pikepdf; docs/decisions/0031 says what it was
held against. It is no certificate: what only a person can judge, such as whether a text says what a picture shows, it
does not.
"""

from io import BytesIO

import page as checker
import pikepdf
import pytest
from pikepdf import Name

from documents.services import hash_of
from groups.terms_document import pages_of
from lib import pdf as lib_pdf
from tests.terms_sample import full_terms, sample_terms


def failures_of(content):
    report = checker.validate_pdf_bytes(content, profile="ua1")
    assert report.rules.total > 100
    return sorted({failure.rule_id for failure in report.failures})


def drawn(content):
    return pages_of(content, hash_of(content))


@pytest.fixture(scope="module")
def full():
    return drawn(full_terms())


def test_terms_conform(full):
    assert failures_of(full) == []


def test_short_terms_conform():
    assert failures_of(drawn({**sample_terms(), "sections": sample_terms()["sections"][:2]})) == []


TYPED = {
    "a list in an item": "1. one\n\n   more\n\n2. two\n   - inside\n\n   > said",
    "control characters": "one\x01two\x0bthree &#12; four",
    "a long word": "W" * 400,
    "links": "[one](https://example.org) <https://example.org/two>",
    "markup": "<h6>x</h6><table><td>y</table>",
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_terms_conform_whatever_was_typed_in_them(typed):
    section = {"key": "name", "title": typed[:100], "text": typed}
    assert failures_of(drawn({**sample_terms(), "sections": [section]})) == []


# Whether the checker sees faults --------------------------------------------------------------------------------------


def lose_title(pdf):
    del pdf.docinfo["/Title"]
    with pdf.open_metadata() as told:
        del told["dc:title"]


def lose_language(pdf):
    del pdf.Root.Lang


def lose_identifier(pdf):
    with pdf.open_metadata() as told:
        del told["pdfuaid:part"]


def lose_words_for_picture(pdf):
    for element, _parents in lib_pdf.elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == Name.Figure:
            del element.Alt


def skip_a_heading(pdf):
    for element, _parents in lib_pdf.elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == Name.H2:
            element.S = Name.H4


def unmark(pdf):
    del pdf.Root.MarkInfo


def lose_title_bar(pdf):
    del pdf.Root.ViewerPreferences


def lose_order_of_tabs(pdf):
    for page in pdf.pages:
        if "/Tabs" in page.obj:
            del page.obj.Tabs


def changed(content, plant):
    after = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        plant(pdf)
        pdf.save(after)
    return after.getvalue()


PLANTED = [
    lose_title,
    lose_language,
    lose_identifier,
    lose_words_for_picture,
    skip_a_heading,
    unmark,
    lose_title_bar,
    lose_order_of_tabs,
]


@pytest.mark.parametrize("plant", PLANTED)
def test_checker_sees_what_is_missing(full, plant):
    assert failures_of(changed(full, plant)) != []


def test_checker_sees_nothing_where_nothing_is_missing(full):
    assert failures_of(changed(full, lambda pdf: None)) == []
