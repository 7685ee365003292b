from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from groups.access import access_group
from groups.autosave import answer_autosave, is_autosave
from groups.roles import Permission
from meetings import services
from meetings.access import access_meeting, access_own_seat
from meetings.agenda import agenda_of, shown_on
from meetings.attendance_over_time import attendance_of
from meetings.beside import Beside
from meetings.clock import planned_for
from meetings.desk import Desk, takes_text
from meetings.following import about_meeting, meetings_of
from meetings.forms import AnswerAttendanceForm, ChangeMeetingForm, PlanMeetingsForm, ScheduleMeetingForm
from meetings.last_minutes import add_last_minutes
from meetings.models import Meeting
from meetings.views.pages import recorded_page


def meeting_list(request, public_id):
    group, may = access_group(request.user, public_id)
    return render(request, "meetings/meeting_list.html", {"group": group, "may": may, **meetings_of(group, may)})


def attendance_list(request, public_id):
    group, may = access_group(request.user, public_id)
    context = {"group": group, "may": may, **attendance_of(group, request.GET.get("year"))}
    return render(request, "meetings/attendance_list.html", context)


def meeting_schedule(request, public_id):
    group, may = access_group(request.user, public_id, Permission.SCHEDULE_MEETINGS)
    form = ScheduleMeetingForm(request.POST or None)

    if form.is_valid():
        meeting = services.schedule_meeting(group=group, by=request.user, **form.cleaned_data)
        messages.success(request, "Meeting scheduled. Its agenda holds the standing items.")
        return redirect("meetings:meeting_detail", meeting.public_id)

    return render(request, "meetings/meeting_schedule.html", {"group": group, "may": may, "form": form})


def meeting_plan(request, public_id):
    group, may = access_group(request.user, public_id, Permission.SCHEDULE_MEETINGS)
    form = PlanMeetingsForm(request.POST or None, group=group)

    if form.is_valid() and form.cleaned_data["starts"]:
        planned = services.plan_meetings(group=group, by=request.user, **form.cleaned_data)
        messages.success(request, f"Meetings scheduled: {len(planned)}. Each agenda holds the standing items.")
        return redirect("meetings:meeting_list", group.public_id)

    return render(request, "meetings/meeting_plan.html", {"group": group, "may": may, "form": form})


def meeting_change(request, public_id):
    meeting, may = access_meeting(request.user, public_id, Permission.SCHEDULE_MEETINGS)
    now = {name: getattr(meeting, name) for name in ["starts_at", "minutes_long", "place", "joining_link"]}
    form = ChangeMeetingForm(request.POST or None, initial=now)

    if form.is_valid():
        if services.change_meeting(meeting=meeting, by=request.user, **form.cleaned_data):
            messages.success(request, "Meeting changed")
        else:
            messages.error(request, "This meeting has been opened meanwhile: it can no longer be moved.")
        return redirect("meetings:meeting_detail", meeting.public_id)

    context = {"group": meeting.group, "meeting": meeting, "may": may, "form": form}
    return render(request, "meetings/meeting_change.html", context)


def meeting_detail(request, public_id):
    meeting, may = access_meeting(request.user, public_id)
    lines = agenda_of(meeting, request.user)
    add_last_minutes(meeting, lines)
    context = {"group": meeting.group, "meeting": meeting, "may": may, "lines": lines, **planned_for(meeting, lines)}
    about, decisions = about_meeting(meeting, request.user, may)
    return recorded_page(
        request, "meetings/meeting_detail.html", {**context, **about}, page=meeting, shown=shown_on(lines) + decisions
    )


def attendance_answer(request, public_id):
    meeting, may = access_meeting(request.user, public_id)
    seat = access_own_seat(request.user, meeting.group)
    if meeting.state != Meeting.State.PLANNED:
        raise PermissionDenied
    form = AnswerAttendanceForm(request.POST or None, seat=seat)

    if form.is_valid():
        services.answer_attendance(meeting=meeting, seat=seat, by=request.user, **form.cleaned_data)
        messages.success(request, "Your answer is with the secretary")
        return redirect("meetings:meeting_detail", meeting.public_id)

    own = seat.user_id == request.user.pk and Permission.NOMINATE_DEPUTY in may
    context = {"group": meeting.group, "meeting": meeting, "may": may, "seat": seat, "form": form, "may_nominate": own}
    return render(request, "meetings/attendance_answer.html", context)


@require_POST
def meeting_open(request, public_id):
    meeting, _may = access_meeting(request.user, public_id, Permission.RUN_MEETING)
    services.open_meeting(meeting=meeting, by=request.user)
    return redirect("meetings:meeting_run", meeting.public_id)


def meeting_run(request, public_id):
    meeting, may = access_meeting(request.user, public_id, Permission.RUN_MEETING)
    if not takes_text(meeting, may, request.POST):
        return redirect("meetings:meeting_detail", meeting.public_id)
    beside = Beside(meeting, request)
    if beside.has_no_news:
        return HttpResponse(status=204)
    desk = Desk(meeting=meeting, user=request.user, posted=request.POST or None)
    stepped = desk.takes_step()

    if is_autosave(request):
        return answer_autosave(request, *desk.text_forms)
    if stepped:
        if desk.says:
            messages.success(request, desk.says)
        return redirect(desk.address())

    context = desk.context(may) | beside.context(desk.line_now)
    return recorded_page(request, "meetings/meeting_run.html", context, page=meeting, shown=desk.shown())
