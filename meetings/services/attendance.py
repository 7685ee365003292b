from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from audit.services import record
from meetings.models import Attendance, Nomination

Came, Answer = Attendance.Came, Attendance.Answer


@transaction.atomic
def answer_attendance(*, meeting, seat, answer, deputyship, by):
    """Before the meeting: coming, sending this deputy, or apologies. Whoever was nominated for it is sent no more."""
    end_nominations(meeting, seat)
    attendance, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        seat=seat,
        defaults={
            "group": meeting.group,
            "answer": answer,
            "person": deputyship.user if answer == Answer.DEPUTY else seat.user,
            "deputy_name": deputyship.name if answer == Answer.DEPUTY else "",
        },
    )
    record(by=by, verb="attendance answered", target=attendance)


def end_nominations(meeting, seat):
    Nomination.objects.filter(meeting=meeting, seat=seat).active().update(ends_at=Now())


@transaction.atomic
def mark_attendance(*, attendance, came, deputyship=None, by):
    """In the meeting: who sits in this seat. Raises ValidationError when nobody, or somebody twice, would."""
    attendance = (
        Attendance.objects.select_for_update()
        .select_related("seat__user", "group__lead_authority")
        .get(pk=attendance.pk)
    )
    attendance.came = came
    _seat_person(attendance, deputyship)
    _refuse_twice(attendance)
    attendance.save(update_fields=["came", "person", "deputy_name"])
    record(by=by, verb="attendance recorded", target=attendance)


def _seat_person(attendance, deputyship):
    attendance.deputy_name = ""
    attendance.person = attendance.seat.user
    if attendance.came == Came.DEPUTY:
        if deputyship is None:
            raise ValidationError(f"{attendance.name} has no deputy. Appoint one on the members page first.")
        attendance.person, attendance.deputy_name = deputyship.user, deputyship.name


def _refuse_twice(attendance):
    elsewhere = Attendance.objects.exclude(pk=attendance.pk).filter(
        meeting=attendance.meeting, person=attendance.person, came__in=[Came.HERE, Came.ONLINE, Came.DEPUTY]
    )
    if attendance.is_represented and elsewhere.exists():
        name = attendance.deputy_name or attendance.name
        raise ValidationError(f"{name} is already marked as attending in another seat.")
