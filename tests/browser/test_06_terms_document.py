"""Step 6: the worker makes the terms as a PDF, and the page says how far it is."""

import re

from playwright.sync_api import expect
from pypdf import PdfReader

from documents.models import Job
from groups.models import TermsVersion
from tests.browser.ways import go_to, open_group, see_heading


def ask_for_terms(page):
    open_group(page)
    go_to(page, "Terms")
    page.get_by_role("button", name="Download as PDF").click()
    see_heading(page, "Terms of reference")


def download(page):
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the PDF").click()
    return started.value


def test_administrator_sees_the_document_being_made_and_takes_it(page, sign_in_as, check_axe):
    sign_in_as(page, "Nadia Osman")
    ask_for_terms(page)
    expect(page.get_by_role("heading", name="It is being made")).to_be_visible()
    expect(page.get_by_role("heading", name="Ready")).to_be_visible()  # by itself: nobody loaded the page again
    check_axe(page)
    taken = download(page)

    job = Job.objects.get()
    in_fours = [job.content_sha256[start : start + 4] for start in range(0, 64, 4)]
    document = PdfReader(taken.path())
    assert taken.suggested_filename.endswith(".pdf")
    for number, sheet in enumerate(document.pages, start=1):
        words = sheet.extract_text()
        assert words.count("OFFICIAL") >= 2, f"page {number} is marked above and below"
        assert f"Page {number} of {len(document.pages)}" in words
        assert " ".join(in_fours[:3]) in words
    first = re.sub(r"\s+", " ", document.pages[0].extract_text())
    assert "Version 1.0" in first
    assert job.content_sha256 == TermsVersion.objects.get(public_id=job.subject).sha256
    assert "Westhaven City Council" in first
    assert " ".join(in_fours) in first
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"] == "en-GB"
    assert "Threat and incident update" not in "".join(sheet.extract_text() for sheet in document.pages)


def test_same_version_is_ready_at_once_for_the_next_who_asks(page, sign_in_as, check_axe):
    """A venue takes the very same file; the page of the administrator's job is not theirs."""
    sign_in_as(page, "Kwame Mensah")
    ask_for_terms(page)
    expect(page.get_by_role("heading", name="Ready")).to_be_visible()
    check_axe(page)
    download(page)

    first, second = Job.objects.order_by("pk")
    assert first.file == second.file
    page.goto(f"/jobs/{first.public_id}/")
    see_heading(page, "Page not found")


def test_changed_terms_are_another_version(page, sign_in_as, check_axe):
    sign_in_as(page, "Tom Bell")
    open_group(page)
    go_to(page, "Terms")
    page.get_by_role("button", name="Begin a new draft").click()
    page.get_by_role("link", name="Edit Conduct").click()
    check_axe(page)
    page.get_by_label("Text of the section").fill("Members speak freely.")
    page.get_by_role("button", name="Save the section").click()
    page.get_by_role("button", name="Download as PDF").click()
    words = "".join(sheet.extract_text() for sheet in PdfReader(download(page).path()).pages)

    assert "Members speak freely." in words
    assert "Nobody records a meeting" not in words
    assert Job.objects.values("content_sha256").distinct().count() == 2
