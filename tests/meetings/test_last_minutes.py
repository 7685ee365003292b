"""“Minutes of the last meeting” is an item: it links them, and its meeting approves them under it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from groups.models import StandingItem
from meetings import services
from meetings.last_minutes import minutes_before
from meetings.models import AgendaItem, Attendance, Meeting, MinuteEntry, Minutes

WAITS = "Approve the minutes of meeting 1"


@pytest.fixture
def put(world):
    """The planned meeting is open at the item under which the minutes of the one before are approved."""
    things = world.things
    StandingItem.objects.filter(pk=things.standing_open.pk).update(approves_minutes=True)
    AgendaItem.objects.filter(pk=things.item.pk).update(from_standing=things.standing_open)
    services.open_meeting(meeting=things.meeting, by=world.people["chair"])
    here = [world.seats[name] for name in ["chair", "planner", "adviser"]]
    for line in Attendance.objects.filter(meeting=things.meeting, seat__in=here):
        services.mark_attendance(attendance=line, came="here", deputyship=None, by=world.people["secretary"])
    things.item = AgendaItem.objects.select_related("group__lead_authority", "meeting").get(pk=things.item.pk)
    return world


def desk(world, browser, do):
    address = reverse("meetings:meeting_run", args=[world.things.meeting.public_id])
    posted = {"item": world.things.item.public_id, "entry-text": "", "entry-edition": "0", "do": do}
    return browser.post(address, posted)


def approve(world, browser):
    return desk(world, browser, f"approve:{world.things.minutes.public_id}")


def test_chair_approves_under_the_item_and_both_minutes_say_so(signed_in, put):
    chair = signed_in(put.people["chair"])
    page = chair.get(reverse("meetings:meeting_run", args=[put.things.meeting.public_id])).content.decode()

    approve(put, chair)

    minutes = Minutes.objects.get(pk=put.things.minutes.pk)
    assert WAITS in page
    assert (minutes.state, minutes.approved_by, minutes.approved_under) == (
        "approved",
        put.people["chair"],
        put.things.item,
    )
    [said] = MinuteEntry.objects.filter(item=put.things.item)
    assert said.text.startswith("The minutes of meeting 1, ")
    assert said.text.endswith(" were approved without change.")
    verbs = Entry.objects.filter(target__in=[minutes.public_id, said.public_id], kind="change")
    assert sorted(verbs.values_list("verb", flat=True)) == ["minute entry added", "minutes approved"]
    approved = chair.get(reverse("meetings:minutes_detail", args=[minutes.public_id])).content.decode()
    assert f'<a class="govuk-link" href="/meetings/{put.things.meeting.public_id}/">meeting 2</a>' in approved


def test_they_are_approved_with_the_corrections_that_were_taken(put):
    things, by = put.things, put.people["secretary"]
    correction = services.propose_correction(
        minutes=things.minutes, paragraph=things.entry, should_say="x", reason="y", by=by
    )
    services.answer_correction(correction=correction, taken=True, answer="", by=by)

    services.approve_minutes(minutes=things.minutes, item=things.item, by=put.people["chair"])

    assert MinuteEntry.objects.get(item=things.item).text.endswith("with the corrections that stand in them.")


def test_secretary_runs_the_meeting_and_does_not_approve(signed_in, put):
    secretary = signed_in(put.people["secretary"])
    page = secretary.get(reverse("meetings:meeting_run", args=[put.things.meeting.public_id])).content.decode()

    assert WAITS not in page
    assert approve(put, secretary).status_code == 403
    assert not Minutes.objects.get(pk=put.things.minutes.pk).is_final
    assert not MinuteEntry.objects.filter(item=put.things.item).exists()


def test_a_meeting_without_a_quorum_approves_nothing(signed_in, put):
    for line in Attendance.objects.filter(meeting=put.things.meeting, came="here"):
        services.leave_room(attendance=line, by=put.people["secretary"])

    page = approve(put, signed_in(put.people["chair"])).content.decode()

    assert "The meeting has no quorum now, so it cannot approve minutes" in page
    assert not Minutes.objects.get(pk=put.things.minutes.pk).is_final
    assert not MinuteEntry.objects.filter(item=put.things.item).exists()


def test_minutes_of_another_group_or_under_another_item_are_not_approved_there(signed_in, put):
    chair = signed_in(put.people["chair"])
    elsewhere = desk(put, chair, f"approve:{put.other.things.minutes.public_id}")
    AgendaItem.objects.filter(pk=put.things.item.pk).update(from_standing=None)
    not_its_item = approve(put, chair)

    assert [elsewhere.status_code, not_its_item.status_code] == [404, 404]
    assert not Minutes.objects.approved().exists()


def test_an_agenda_links_what_it_will_approve_and_the_minutes_say_when(signed_in, world):
    things = world.things
    StandingItem.objects.filter(pk=things.standing_open.pk).update(approves_minutes=True)
    AgendaItem.objects.filter(pk=things.item.pk).update(from_standing=things.standing_open)
    browser = signed_in(world.people["venue"])

    agenda = browser.get(reverse("meetings:meeting_detail", args=[things.meeting.public_id])).content.decode()
    minutes = browser.get(reverse("meetings:minutes_detail", args=[things.minutes.public_id])).content.decode()

    assert f'href="/minutes/{things.minutes.public_id}/">Minutes of meeting 1, ' in agenda
    assert f"For approval on {timezone.localtime(things.meeting.starts_at):%A %-d %B %Y}" in minutes


def test_an_agenda_does_not_link_a_draft_for_who_cannot_open_it(signed_in, world):
    things = world.things
    StandingItem.objects.filter(pk=things.standing_open.pk).update(approves_minutes=True)
    AgendaItem.objects.filter(pk=things.item.pk).update(from_standing=things.standing_open)
    Minutes.objects.filter(pk=things.minutes.pk).update(state="draft")

    agenda = signed_in(world.people["venue"]).get(reverse("meetings:meeting_detail", args=[things.meeting.public_id]))

    assert "Minutes of meeting 1, " in agenda.content.decode()
    assert things.minutes.public_id not in agenda.content.decode()


def test_what_waits_longer_is_put_too_and_what_others_approved_is_not(world):
    minutes = [_held(world, number, days) for number, days in [(7, 60), (8, 40), (9, 20)]]
    Minutes.objects.filter(pk__in=[minutes[0].pk, minutes[2].pk]).update(state="approved")

    put_now = [one.meeting.number for one in minutes_before(world.things.meeting)]
    Minutes.objects.filter(pk=minutes[1].pk).update(state="approved")

    assert put_now == [9, 8]
    assert [one.meeting.number for one in minutes_before(world.things.meeting)] == [9]


def _held(world, number, days):
    began = timezone.now() - timedelta(days=days)
    meeting = Meeting.objects.create(
        group=world.group, number=number, starts_at=began, state="held", rules=world.things.rules.quorum()
    )
    return Minutes.objects.create(group=world.group, meeting=meeting, state="circulated")


@pytest.mark.parametrize(
    ("state", "says"), [("draft", "Being written"), ("at_chair", "With the chair"), ("approved", "Approved")]
)
def test_every_list_of_meetings_says_how_far_the_minutes_are(signed_in, world, state, says):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state=state)

    page = signed_in(world.people["venue"]).get(reverse("meetings:meeting_list", args=[world.group.public_id]))

    assert says in page.content.decode()


def test_who_keeps_the_standing_agenda_says_which_item_it_is(signed_in, world):
    address = reverse("groups:standing_item_edit", args=[world.things.standing_open.public_id])
    item = {"title": "Minutes", "purpose": "decide", "decision_required": "", "owner": "", "minutes": "5"}

    signed_in(world.people["secretary"]).post(address, {**item, "approves_minutes": "on"})

    assert list(StandingItem.objects.filter(approves_minutes=True)) == [world.things.standing_open]
