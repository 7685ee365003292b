"""The reminder of a meeting: who gets it, and when.

Two days before the meeting's day at 09:00 by London's clocks; at once when the time was set later than that; again when
the meeting is moved, since a moved meeting is another occasion. It goes to the member of each live seat, or to the
deputy whom the member sends. Who sent apologies gets none: they have said that they know. It says nothing of group,
item, place, person or date.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from groups.models import Deputyship, Membership
from meetings.access import permissions_at
from meetings.models import Attendance, Meeting
from notices import kinds

KIND = "meeting_reminder"
LONDON = ZoneInfo("Europe/London")
DAYS_BEFORE = 2
AT = time(9)
SOON = timedelta(days=DAYS_BEFORE + 2)  # no reminder is due longer before its meeting, whatever the clocks do


def register():
    kinds.register(
        KIND,
        find_due=find_due,
        still_owed=still_owed,
        template="meeting_reminder",
        context=context,
        verb="reminder sent",
    )


def find_due():
    return [
        (person, occasion(meeting), due_at(meeting))
        for meeting in coming_up()
        if due_at(meeting) <= timezone.now()
        for person in people_to_remind(meeting)
    ]


def coming_up():
    return Meeting.objects.to_come().filter(starts_at__gt=Now(), starts_at__lt=Now() + SOON)


def due_at(meeting):
    day = timezone.localtime(meeting.starts_at, LONDON).date() - timedelta(days=DAYS_BEFORE)
    return max(datetime.combine(day, AT, LONDON), meeting.arranged_at)


def occasion(meeting):
    return f"{meeting.public_id}:{meeting.revision}"


def people_to_remind(meeting):
    """Each person once, though they may hold one seat and stand in for another."""
    answers = {attendance.seat_id: attendance for attendance in meeting.roll.select_related("person")}
    standing_in = set(Deputyship.objects.active().filter(group=meeting.group).values_list("membership_id", "user_id"))
    standing_in |= set(meeting.nominations.active().values_list("seat_id", "user_id"))
    seats = Membership.objects.active().filter(group=meeting.group).select_related("user")
    return {person for seat in seats if (person := who_comes(seat, answers.get(seat.pk), standing_in))}


def who_comes(seat, attendance, standing_in):
    """The member, or the deputy whom they send if that deputyship still holds; nobody after apologies."""
    if attendance is None:
        return seat.user
    if attendance.answer == Attendance.Answer.APOLOGIES:
        return None
    sends = attendance.answer == Attendance.Answer.DEPUTY and (seat.pk, attendance.person_id) in standing_in
    return attendance.person if sends else seat.user


def still_owed(notice):
    """Still ahead and at the same time; the person is still expected, and may open the page that the mail links to."""
    meeting = coming_up().filter(public_id=_meeting_of(notice)).first()
    return (
        meeting is not None
        and occasion(meeting) == notice.occasion
        and notice.person.is_active
        and notice.person in people_to_remind(meeting)
        and bool(permissions_at(notice.person, meeting.group, meeting.pk))
    )


def context(notice):
    page = reverse("meetings:meeting_detail", args=[_meeting_of(notice)])
    return {"page": f"{settings.SITE_ADDRESS}{page}"}


def _meeting_of(notice):
    return notice.occasion.partition(":")[0]
