"""A fingerprint typed in says which document it belongs to, and to whoever may not open that, nothing."""

import pytest
from django.urls import reverse

from meetings.services import answer_summary, approve_upward_report, ask_for_summary, save_upward_report
from tests.access_house import without_token
from tests.groups.terms import put
from tests.meetings.papers import approved

UNKNOWN = "No document that you may open has this fingerprint"


def check(browser, fingerprint):
    return browser.get(reverse("meetings:document_check"), {"fingerprint": fingerprint}).content.decode()


@pytest.fixture
def minutes(world):
    return approved(world)


def test_minutes_are_known_by_the_twelve_characters_at_the_foot_or_by_all(world, minutes, signed_in):
    browser, sha256 = signed_in(world.people["venue"]), minutes.sha256
    spaced = f" {sha256[:4]} {sha256[4:8].upper()} {sha256[8:12]} "

    for typed in [sha256, spaced]:
        told = check(browser, typed)
        assert "This fingerprint is known" in told
        assert "Minutes of meeting 1" in told
        assert minutes.get_absolute_url() in told
        assert f"{sha256[:4]} {sha256[4:8]} {sha256[8:12]} {sha256[12:16]}" in told


def test_one_wrong_character_is_no_document(world, minutes, signed_in):
    wrong = minutes.sha256[:-1] + ("0" if minutes.sha256[-1] != "0" else "1")
    assert UNKNOWN in check(signed_in(world.people["venue"]), wrong)


@pytest.mark.parametrize("name", ["stranger", "nobody", "operator", "auditor", "ended"])
def test_outsider_is_told_what_they_are_told_of_nothing(world, minutes, signed_in, name):
    browser = signed_in(world.people[name])
    told = [without_token(check(browser, sha256)).replace(sha256, "") for sha256 in (minutes.sha256, "0" * 64)]

    assert told[0] == told[1]
    assert UNKNOWN in told[0]


def test_terms_are_known_once_they_are_put(world, signed_in):
    terms = put(world)
    told = check(signed_in(world.people["fire"]), terms.sha256[:12])

    assert f"Terms of reference {terms.number}" in told
    assert "Put to the members" in told


def test_summary_is_known_once_it_is_published(world, minutes, signed_in):
    summary = ask_for_summary(minutes=minutes, by=world.people["chair"])
    browser = signed_in(world.people["venue"])
    assert UNKNOWN in check(browser, summary.sha256)

    answer_summary(summary=summary, agreed=True, by=world.people["deputy_chair"])
    assert "Open summary of meeting 1" in check(browser, summary.sha256)


def test_report_is_known_to_those_whom_it_is_for(world, minutes, signed_in):
    report = save_upward_report(minutes=minutes, text="We ask", edition=0, by=world.people["secretary"])
    approve_upward_report(report=report, edition="1", by=world.people["chair"])
    report.refresh_from_db()

    assert UNKNOWN in check(signed_in(world.people["fire"]), report.sha256)
    for name in ["senior_owner", "deputy_chair"]:
        assert "Report to the senior owner from meeting 1" in check(signed_in(world.people[name]), report.sha256)


@pytest.mark.parametrize("typed", ["", "9f2c", "zzzz zzzz zzzz", "0" * 65])
def test_what_is_no_fingerprint_is_said_and_kept(world, signed_in, typed):
    told = check(signed_in(world.people["venue"]), typed)

    assert "There is a problem" in told
    assert f'value="{typed}"' in told or not typed


def test_page_is_read_in_few_queries(world, minutes, signed_in, django_assert_max_num_queries):
    browser = signed_in(world.people["chair"])
    with django_assert_max_num_queries(12):
        check(browser, minutes.sha256)
