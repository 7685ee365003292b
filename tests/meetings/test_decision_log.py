"""The decision log: each reader's part of it, found by words and dates, and taken as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry, Kind
from documents.models import Job
from documents.services import make_document
from meetings import services
from meetings.decision_log_document import access_to_export
from meetings.models import Decision, DecisionLogExport
from notices.models import Notice
from notices.services import plan_and_send
from tests.meetings.decisions import decided, opened, proposed
from tests.world import CANARY
from tests.world_meetings import RESTRICTED

DAY = timedelta(days=1)


def log(group):
    return reverse("meetings:decision_list", args=[group.public_id])


@pytest.fixture
def shown(signed_in, world):
    """(heading, numbers that are readable, numbers that stand bare) of somebody's log, by what they look for."""

    def shown(who, **asked):
        answer = signed_in(world.people[who]).get(log(world.group), asked)
        assert CANARY not in answer.content.decode()
        lines = answer.context["lines"]
        read = [line.number for line in lines if line.decision]
        return read, [line.number for line in lines if not line.decision]

    return shown


def heading(browser, world, **asked):
    page = browser.get(log(world.group), asked).content.decode()
    return " ".join(page.partition("</span>")[2].partition("decision log</span>")[2].partition("</h1>")[0].split())


# What each reader sees ------------------------------------------------------------------------------------------------


def test_a_decision_for_others_is_its_number_and_a_search_knows_of_none(shown, world):
    secret = decided(world, "secret words", **RESTRICTED).number

    assert shown("adviser") == ([secret, 1], [])
    assert shown("bid") == ([1], [secret])
    assert shown("adviser", words="secret words") == ([secret], [])
    assert shown("bid", words="secret words") == ([], [])
    assert shown("bid", year=str(timezone.localdate().year)) == ([1], []) or shown("bid", standing="made") == ([1], [])


def test_decisions_of_minutes_in_draft_are_not_said_to_be_withheld(signed_in, shown, world):
    services.close_meeting(meeting=(meeting := opened(world)), by=world.people["chair"])
    number = decided(world, "fresh", minutes=meeting.record, item=meeting.items.first()).number

    page = signed_in(world.people["planner"]).get(log(world.group)).content.decode()

    assert shown("secretary") == ([number, 1], [])
    assert shown("planner") == ([1], [number])
    assert "Its minutes are still being written" in page and "withheld" not in page


def test_heading_says_what_is_to_be_done(signed_in, world):
    browser = signed_in(world.people["planner"])
    assert heading(browser, world) == "1 decision"
    proposed(world)
    decided(world, review_on=timezone.localdate())
    assert heading(browser, world) == "3 decisions, 1 to be confirmed, 1 to be looked at again"
    assert heading(browser, world, standing="proposed") == "1 of 3 decisions"


def test_log_without_a_decision_teaches(signed_in, world):
    page = signed_in(world.people["sibling"]).get(log(world.sibling.group)).content.decode()

    assert "No decision yet" in page and "run page" in page


def test_reading_a_sensitive_decision_in_the_log_is_recorded(signed_in, world):
    secret = decided(world, **RESTRICTED)
    signed_in(world.people["adviser"]).get(log(world.group))

    entry = Entry.objects.get(kind=Kind.READING)
    assert (entry.target, entry.detail["read"]) == (world.group.public_id, [secret.public_id])


# Which ones -----------------------------------------------------------------------------------------------------------


def test_filter_by_standing_words_meeting_and_review(shown, world):
    gone, waits = decided(world, "gone"), proposed(world, "waits for it")
    due = decided(world, "due", review_on=timezone.localdate(), options="Bollards or planters")
    services.change_decision(decision=gone, standing="withdrawn", reason="So", by=world.people["chair"])
    meeting = opened(world)
    services.confirm_decision(decision=waits, meeting=meeting, by=world.people["chair"])
    late = proposed(world, "late", minutes=meeting.record, item=meeting.items.first())

    found = {
        "withdrawn": shown("planner", standing="withdrawn")[0],
        "confirmed": shown("planner", standing="confirmed")[0],
        "proposed": shown("planner", standing="proposed")[0],
        "words": shown("planner", words="PLANTERS bollards")[0],
        "meeting": shown("planner", meeting=meeting.public_id)[0],
        "due": shown("planner", due="on")[0],
        "both": shown("planner", standing="made", words="due")[0],
    }

    assert found == {
        "withdrawn": [gone.number],
        "confirmed": [waits.number],
        "proposed": [late.number],
        "words": [due.number],
        "meeting": [late.number],
        "due": [due.number],
        "both": [due.number],
    }


def test_filter_by_year(shown, world):
    world.things.held.__class__.objects.filter(pk=world.things.held.pk).update(
        starts_at=F("starts_at") - timedelta(days=800)
    )
    world.things.held.refresh_from_db()
    year = timezone.localtime(world.things.held.starts_at).year

    assert shown("planner", year=str(year)) == ([1], [])


@pytest.mark.parametrize("asked", [{"year": "1066"}, {"standing": "so"}, {"meeting": "x"}])
def test_filter_that_is_no_choice_shows_nothing(signed_in, world, asked):
    page = signed_in(world.people["planner"]).get(log(world.group), asked).content.decode()

    assert "Choose one from the list" in page and "Nothing is shown until the filter is mended" in page
    assert "Westhaven decision" not in page


def test_meeting_of_another_group_is_no_choice(signed_in, world):
    meeting = world.other.things.held
    page = signed_in(world.people["planner"]).get(log(world.group), {"meeting": meeting.public_id}).content.decode()

    assert "Choose one from the list" in page


def test_log_costs_the_same_with_few_and_many_rows(signed_in, world, django_assert_num_queries):
    browser = signed_in(world.people["adviser"])
    decided(world, **RESTRICTED)
    browser.get(log(world.group))
    with django_assert_num_queries(10):
        browser.get(log(world.group))
    for number in range(60):
        decision = decided(world, f"decision {number}", **(RESTRICTED if number % 3 else {}))
        services.change_decision(decision=decision, standing="withdrawn", reason="So", by=world.people["chair"])
    browser.get(log(world.group))
    with django_assert_num_queries(10):
        page = browser.get(log(world.group))

    assert (len(page.context["lines"]), page.context["older"]) == (50, 2)
    assert len(browser.get(log(world.group), {"page": "2"}).context["lines"]) == 12


def test_decision_costs_the_same_with_few_and_many_rows(signed_in, world, django_assert_max_num_queries):
    browser, decision = signed_in(world.people["chair"]), decided(world)
    opened(world)
    for days in range(1, 20):
        services.change_decision(
            decision=decision,
            standing="kept",
            reason="So",
            review_on=timezone.localdate() + days * DAY,
            by=world.people["chair"],
        )
    with django_assert_max_num_queries(12):
        browser.get(reverse("meetings:decision_detail", args=[decision.public_id]))


# As a file ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def taken(signed_in, world, settings, tmp_path):
    """The rows of the file that somebody takes of the log."""
    settings.FILES_DIR = tmp_path

    def taken(who, query=""):
        browser = signed_in(world.people[who])
        browser.post(reverse("meetings:decision_list_export", args=[world.group.public_id]) + query)
        job = Job.objects.latest("pk")
        make_document(job_id=job.pk)
        answer = browser.get(reverse("documents:job_download", args=[job.public_id]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert CANARY not in text
        return job.file_name, list(csv.reader(io.StringIO(text)))

    return taken


def test_file_holds_what_its_reader_may_read(taken, world):
    secret = decided(world, "=secret", dissent="Not so", options="This or that", **RESTRICTED)
    name, [columns, first, second] = taken("chair")
    assert name == f"official-sensitive-decision-log-{timezone.localdate()}.csv"
    assert columns[:6] == ["Number", "Marking", "Who may read it", "Date", "Meeting", "Decision"]
    assert first[:3] == [str(secret.number), "OFFICIAL-SENSITIVE", "Statutory partners"]
    assert first[7:10] == ["This or that", "Not so", "Made"]
    assert (second[0], second[5]) == ("1", "Westhaven decision")


def test_file_of_a_search_has_no_bare_number(taken, world):
    number = decided(world, "for one", audience="named").number

    _name, [_columns, *rows] = taken("secretary")
    assert [row[:2] for row in rows] == [[str(number), "Withheld"], ["1", "OFFICIAL"]]
    name, [_columns, *rows] = taken("secretary", "?words=decision")
    assert [row[0] for row in rows] == ["1"]
    assert name.startswith("official-decision-log")


def test_file_is_for_whoever_asked_and_let_go_once_it_says_more_than_they_may_read(signed_in, taken, world):
    secret = decided(world, **RESTRICTED)
    taken("chair")
    job, export = Job.objects.get(), DecisionLogExport.objects.get()
    with pytest.raises(PermissionDenied):
        access_to_export(world.people["planner"], export.public_id)
    other = signed_in(world.people["secretary"]).get(reverse("documents:job_download", args=[job.public_id]))
    assert other.status_code == 404

    Decision.objects.filter(pk=secret.pk).update(audience="named")
    answer = signed_in(world.people["chair"]).get(reverse("documents:job_download", args=[job.public_id]))

    assert answer.url == reverse("documents:job_detail", args=[job.public_id])
    job.refresh_from_db()
    assert (job.state, job.file) == ("gone", None)


def test_file_is_taken_with_a_reading_in_the_trail(taken, world):
    secret = decided(world, **RESTRICTED)
    taken("chair")

    export = DecisionLogExport.objects.get().public_id
    reading, took = Entry.objects.get(kind=Kind.READING), Entry.objects.get(kind=Kind.EXPORT)
    assert (reading.target, reading.detail["read"]) == (export, [secret.public_id])
    assert (took.target, took.actor) == (export, world.people["chair"].public_id)


def test_member_takes_no_file(signed_in, world):
    address = reverse("meetings:decision_list_export", args=[world.group.public_id])

    assert signed_in(world.people["planner"]).post(address).status_code == 403
    assert not DecisionLogExport.objects.exists()


# Told in time ---------------------------------------------------------------------------------------------------------


def needs_of(signed_in, world, who):
    home = signed_in(world.people[who]).get("/home/")
    return [need.url for need in home.context["needs"] if need.says.startswith("Look at decision")]


def test_those_who_lead_are_asked_on_their_home_page_two_weeks_before(signed_in, world):
    decision = decided(world, review_on=timezone.localdate() + 14 * DAY)
    decided(world, review_on=timezone.localdate() + 15 * DAY)
    page = reverse("meetings:decision_detail", args=[decision.public_id])

    asked = {name: needs_of(signed_in, world, name) for name in ["chair", "deputy_chair", "secretary", "planner"]}
    assert asked == {"chair": [page], "deputy_chair": [page], "secretary": [page], "planner": []}

    later = timezone.localdate() + 90 * DAY
    services.change_decision(
        decision=decision, standing="kept", review_on=later, reason="So", by=world.people["deputy_chair"]
    )
    assert needs_of(signed_in, world, "chair") == []


def reminded():
    return sorted(message.to[0] for message in mail.outbox if message.subject.startswith("A decision"))


def test_chair_and_secretary_who_may_read_it_are_reminded_once(world):
    decision = decided(world, review_on=timezone.localdate() + 10 * DAY)
    hidden = decided(world, audience="named", review_on=timezone.localdate() + 10 * DAY)
    for _sweep in range(2):
        plan_and_send()

    assert reminded() == sorted(
        world.people[name].email for name in ["chair", "secretary", "secretary_and_administrator"]
    )
    kinds = Notice.objects.filter(kind="decision_review").values_list("occasion", flat=True)
    assert {occasion.partition(":")[0] for occasion in kinds} == {decision.public_id}
    assert hidden.text not in mail.outbox[0].body and decision.text not in mail.outbox[0].body


def test_nobody_is_reminded_of_what_no_longer_stands(world):
    decision = decided(world, review_on=timezone.localdate() + 10 * DAY)
    services.change_decision(decision=decision, standing="withdrawn", reason="So", by=world.people["chair"])
    plan_and_send()

    assert reminded() == []
