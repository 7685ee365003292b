"""The report to the senior owner: its open and its exempt part, who approves it, and what it never holds."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from actions.models import Action
from audit.models import Entry, Kind
from documents.models import Job
from documents.services import hash_of, make_document
from documents.store import bytes_of
from groups.models import Office
from lib.templatetags.papg import long_day
from meetings.models import MinuteEntry, RaisedAction, UpwardReport
from meetings.services import approve_upward_report, save_upward_report
from meetings.upward import hash_of_report
from meetings.upward_document import content_of, pages_of
from tests.canary_house import text_of_pdf
from tests.groups.test_terms_pdf_ua import failures_of
from tests.meetings.papers import approved, for_the_authority
from tests.minutes_sample import AT
from tests.world_meetings import RESTRICTED


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def minutes(world):
    return approved(world)


@pytest.fixture
def report(world, minutes):
    return save_upward_report(minutes=minutes, text="We ask for money", edition=0, by=world.people["secretary"])


@pytest.fixture
def sent_up(world, report):
    approve_upward_report(report=report, edition="1", by=world.people["chair"])
    return UpwardReport.objects.select_related("group__lead_authority", "minutes__meeting", "minutes__group").get()


def address(minutes, name="detail"):
    return reverse(f"meetings:upward_report_{name}", args=[minutes.public_id])


def page(browser, minutes):
    return browser.get(address(minutes)).content.decode()


# Its two parts --------------------------------------------------------------------------------------------------------


def test_open_part_has_shareable_words_and_the_exempt_part_whole_passages_with_their_reasons(world, sent_up):
    content = content_of(sent_up, world.people["senior_owner"])
    parts = {
        part: [paragraph for section in content[part] for paragraph in section["paragraphs"]]
        for part in ["open", "exempt"]
    }

    assert [each["text"] for each in parts["open"]] == ["Westhaven open words", "Westhaven words of the restricted one"]
    assert [(each["text"], each["because"]) for each in parts["exempt"]] == [
        ("Westhaven exempt entry", "National security"),
        ("Westhaven restricted entry", "National security"),
    ]
    assert content["marking"] == "OFFICIAL-SENSITIVE"


@pytest.mark.parametrize("limits", [{}, RESTRICTED], ids=["an action for everybody", "a restricted one"])
def test_actions_say_who_when_and_how_they_stood_and_to_whoever_sees_them_how_they_stand(world, signed_in, limits):
    raised = RaisedAction.objects.get(pk=world.things.raised.pk)
    RaisedAction.objects.filter(pk=raised.pk).update(withheld_because="security", **limits)
    Action.objects.filter(pk=raised.action_id).update(**limits)
    minutes = approved(world)
    report = save_upward_report(minutes=minutes, text="", edition=0, by=world.people["secretary"])
    approve_upward_report(report=report, edition="1", by=world.people["chair"])
    Action.objects.filter(pk=raised.action_id).update(owner=world.seats["fire"])

    pages = {who: page(signed_in(world.people[who]), minutes) for who in ["chair", "senior_owner"]}

    for told in pages.values():
        assert f"Westhaven Planner, by {raised.action.due_on:%A} {long_day(raised.action.due_on)}" in told
        assert "<dt>Then</dt>" in told
    assert {who: "with Westhaven Fire" in told for who, told in pages.items()} == {
        "chair": True,
        "senior_owner": not limits,
    }


def test_open_part_tells_no_title_of_an_item_that_is_not_for_everybody(world, sent_up):
    content = content_of(sent_up, world.people["senior_owner"])

    assert [section["title"] for section in content["open"]] == ["Westhaven held events", ""]
    assert [section["title"] for section in content["exempt"]] == ["Westhaven held events", "Westhaven held threat"]


def test_its_numbers_are_those_of_the_minutes(world, sent_up):
    content = content_of(sent_up, world.people["senior_owner"])
    [first, *_others] = content["open"]
    assert [each["number"] for each in first["paragraphs"]] == [1]
    assert [each["number"] for section in content["exempt"] for each in section["paragraphs"]] == [5, 6]


def test_what_is_for_named_readers_goes_to_nobody(world, sent_up, signed_in):
    for name in ["secretary", "senior_owner"]:  # the secretary is a named reader
        assert "named" not in page(signed_in(world.people[name]), sent_up.minutes).replace("named readers", "")


def test_narrowing_a_passage_to_named_readers_takes_it_out_of_the_report_and_of_copies(world, sent_up, signed_in):
    browser = signed_in(world.people["senior_owner"])
    browser.post(reverse("meetings:upward_report_export", args=[sent_up.public_id]))
    job = Job.objects.get()
    make_document(job_id=job.pk)
    MinuteEntry.objects.filter(pk=world.things.exempt_entry.pk).update(audience="named")

    assert "exempt entry" not in page(browser, sent_up.minutes)
    taken = browser.get(reverse("documents:job_download", args=[job.public_id]), follow=True)
    assert "This copy is no longer kept" in taken.content.decode()


# Who ------------------------------------------------------------------------------------------------------------------


def test_senior_owner_reads_it_once_it_is_approved_and_that_is_recorded(world, minutes, report, signed_in):
    browser = signed_in(world.people["senior_owner"])
    assert browser.get(address(minutes)).status_code == 403
    assert "/report/" not in browser.get(minutes.get_absolute_url()).content.decode()

    approve_upward_report(report=report, edition="1", by=world.people["chair"])

    assert "/report/" in browser.get(minutes.get_absolute_url()).content.decode()
    assert "Westhaven exempt entry" in page(browser, minutes)
    readings = Entry.objects.filter(kind=Kind.READING, actor=world.people["senior_owner"].public_id)
    [read] = [entry for entry in readings if entry.detail["read"]]  # opening the minutes leaves a receipt besides
    assert world.things.exempt_entry.public_id in read.detail["read"]


def test_former_senior_owner_reads_no_more(world, sent_up, signed_in):
    browser = signed_in(world.people["senior_owner"])
    Office.objects.filter(user=world.people["senior_owner"]).update(
        ends_at="2026-01-02T00:00Z", starts_at="2026-01-01T00:00Z"
    )

    assert browser.get(address(sent_up.minutes)).status_code == 404


def test_whoever_may_not_read_all_that_goes_up_is_told_and_cannot_approve(world, minutes, report, signed_in):
    for_the_authority(world, world.things.exempt_entry)
    browser = signed_in(world.people["deputy_chair"])

    told = page(browser, minutes)
    assert "1 passage of it is withheld from you" in told
    assert "exempt entry" not in told
    answer = browser.post(address(minutes, "approve"), {"edition": "1"}, follow=True)
    assert "You may not read all that goes up" in answer.content.decode()
    assert not UpwardReport.objects.get().is_approved


def test_copy_of_the_deputy_chair_leaves_out_what_they_may_not_read(world, sent_up, signed_in):
    for_the_authority(world, world.things.exempt_entry)
    browser = signed_in(world.people["deputy_chair"])
    browser.post(reverse("meetings:upward_report_export", args=[sent_up.public_id]))
    make_document(job_id=Job.objects.get().pk)

    told = text_of_pdf(bytes_of(Job.objects.get().file))
    assert "exempt entry" not in told
    assert "It leaves out 1 passage" in told.replace("\n", " ")
    assert "Westhaven restricted entry" in told


# Writing and approving ------------------------------------------------------------------------------------------------


def test_two_who_write_it_lose_neither(world, minutes, report, signed_in):
    browser = signed_in(world.people["chair"])

    answer = browser.post(address(minutes, "write"), {"text": "We ask for people", "edition": "0"}).content.decode()

    assert "We ask for money" in answer
    assert "We ask for people" in answer
    assert UpwardReport.objects.get().text == "We ask for money"


def test_nothing_sensitive_is_typed_into_the_open_part(world, minutes, signed_in):
    browser = signed_in(world.people["chair"])
    typed = "OFFICIAL-SENSITIVE: the barriers"

    answer = browser.post(address(minutes, "write"), {"text": typed, "edition": "0"}).content.decode()

    assert "nothing OFFICIAL-SENSITIVE belongs in it" in answer
    assert typed in answer
    assert not UpwardReport.objects.exists()


def test_what_is_approved_is_the_edition_that_was_read(world, minutes, report):
    save_upward_report(minutes=minutes, text="We ask for more", edition=1, by=world.people["secretary"])

    with pytest.raises(ValidationError, match="has changed since"):
        approve_upward_report(report=report, edition="1", by=world.people["chair"])


def test_approved_report_is_final(world, minutes, sent_up):
    assert sent_up.sha256 == hash_of_report(sent_up)
    with pytest.raises(ValidationError, match="can no longer be changed"):
        save_upward_report(minutes=minutes, text="Otherwise", edition=1, by=world.people["chair"])
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        UpwardReport.objects.update(text="Otherwise")


def test_file_conforms_to_pdf_ua_and_carries_reader_and_marking(world, sent_up):
    content = content_of(sent_up, world.people["senior_owner"])
    pdf = pages_of(content, hash_of(content), AT)

    assert failures_of(pdf) == []
    told = text_of_pdf(pdf)
    assert "OFFICIAL-SENSITIVE" in told
    assert "Exempt part" in told


@pytest.mark.parametrize("name", ["chair", "senior_owner"])
def test_page_is_read_in_few_queries(world, sent_up, signed_in, django_assert_max_num_queries, name):
    browser = signed_in(world.people[name])
    with django_assert_max_num_queries(12):
        page(browser, sent_up.minutes)
