"""What stands round the agenda on a meeting's page, and the list of a group's meetings."""

from django.urls import reverse

from groups.built_for_readers import built_once_for_readers
from groups.roles import ROLE_PERMISSIONS, SEAT_ROLES, Permission, Role
from lib.built_once import built_once
from meetings.access import may_open_minutes
from meetings.decision_log import decided_in, waiting_at
from meetings.invited import with_nominations
from meetings.models import Attendance, Decision, Meeting, Minutes
from meetings.models.standing import with_confirmation
from meetings.read_by import roll_with_readings
from meetings.reports import is_overdue, reports_at
from meetings.room import nobody_for, quorum_over_time, room_as_minuted, seated, with_stays

Came = Attendance.Came


def meetings_of(group, may):
    meetings = list(Meeting.objects.filter(group=group).order_by("-starts_at", "-pk"))
    records = {minutes.meeting_id: minutes for minutes in Minutes.objects.filter(group=group).select_related("meeting")}
    for meeting in meetings:
        minutes = meeting.minutes = records.get(meeting.pk)
        meeting.minutes_to_open = minutes if minutes and may_open_minutes(minutes, may) else None
    to_come = [meeting for meeting in meetings if meeting.state != Meeting.State.HELD]
    return {"to_come": to_come[::-1], "held": [meeting for meeting in meetings if meeting not in to_come]}


def about_meeting(meeting, user, may):
    """({answers, minutes, roll, quorum, decisions}, the decisions among it), each as far as this reader may see it."""
    roll = by_rank(seated(_answers_and_roll(meeting.pk), meeting))
    minutes = getattr(meeting, "record", None)  # none before the meeting opens
    decisions = _decisions(meeting, minutes, user)
    on_roll = [line for line in roll if line.on_roll]
    context = {
        "answers": _tally(roll),
        "nominated": [line for line in roll if line.nomination],
        "my_line": next((line for line in roll if line.seat.user_id == user.pk or line.person_id == user.pk), None),
        "sends_deputy": any(line.seat.user_id == user.pk and _may_send(line.seat) for line in roll),
        "minutes": minutes if minutes and may_open_minutes(minutes, may) else None,
        "decisions": decisions,
        "roll_heading": "Who came" if meeting.state == Meeting.State.HELD else "Who is here",
        "roll": on_roll if meeting.state != Meeting.State.PLANNED else [],
        "runs": Permission.RUN_MEETING in may,
        "to_accept": next((line for line in roll if line.sits and line.sits.person_id == user.pk), None),
        "reports": reports_at(meeting),
        "reports_overdue": is_overdue(meeting),
        **(waiting := waiting_at(meeting, user, may, on_roll)),
        "open_address": reverse("meetings:meeting_open", args=[meeting.public_id]),
    }
    if meeting.rules:
        [*_before, span] = quorum_over_time(meeting, context["roll"])
        context |= {"quorum": span.quorum, "quorum_span": span, "nobody_for": nobody_for(span, meeting.rules)}
    return context, [*decisions, *waiting["waiting"]]


@built_once
def _answers_and_roll(meeting):
    return with_stays(with_nominations(Attendance.objects.filter(meeting=meeting).select_related("seat")))


def _may_send(seat):
    return Permission.NOMINATE_DEPUTY in ROLE_PERMISSIONS[Role(seat.role)]


AS_PRINTED = [Came.HERE, Came.ONLINE, Came.DEPUTY, Came.APOLOGIES, Came.NOT_HERE]


def roll_of(minutes, user):
    """The roll as the minutes print it: who was there, whether they could decide, and which of them approved."""
    roll = seated(roll_with_readings(minutes.meeting_id), minutes.meeting)
    room = room_as_minuted(minutes.meeting, user, roll)
    roll = by_rank(room["roll"])
    approver = next((line.name for line in roll if line.person_id == minutes.approved_by_id), "")
    return {
        **room,
        "roll": roll,
        "attendance": [
            (came.label, lines) for came in AS_PRINTED if (lines := [line for line in roll if line.came == came])
        ],
        "present": [line for line in roll if line.is_represented],
        "approver": approver if minutes.approved_by_id else "",
    }


def by_rank(roll):
    """Chair, deputy chair and secretary, then the others by name."""
    return sorted(roll, key=lambda line: (SEAT_ROLES.index(line.role) if line.role else 0, line.name))


def _decisions(meeting, minutes, user):
    """Of an open meeting as they are recorded; of one that was held, each with how it stands by now."""
    if minutes is None:
        return []
    if meeting.state == Meeting.State.HELD:
        return decided_in(minutes, meeting.group, user)
    return _decided_now(user, minutes.pk)


@built_once_for_readers
def _decided_now(reader, minutes):
    return with_confirmation(Decision.objects.visible_to(reader).filter(minutes=minutes)).order_by("number")


def _tally(roll):
    answers = [line.answer for line in roll]
    return [(answer.label, answers.count(answer)) for answer in Attendance.Answer if answer]
