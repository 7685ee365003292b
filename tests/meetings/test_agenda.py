from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry as AuditEntry
from groups.models import Audience, Marking
from meetings import services
from meetings.access import access_meeting
from meetings.agenda import agenda_of
from meetings.desk import Desk
from meetings.models import AgendaItem, Contribution, Meeting
from meetings.record import record_of
from tests.lib.typed import typed_moment
from tests.world import CANARY
from tests.world_meetings import RESTRICTED, make_item


def agenda(signed_in, world, who):
    page = signed_in(world.people[who]).get(reverse("meetings:meeting_detail", args=[world.things.meeting.public_id]))
    assert CANARY not in page.content.decode()
    return page.content.decode()


def test_adviser_sees_the_restricted_item_and_its_updates(signed_in, world):
    page = agenda(signed_in, world, "adviser")

    assert "Westhaven threat" in page
    assert "Westhaven open update" in page
    assert "Westhaven restricted update" in page


def test_venue_sees_that_an_item_is_withheld_with_its_number_and_nothing_else(signed_in, world):
    page = agenda(signed_in, world, "venue")

    assert "Westhaven events" in page
    assert "Item 2: withheld" in page
    assert "threat" not in page
    assert "OFFICIAL-SENSITIVE" not in page


def test_venue_sees_the_title_and_that_an_update_is_withheld_under_an_open_item(signed_in, world):
    page = agenda(signed_in, world, "venue")

    assert "Westhaven open update" in page
    assert "Update withheld" in page
    assert "restricted update" not in page


def test_place_and_joining_link_are_on_the_page_of_a_signed_in_member(signed_in, world):
    page = agenda(signed_in, world, "venue")

    assert "Westhaven Guildhall" in page
    assert "https://meet.example/room" in page


def test_reading_what_is_sensitive_is_recorded_once_a_session(signed_in, world):
    browser = signed_in(world.people["adviser"])
    address = reverse("meetings:meeting_detail", args=[world.things.meeting.public_id])

    browser.get(address)
    browser.get(address)

    [entry] = AuditEntry.objects.filter(kind="reading")
    assert (entry.actor, entry.target) == (world.people["adviser"].public_id, world.things.meeting.public_id)
    assert world.things.threat.public_id in entry.detail["read"]


def test_reading_an_open_agenda_leaves_no_entry(signed_in, world):
    agenda(signed_in, world, "venue")

    assert not AuditEntry.objects.filter(kind="reading").exists()


def test_agenda_costs_the_same_with_few_and_many_items(signed_in, world, django_assert_num_queries):
    browser = signed_in(world.people["adviser"])
    address = reverse("meetings:meeting_detail", args=[world.things.meeting.public_id])
    browser.get(address)

    with django_assert_num_queries(10):
        browser.get(address)
    for number in range(3, 33):
        make_item(world, world.things.meeting, number, f"item {number}")
    with django_assert_num_queries(10):
        browser.get(address)


def test_secretary_schedules_a_meeting_with_the_standing_items(signed_in, world):
    browser = signed_in(world.people["secretary"])
    starts_at = world.things.meeting.starts_at.replace(hour=14, minute=30, second=0, microsecond=0)

    browser.post(
        reverse("meetings:meeting_schedule", args=[world.group.public_id]),
        {**typed_moment("starts_at", starts_at), "minutes_long": "90", "place": "Room 1", "joining_link": ""},
    )

    meeting = Meeting.objects.get(group=world.group, number=3)
    assert (meeting.starts_at, meeting.place, meeting.revision) == (starts_at, "Room 1", 1)
    items = meeting.items.values_list("number", "title", "marking", "audience")
    assert list(items) == [
        (1, "Westhaven events", Marking.OFFICIAL, Audience.EVERYONE),
        (2, "Westhaven threat", Marking.OFFICIAL_SENSITIVE, Audience.STATUTORY),
    ]
    assert [entry.verb for entry in AuditEntry.objects.filter(target=meeting.public_id)] == ["meeting scheduled"]


def test_meeting_without_a_time_is_refused_and_what_was_typed_stays(signed_in, world):
    browser = signed_in(world.people["secretary"])

    page = browser.post(
        reverse("meetings:meeting_schedule", args=[world.group.public_id]),
        {"minutes_long": "5", "place": "The old hall", "joining_link": "javascript:alert(1)"},
    ).content.decode()

    assert "Enter the day and time of the meeting" in page
    assert "Length must be 15 or more" in page
    assert "The old hall" in page
    assert Meeting.objects.filter(group=world.group).count() == 2


def test_moved_meeting_is_a_new_revision_and_a_new_place_is_not(signed_in, world):
    browser = signed_in(world.people["secretary"])
    meeting = world.things.meeting
    address = reverse("meetings:meeting_change", args=[meeting.public_id])
    moved = meeting.starts_at.replace(hour=9, minute=0, second=0, microsecond=0)
    typed = {"minutes_long": "120", "place": "Elsewhere", "joining_link": ""}

    browser.post(address, {**typed, **typed_moment("starts_at", moved)})
    browser.post(address, {**typed, **typed_moment("starts_at", moved), "place": "Elsewhere again"})

    meeting.refresh_from_db()
    assert (meeting.revision, meeting.place) == (2, "Elsewhere again")


def test_secretary_restricts_an_item_and_what_hangs_on_it_follows(signed_in, world):
    browser = signed_in(world.people["secretary"])

    browser.post(reverse("meetings:item_readers", args=[world.things.item.public_id]), RESTRICTED)

    world.things.item.refresh_from_db()
    world.things.contribution.refresh_from_db()
    assert (world.things.item.marking, world.things.item.audience) == ("official_sensitive", "statutory")
    assert (world.things.contribution.marking, world.things.contribution.audience) == (
        "official_sensitive",
        "statutory",
    )


def item_form(world, **fields):
    return {
        "title": "Events to March",
        "purpose": "decide",
        "decision_required": "Which?",
        "owner": world.seats["planner"].public_id,
        "minutes": "15",
        "marking": "official_sensitive",
        "audience": "statutory",
        **fields,
    }


def test_item_is_not_given_to_somebody_who_could_not_read_it(signed_in, world):
    browser = signed_in(world.people["secretary"])
    browser.post(reverse("meetings:item_readers", args=[world.things.item.public_id]), RESTRICTED)
    address = reverse("meetings:item_edit", args=[world.things.item.public_id])

    page = browser.post(address, item_form(world, owner=world.seats["venue"].public_id)).content.decode()

    assert "could not read this" in page
    world.things.item.refresh_from_db()
    assert world.things.item.owner == world.seats["planner"]


def test_owner_from_another_group_is_refused(signed_in, world):
    browser = signed_in(world.people["secretary"])
    address = reverse("meetings:item_edit", args=[world.things.item.public_id])

    page = browser.post(address, item_form(world, owner=world.other.seats["planner"].public_id)).content.decode()

    assert "Choose one from the list" in page
    assert CANARY not in page


def test_secret_is_refused_with_the_reason(signed_in, world):
    browser = signed_in(world.people["secretary"])
    address = reverse("meetings:item_add", args=[world.things.meeting.public_id])

    page = browser.post(address, item_form(world, marking="top_secret")).content.decode()

    assert "PAPG holds nothing above OFFICIAL-SENSITIVE" in page
    assert AgendaItem.objects.filter(meeting=world.things.meeting).count() == 2


def test_added_item_takes_the_next_number(signed_in, world):
    browser = signed_in(world.people["secretary"])

    browser.post(reverse("meetings:item_add", args=[world.things.meeting.public_id]), item_form(world))

    assert list(world.things.meeting.items.values_list("number", "title"))[-1] == (3, "Events to March")


def contribution_form(**fields):
    return {
        "text": "Nothing new this quarter.",
        "edition": "0",
        "marking": "official_sensitive",
        "audience": "statutory",
        "do": "file",
        **fields,
    }


def test_adviser_files_the_update_owed(signed_in, world):
    browser = signed_in(world.people["adviser"])
    owed = browser.get(reverse("meetings:updates_owed")).content.decode()

    browser.post(reverse("meetings:contribution_write", args=[world.things.threat.public_id]), contribution_form())

    assert "Westhaven threat" in owed
    assert CANARY not in owed
    contribution = Contribution.objects.get(item=world.things.threat)
    assert (contribution.state, contribution.seat, contribution.edition) == ("filed", world.seats["adviser"], 1)
    assert "Updates you owe: 0" in browser.get(reverse("meetings:updates_owed")).content.decode()


def test_contribution_is_never_wider_than_its_item(signed_in, world):
    browser = signed_in(world.people["adviser"])
    address = reverse("meetings:contribution_write", args=[world.things.threat.public_id])

    page = browser.post(address, contribution_form(audience="everyone", marking="official")).content.decode()

    assert "This cannot be for more people than what it belongs to" in page
    assert "so this must be too" in page
    assert not Contribution.objects.filter(item=world.things.threat).exists()


def test_update_without_words_is_not_filed_but_nothing_to_report_is(signed_in, world):
    browser = signed_in(world.people["adviser"])
    address = reverse("meetings:contribution_write", args=[world.things.threat.public_id])

    refused = browser.post(address, contribution_form(text="")).content.decode()
    browser.post(address, contribution_form(text="", do="nothing"))

    assert "Write your update" in refused
    assert Contribution.objects.get(item=world.things.threat).state == "nothing"


def test_draft_contribution_is_for_its_seat_and_the_secretary_alone(signed_in, world):
    Contribution.objects.filter(pk=world.things.contribution.pk).update(state="writing")

    assert "Westhaven open update" not in agenda(signed_in, world, "chair")
    assert Contribution.objects.visible_to(world.people["planner"]).filter(pk=world.things.contribution.pk).exists()
    assert Contribution.objects.visible_to(world.people["secretary"]).filter(pk=world.things.contribution.pk).exists()
    assert not Contribution.objects.visible_to(world.people["adviser"]).filter(pk=world.things.contribution.pk).exists()


def test_second_writer_of_a_contribution_sees_both_texts(signed_in, world):
    member, deputy = signed_in(world.people["planner"]), signed_in(world.people["deputy"])
    address = reverse("meetings:contribution_write", args=[world.things.item.public_id])
    typed = {"marking": "official", "audience": "everyone", "edition": "1", "do": "save"}

    member.post(address, {**typed, "text": "The member’s text"})
    page = deputy.post(address, {**typed, "text": "The deputy’s text"}).content.decode()

    assert "The member’s text" in page
    assert "The deputy’s text" in page
    world.things.contribution.refresh_from_db()
    assert (world.things.contribution.text, world.things.contribution.edition) == ("The member’s text", 2)


@pytest.mark.parametrize(("days", "said"), [(9, True), (0, False)])
def test_chair_is_told_when_a_meeting_that_is_planned_for_another_day_would_be_opened(days, said, signed_in, world):
    starts_at = timezone.now() + timedelta(days=days)
    Meeting.objects.filter(pk=world.things.meeting.pk).update(starts_at=starts_at)

    page = (
        signed_in(world.people["chair"])
        .get(reverse("meetings:meeting_detail", args=[world.things.meeting.public_id]))
        .content.decode()
    )

    assert "Open the meeting" in page
    assert ("It is planned for" in page) == said


def numbers_in_order(world):
    """The agenda as its planner sees it, who may not read the threat item, number 2."""
    return [line.number for line in agenda_of(world.things.meeting, world.people["planner"])]


def test_secretary_moves_an_item_and_its_number_stays(signed_in, world):
    browser, meeting = signed_in(world.people["secretary"]), world.things.meeting
    third = make_item(world, meeting, 3, "last")
    move, agenda = reverse("meetings:item_move", args=[third.public_id]), meeting_page(meeting)

    assert browser.post(move, {"to": "up"}).url == f"{agenda}#item-3-up"
    assert numbers_in_order(world) == [1, 3, 2]
    browser.post(move, {"to": "up"})
    browser.post(move, {"to": "up"})
    assert numbers_in_order(world) == [3, 1, 2]
    browser.post(reverse("meetings:item_add", args=[meeting.public_id]), item_form(world))
    assert numbers_in_order(world) == [3, 1, 2, 4]
    browser.post(reverse("meetings:item_move", args=[world.things.threat.public_id]), {"to": "down"})
    browser.post(move, {"to": "down"})
    assert numbers_in_order(world) == [1, 3, 4, 2]
    assert AuditEntry.objects.filter(verb="agenda item moved", target=third.public_id).count() == 4


def test_meeting_is_run_and_minuted_in_the_order_of_its_agenda(world):
    chair, meeting = world.people["chair"], world.things.meeting
    services.move_item(item=world.things.threat, up=True, by=world.people["secretary"])

    services.open_meeting(meeting=meeting, by=chair)
    meeting, _may = access_meeting(chair, meeting.public_id)
    for item in [world.things.item, world.things.threat]:
        services.write_entry(item=item, text="Said", edition=0, by=chair)
    desk = Desk(meeting=meeting, user=chair)

    assert (meeting.current_item, desk.context(set())["next"].number) == (world.things.threat, 1)
    assert [section.item_number for section in record_of(meeting.record, chair)] == [2, 1]
    assert Desk(meeting=meeting, user=chair, posted={"do": "next", "entry-text": "", "entry-edition": "1"}).takes_step()
    assert Meeting.objects.get(pk=meeting.pk).current_item == world.things.item


def test_agenda_of_a_held_meeting_stays_as_it_was(signed_in, world):
    Meeting.objects.filter(pk=world.things.meeting.pk).update(state="held")

    answer = signed_in(world.people["secretary"]).post(
        reverse("meetings:item_move", args=[world.things.threat.public_id]), {"to": "up"}, follow=True
    )

    assert "its agenda stays as it was" in answer.content.decode()
    assert numbers_in_order(world) == [1, 2]


def meeting_page(meeting):
    return reverse("meetings:meeting_detail", args=[meeting.public_id])


@pytest.mark.parametrize(("who", "asked"), [("planner", True), ("fire", False)])
def test_deputy_is_asked_for_only_where_the_seat_has_one(who, asked, signed_in, world):
    address = reverse("meetings:attendance_answer", args=[world.things.meeting.public_id])
    browser = signed_in(world.people[who])

    page = browser.get(address).content.decode()
    browser.post(address, {"answer": "coming"})

    assert ("Sending a deputy" in page, "Which deputy" in page) == (asked, asked)
    assert world.things.meeting.roll.get(seat=world.seats[who]).answer == "coming"
    refused = browser.post(address, {"answer": "deputy"})
    assert refused.status_code == 200
    assert "There is a problem" in refused.content.decode()


def test_update_that_is_too_long_is_not_also_called_missing(signed_in, world):
    address = reverse("meetings:contribution_write", args=[world.things.threat.public_id])

    page = signed_in(world.people["adviser"]).post(address, contribution_form(text="x" * 10001))

    assert page.context["form"].errors["text"] == ["Your update must be 10,000 characters or fewer"]


def test_meeting_is_not_scheduled_in_the_past(signed_in, world):
    typed = {"minutes_long": "90", "place": "Room 1", "joining_link": ""}

    page = signed_in(world.people["secretary"]).post(
        reverse("meetings:meeting_schedule", args=[world.group.public_id]),
        {**typed_moment("starts_at", timezone.now() - timedelta(days=365)), **typed},
    )

    assert page.context["form"].errors == {"starts_at": ["When it starts must be in the future"]}
    assert Meeting.objects.filter(group=world.group).count() == 2


def test_meeting_that_should_have_begun_still_changes_its_place(signed_in, world):
    meeting = world.things.meeting
    began = (timezone.now() - timedelta(hours=1)).replace(second=0, microsecond=0)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=began)
    address = reverse("meetings:meeting_change", args=[meeting.public_id])
    typed = {"minutes_long": "120", "place": "Room 3", "joining_link": ""}
    browser = signed_in(world.people["secretary"])

    browser.post(address, {**typed_moment("starts_at", began), **typed})
    earlier = browser.post(address, {**typed_moment("starts_at", began - timedelta(hours=1)), **typed})

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (began, "Room 3")
    assert "When it starts must be in the future" in earlier.content.decode()
