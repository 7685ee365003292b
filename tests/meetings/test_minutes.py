import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from audit.models import Entry as AuditEntry
from groups.models import Audience
from groups.services import set_limits
from meetings import services
from meetings.models import AgendaItem, Attendance, Decision, Meeting, MinuteEntry, Minutes, RaisedAction
from tests.world import CANARY
from tests.world_meetings import make_entry


@pytest.fixture
def approved(world):
    services.approve_minutes(minutes=world.things.minutes, by=world.people["chair"])
    world.things.minutes.refresh_from_db()
    return world.things.minutes


def read(signed_in, world, who):
    page = signed_in(world.people[who]).get(reverse("meetings:minutes_detail", args=[world.things.minutes.public_id]))
    assert page.status_code == 200
    assert CANARY not in page.content.decode()
    return page.content.decode()


@pytest.mark.parametrize("who", ["secretary", "planner", "adviser"])
def test_the_three_named_readers_read_the_entry(signed_in, world, who):
    assert "Westhaven named entry" in read(signed_in, world, who)


@pytest.mark.parametrize("who", ["chair", "superuser_member", "fire", "deputy"])
def test_everybody_else_sees_only_that_it_is_withheld_and_its_number(signed_in, world, who):
    page = read(signed_in, world, who)

    assert "Westhaven open entry" in page
    assert "Entry 2: withheld" in page
    assert "named entry" not in page


def test_whoever_writes_the_minutes_is_told_in_time_that_nothing_in_them_may_be_shared(signed_in, world):
    minutes = world.things.minutes
    says = "Nothing in them may be shared yet."
    assert says not in read(signed_in, world, "secretary")  # too late: they have gone round
    Minutes.objects.filter(pk=minutes.pk).update(state="draft")
    MinuteEntry.objects.filter(minutes=minutes).update(shareable="")
    Decision.objects.filter(minutes=minutes).update(shareable="")
    RaisedAction.objects.filter(minutes=minutes).update(shareable="")
    assert says in read(signed_in, world, "secretary")

    MinuteEntry.objects.filter(pk=world.things.named_entry.pk).update(shareable="May be told")

    assert says not in read(signed_in, world, "secretary")


def test_numbers_are_the_same_for_every_reader(signed_in, world):
    numbers = [re.findall(r'id="p(\d+)"', read(signed_in, world, who)) for who in ["adviser", "venue"]]

    assert numbers == [["1", "2", "4", "5", "3"]] * 2 or numbers == [["1", "2", "3", "4", "5"]] * 2


def test_heading_of_a_restricted_item_shows_only_to_its_readers(signed_in, world):
    assert "held threat" in read(signed_in, world, "adviser")
    assert "held threat" not in read(signed_in, world, "venue")


def test_reader_whose_grant_has_run_out_reads_no_more(signed_in, world):
    world.things.named_entry.readers.filter(user=world.people["adviser"]).update(until="2020-01-01T00:00Z")

    assert "Entry 2: withheld" in read(signed_in, world, "adviser")


def test_draft_minutes_are_for_those_who_write_them(signed_in, world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    address = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])

    answers = {who: signed_in(world.people[who]).get(address).status_code for who in ["secretary", "planner"]}

    assert answers == {"secretary": 200, "planner": 403}
    assert not MinuteEntry.objects.visible_to(world.people["planner"]).exists()
    assert MinuteEntry.objects.visible_to(world.people["secretary"]).filter(group=world.group).exists()


def test_minutes_cost_the_same_with_few_and_many_entries(signed_in, world, django_assert_num_queries):
    browser = signed_in(world.people["adviser"])
    address = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])
    browser.get(address)

    with django_assert_num_queries(12):
        browser.get(address)
    for position in range(10, 40):
        make_entry(world, world.things.held_item, position, f"entry {position}")
    browser.get(address)  # this reading is recorded once
    with django_assert_num_queries(12):
        browser.get(address)


def test_secretary_circulates_and_the_chair_approves(signed_in, world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    MinuteEntry.objects.filter(pk=world.things.restricted_entry.pk).update(withheld_because="safety")
    minutes = world.things.minutes

    signed_in(world.people["secretary"]).post(reverse("meetings:minutes_circulate", args=[minutes.public_id]))
    signed_in(world.people["chair"]).post(reverse("meetings:minutes_approve", args=[minutes.public_id]))

    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_by) == ("approved", world.people["chair"])
    assert re.fullmatch("[0-9a-f]{64}", minutes.sha256)
    verbs = AuditEntry.objects.filter(target=minutes.public_id).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["minutes circulated", "minutes approved"]


def test_secretary_does_not_approve(signed_in, world):
    address = reverse("meetings:minutes_approve", args=[world.things.minutes.public_id])

    assert signed_in(world.people["secretary"]).post(address).status_code == 403
    world.things.minutes.refresh_from_db()
    assert world.things.minutes.state == "circulated"


def test_minutes_are_not_circulated_while_the_meeting_goes_on(world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    Meeting.objects.filter(pk=world.things.held.pk).update(state="open")

    with pytest.raises(ValidationError, match="Close the meeting first"):
        services.circulate_minutes(minutes=world.things.minutes, by=world.people["secretary"])


def test_who_reads_minutes_neither_sends_them_to_the_chair_nor_takes_them_back(signed_in, world):
    browser = signed_in(world.people["deputy_chair"])
    for view in ["minutes_send_to_chair", "minutes_recall"]:
        assert browser.post(reverse(f"meetings:{view}", args=[world.things.minutes.public_id])).status_code == 403


@pytest.mark.parametrize(("record", "meeting"), [("at_chair", "held"), ("draft", "open")])
def test_who_reads_an_entry_before_it_is_out_does_not_write_it_by_that(signed_in, world, record, meeting):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state=record)
    Meeting.objects.filter(pk=world.things.held.pk).update(state=meeting)
    deputy_chair, entry = world.people["deputy_chair"], world.things.entry
    address = reverse("meetings:entry_edit", args=[entry.public_id])

    assert MinuteEntry.objects.visible_to(deputy_chair).filter(pk=entry.pk).exists()
    assert signed_in(deputy_chair).get(address).status_code == 403
    assert signed_in(deputy_chair).post(address, {"text": "Other words", "edition": 1}).status_code == 403
    assert MinuteEntry.objects.get(pk=entry.pk).text == entry.text


FINAL = [
    ("entry", lambda things: MinuteEntry.objects.filter(pk=things.entry.pk).update(text="Other words")),
    ("entry", lambda things: MinuteEntry.objects.filter(pk=things.entry.pk).delete()),
    ("number", lambda things: MinuteEntry.objects.filter(pk=things.entry.pk).update(position=99)),
    ("decision", lambda things: Decision.objects.filter(pk=things.decision.pk).update(reason="Another")),
    ("attendance", lambda things: Attendance.objects.filter(meeting=things.held).update(came="apologies")),
    ("line", lambda things: RaisedAction.objects.filter(pk=things.raised.pk).update(line={})),
    ("item", lambda things: AgendaItem.objects.filter(pk=things.held_item.pk).update(title="Other title")),
    ("state", lambda things: Minutes.objects.filter(pk=things.minutes.pk).update(state="draft")),
    ("hash", lambda things: Minutes.objects.filter(pk=things.minutes.pk).update(sha256="")),
    ("minutes", lambda things: Minutes.objects.filter(pk=things.minutes.pk).delete()),
    ("meeting", lambda things: Meeting.objects.filter(pk=things.held.pk).update(place="Elsewhere")),
    ("text", lambda things: things.entry.texts.create(edition=2, text="Other words", by=things.minutes.approved_by)),
    ("kept text", lambda things: things.entry.texts.update(text="Other words")),
]


@pytest.mark.parametrize("change", [pytest.param(change, id=f"{n}-{name}") for n, (name, change) in enumerate(FINAL)])
def test_the_database_refuses_to_change_approved_minutes(world, approved, change):
    world.things.minutes = approved

    with pytest.raises(IntegrityError), transaction.atomic():
        change(world.things)


def test_the_same_changes_are_possible_before_approval(world):
    things = world.things

    assert MinuteEntry.objects.filter(pk=things.entry.pk).update(text="Other words", position=99) == 1
    assert Decision.objects.filter(pk=things.decision.pk).update(reason="Another") == 1
    assert Attendance.objects.filter(meeting=things.held).update(came="apologies") == 4
    assert Minutes.objects.filter(pk=things.minutes.pk).update(state="draft") == 1


def test_new_entry_does_not_get_into_approved_minutes(world, approved):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(world, world.things.held_item, 50, "late entry")


def test_entry_does_not_move_into_approved_minutes(world, approved):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    elsewhere = services.write_entry(item=world.things.item, text="Elsewhere", edition=0, by=world.people["chair"])

    with pytest.raises(IntegrityError), transaction.atomic():
        MinuteEntry.objects.filter(pk=elsewhere.pk).update(minutes=approved)


@pytest.mark.django_db(databases=["owner"])
@pytest.mark.parametrize("table", ["meetings_minuteentry", "meetings_minutes", "meetings_decision", "audit_entry"])
def test_not_even_the_owner_truncates_the_record(table):
    with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_who_may_read_may_still_change_after_approval(world, approved):
    set_limits(
        thing=world.things.entry,
        marking="official",
        audience=Audience.STATUTORY,
        handling="",
        readers=[],
        reason="",
        by=world.people["secretary"],
    )

    world.things.entry.refresh_from_db()
    assert world.things.entry.audience == "statutory"


def test_action_goes_on_while_its_line_in_the_minutes_stays(signed_in, world, approved):
    Action.objects.filter(pk=world.things.action.pk).update(text="Something else by now")

    page = read(signed_in, world, "planner")

    assert "Westhaven open action" in page
    assert "Something else by now" not in page


def name_form(world, *names, **fields):
    return {
        "marking": "official",
        "audience": "named",
        "readers": [world.seats[name].public_id for name in names],
        "reason": "They look after it",
        "handling": "",
        **fields,
    }


def test_secretary_names_three_readers(signed_in, world):
    browser = signed_in(world.people["secretary"])

    browser.post(
        reverse("meetings:entry_readers", args=[world.things.entry.public_id]),
        name_form(world, "chair", "planner", "adviser"),
    )

    readers = world.things.entry.readers.values_list("user", "granted_by", "reason")
    by = world.people["secretary"].pk
    assert set(readers) == {
        (by, None, ""),
        *((world.people[name].pk, by, "They look after it") for name in ["chair", "planner", "adviser"]),
    }
    assert "Entry 1: withheld" in read(signed_in, world, "fire")
    assert "Westhaven open entry" in read(signed_in, world, "planner")


def test_a_reader_who_could_not_read_the_item_is_refused(signed_in, world):
    browser = signed_in(world.people["secretary"])
    address = reverse("meetings:entry_readers", args=[world.things.restricted_entry.public_id])

    page = browser.post(address, name_form(world, "venue", marking="official_sensitive")).content.decode()

    assert "could not read this" in page
    assert not world.things.restricted_entry.readers.exists()


def test_reader_from_another_group_is_refused(signed_in, world):
    browser = signed_in(world.people["secretary"])
    address = reverse("meetings:entry_readers", args=[world.things.entry.public_id])
    forged = {"readers": [world.other.seats["planner"].public_id]}

    page = browser.post(address, name_form(world, **forged)).content.decode()

    assert "Choose one from the list" in page
    assert CANARY not in page


def test_somebody_with_the_pen_keeps_custody(signed_in, world):
    set_limits(
        thing=world.things.entry,
        marking="official",
        audience="named",
        handling="",
        readers=[world.seats["deputy_chair"]],
        reason="x",
        by=world.people["secretary"],
    )
    browser = signed_in(world.people["deputy_chair"])
    address = reverse("meetings:entry_readers", args=[world.things.entry.public_id])

    page = browser.post(address, name_form(world, "planner")).content.decode()

    assert "who keeps the minutes" in page
    world.things.entry.refresh_from_db()
    assert world.things.entry.readers.count() == 2


def test_deputy_of_a_named_reader_does_not_inherit(world):
    visible = MinuteEntry.objects.visible_to(world.people["deputy"])

    assert not visible.filter(pk=world.things.named_entry.pk).exists()
    assert visible.filter(pk=world.things.entry.pk).exists()


def test_second_of_two_editors_sees_both_texts(signed_in, world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    address = reverse("meetings:entry_edit", args=[world.things.entry.public_id])

    signed_in(world.people["secretary"]).post(address, {"text": "First text", "edition": "1"})
    page = signed_in(world.people["chair"]).post(address, {"text": "Second text", "edition": "1"}).content.decode()

    assert "First text" in page
    assert "Second text" in page
    world.things.entry.refresh_from_db()
    assert (world.things.entry.text, world.things.entry.edition) == ("First text", 2)
    assert world.things.entry.texts.count() == 2


def test_circulated_words_change_only_after_they_are_taken_back(signed_in, world):
    browser = signed_in(world.people["secretary"])
    address = reverse("meetings:entry_edit", args=[world.things.entry.public_id])

    refused = browser.post(address, {"text": "Changed", "edition": "1"})
    browser.post(reverse("meetings:minutes_recall", args=[world.things.minutes.public_id]))
    browser.post(address, {"text": "Changed", "edition": "1"})

    assert refused.status_code == 403
    world.things.entry.refresh_from_db()
    assert world.things.entry.text == "Changed"


def test_secretary_adds_an_entry_under_an_item_that_has_none(signed_in, world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    browser = signed_in(world.people["secretary"])
    address = reverse("meetings:entry_add", args=[world.things.held_threat.public_id])
    agenda = browser.get(reverse("meetings:meeting_detail", args=[world.things.held.public_id])).content.decode()

    wider = browser.post(address, {"text": "Late words", "marking": "official", "audience": "everyone"})
    browser.post(address, {"text": "Late words", "marking": "official_sensitive", "audience": "statutory"})

    assert address in agenda
    assert "This cannot be for more people than what it belongs to" in wider.content.decode()
    [entry] = MinuteEntry.objects.filter(text="Late words")
    assert (entry.item, entry.marking, entry.position) == (world.things.held_threat, "official_sensitive", 6)


def test_nothing_is_added_to_minutes_that_are_out(signed_in, world):
    address = reverse("meetings:entry_add", args=[world.things.held_item.public_id])

    assert signed_in(world.people["secretary"]).get(address).status_code == 403


def test_minutes_say_who_came_in_whose_seat_and_who_did_not(signed_in, world):
    """Somebody who said that a deputy would come, and was not there, is printed without the deputy's name."""
    roll = Attendance.objects.filter(meeting=world.things.held)
    roll.filter(seat=world.seats["planner"]).update(came="deputy", deputy_name="Sam Sent")
    roll.filter(seat=world.seats["adviser"]).update(came="not_here", deputy_name="Never Came")
    address = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])

    page = signed_in(world.people["planner"]).get(address)

    printed = [(label, sorted(line.seat_id for line in lines)) for label, lines in page.context["attendance"]]
    here = sorted(world.seats[who].pk for who in ["chair", "secretary"])
    seats = {who: world.seats[who].pk for who in ["planner", "adviser"]}
    assert printed == [("Here", here), ("Deputy", [seats["planner"]]), ("Not here", [seats["adviser"]])]
    assert "Sam Sent, for " in page.content.decode()
    assert "Never Came" not in page.content.decode()


def test_minutes_say_when_the_meeting_opened_and_closed(signed_in, world):
    opened = timezone.localtime(world.things.held.opened_at)
    address = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])

    page = signed_in(world.people["planner"]).get(address).content.decode()

    assert f"It opened on {opened:%-d %B %Y at %H:%M} and closed at {opened:%H:%M}." in page
