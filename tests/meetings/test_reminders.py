from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from groups.models import Membership
from meetings.models import Attendance, Meeting
from meetings.notices import due_at
from meetings.services import answer_attendance, change_meeting
from notices.models import Notice
from notices.services import plan_and_send, plan_due_notices, send_due_notices
from tests.world import CANARY

LONDON = ZoneInfo("Europe/London")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def meeting_of(side, *, in_hours, arranged_at=LONG_AGO, number=11, **fields):
    return Meeting.objects.create(
        group=side.group,
        number=number,
        starts_at=timezone.now() + timedelta(hours=in_hours),
        arranged_at=arranged_at,
        place=f"{side.word} hall",
        **fields,
    )


@pytest.fixture
def meeting(world):
    """A meeting of Westhaven tomorrow, arranged long ago."""
    return meeting_of(world, in_hours=20)


def reminded(side):
    """The names of those who got a mail, as the world calls them."""
    names = {person.email: name for name, person in side.people.items()}
    return sorted(names[message.to[0]] for message in mail.outbox)


def live_seats(side):
    return sorted(set(side.seats) - {"ended"})


@pytest.mark.parametrize(
    ("starts_at", "due"),
    [
        ("2026-12-03 10:00", "2026-12-01T09:00:00+00:00"),
        ("2026-07-02 10:00", "2026-06-30T08:00:00+00:00"),
        ("2026-10-26 10:00", "2026-10-24T08:00:00+00:00"),  # clocks went back on the 25th, in between
        ("2026-10-27 10:00", "2026-10-25T09:00:00+00:00"),  # on the very day
        ("2027-03-29 10:00", "2027-03-27T09:00:00+00:00"),  # clocks went forward on the 28th, in between
        ("2027-03-30 10:00", "2027-03-28T08:00:00+00:00"),
        ("2026-07-02 00:30", "2026-06-30T08:00:00+00:00"),  # still 1 July in UTC
        ("2026-12-03 23:30", "2026-12-01T09:00:00+00:00"),
    ],
)
def test_due_two_days_before_at_nine_by_the_clocks_of_london(starts_at, due):
    moment = datetime.strptime(starts_at, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)

    assert due_at(Meeting(starts_at=moment, arranged_at=LONG_AGO)).astimezone(UTC).isoformat() == due


def test_due_at_once_when_arranged_later():
    arranged = datetime(2026, 12, 2, 15, tzinfo=UTC)
    moment = datetime(2026, 12, 3, 10, tzinfo=UTC)

    assert due_at(Meeting(starts_at=moment, arranged_at=arranged)) == arranged


def test_each_live_seat_is_reminded_once(world, meeting):
    plan_and_send()
    plan_and_send()

    assert reminded(world) == live_seats(world)
    assert Entry.objects.filter(verb="reminder sent").count() == len(live_seats(world))


def test_mail_names_nothing_and_links_to_the_meeting(world, meeting):
    plan_and_send()

    assert {message.subject for message in mail.outbox} == {"A meeting is coming up"}
    [body] = {message.body for message in mail.outbox}
    assert f"{settings.SITE_ADDRESS}/meetings/{meeting.public_id}/" in body
    for secret in [world.word, "Group", "hall", f"{meeting.starts_at:%B}", CANARY]:
        assert secret not in body
    assert all(message.recipients() == message.to and len(message.to) == 1 for message in mail.outbox)


def test_meeting_far_ahead_is_not_yet_due_and_a_past_one_never(world):
    meeting_of(world, in_hours=24 * 5)
    meeting_of(world, in_hours=-1, number=12)
    meeting_of(world, in_hours=5, number=13, state=Meeting.State.HELD)
    plan_and_send()
    assert mail.outbox == []

    meeting_of(world, in_hours=5, number=14)
    plan_and_send()
    assert reminded(world) == live_seats(world)


def test_arranged_at_short_notice_is_reminded_of_at_once(world):
    meeting_of(world, in_hours=3, arranged_at=timezone.now())

    plan_and_send()

    assert reminded(world) == live_seats(world)


def test_moved_meeting_is_reminded_of_again(world, meeting):
    plan_and_send()
    mail.outbox.clear()
    changes = {"minutes_long": 90, "place": "", "joining_link": "", "by": world.people["secretary"]}

    change_meeting(meeting=meeting, starts_at=meeting.starts_at, **changes)
    plan_and_send()
    assert mail.outbox == []

    change_meeting(meeting=meeting, starts_at=meeting.starts_at + timedelta(hours=1), **changes)
    plan_and_send()
    assert reminded(world) == live_seats(world)


def test_reminder_waiting_when_the_meeting_moves_far_away_is_dropped(world, meeting):
    plan_due_notices()
    change_meeting(
        meeting=meeting,
        starts_at=meeting.starts_at + timedelta(days=60),
        minutes_long=90,
        place="",
        joining_link="",
        by=world.people["secretary"],
    )

    plan_and_send()

    assert mail.outbox == []
    assert not Notice.objects.waiting().exists()


def answer(world, meeting, name, answer, deputyship=None):
    answer_attendance(
        meeting=meeting, seat=world.seats[name], answer=answer, deputyship=deputyship, by=world.people[name]
    )


def test_deputy_is_reminded_in_place_of_the_member_who_sends_them(world, meeting):
    answer(world, meeting, "planner", Attendance.Answer.DEPUTY, world.things.deputyship)

    plan_and_send()

    assert reminded(world) == sorted({*live_seats(world), "deputy"} - {"planner"})


def test_deputy_named_after_the_reminder_gets_their_own(world, meeting):
    plan_and_send()
    mail.outbox.clear()

    answer(world, meeting, "planner", Attendance.Answer.DEPUTY, world.things.deputyship)
    plan_and_send()

    assert reminded(world) == ["deputy"]


def test_member_is_reminded_when_the_deputy_is_none_any_more(world, meeting):
    answer(world, meeting, "planner", Attendance.Answer.DEPUTY, world.things.deputyship)
    type(world.things.deputyship).objects.update(ends_at=timezone.now())

    plan_and_send()

    assert reminded(world) == live_seats(world)


def test_apologies_get_no_reminder_and_coming_does(world, meeting):
    answer(world, meeting, "planner", Attendance.Answer.APOLOGIES)
    answer(world, meeting, "fire", Attendance.Answer.COMING)

    plan_and_send()

    assert reminded(world) == sorted(set(live_seats(world)) - {"planner"})


def test_ended_member_gets_nothing_even_when_it_was_planned(world, meeting):
    plan_due_notices()
    Membership.objects.filter(pk=world.seats["planner"].pk).update(ends_at=timezone.now())
    User.objects.filter(pk=world.people["fire"].pk).update(is_active=False)

    send_due_notices()

    assert reminded(world) == sorted(set(live_seats(world)) - {"planner", "fire"})


def test_planned_reminder_is_dropped_when_the_meeting_was_held(world, meeting):
    plan_due_notices()
    Meeting.objects.update(state=Meeting.State.HELD)

    send_due_notices()

    assert mail.outbox == []
    assert Notice.objects.filter(dropped_at__isnull=False).count() == len(live_seats(world))
