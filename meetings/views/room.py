from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from meetings import services
from meetings.access import access_line_to_correct, access_own_line
from meetings.agenda import agenda_of, shown_on
from meetings.models import Meeting
from meetings.room import with_times
from meetings.room_forms import CorrectAttendanceForm
from meetings.views.pages import recorded_page


@require_POST
def statement_accept(request, public_id):
    line = access_own_line(request.user, public_id)
    services.accept_statement_for_one(attendance=line, by=request.user)
    messages.success(request, "You have accepted the handling statement of this meeting")
    return redirect("meetings:meeting_detail", public_id)


def attendance_correct(request, public_id):
    line, may = access_line_to_correct(request.user, public_id)
    lines = agenda_of(line.meeting, request.user, with_updates=False)
    form = CorrectAttendanceForm(request.POST or None, line=with_times(line), agenda=lines)

    if form.is_valid() and form.save_by(services.correct_attendance, attendance=line, by=request.user):
        messages.success(request, "Roll corrected")
        if line.meeting.state == Meeting.State.OPEN:
            return redirect("meetings:meeting_run", line.meeting.public_id)
        return redirect("meetings:minutes_detail", line.meeting.record.public_id)

    context = {"group": line.group, "meeting": line.meeting, "line": line, "may": may, "form": form}
    return recorded_page(request, "meetings/attendance_correct.html", context, page=line.meeting, shown=shown_on(lines))
