from django.http import HttpResponse

from groups.roles import Permission
from meetings.access import access_meeting
from meetings.follow import followed, has_seen, state_of
from meetings.follow_room import RoomScreen
from meetings.views.pages import recorded_page


def meeting_follow(request, public_id):
    meeting, may = access_meeting(request.user, public_id)
    state = state_of(meeting, request.user)
    if has_seen(request, state):
        return HttpResponse(status=204)
    context, shown = followed(meeting, request.user)
    context |= {"group": meeting.group, "meeting": meeting, "may": may, "state": state}
    return recorded_page(request, _part_or("meetings/meeting_follow.html", request), context, page=meeting, shown=shown)


def meeting_screen(request, public_id):
    """For all who are in the room: it shows what every one of them may read."""
    meeting, may = access_meeting(request.user, public_id, Permission.RUN_MEETING)
    screen = RoomScreen(meeting, request.user)
    if has_seen(request, screen.state):
        return HttpResponse(status=204)
    context, shown = screen.shows()
    context |= {"group": meeting.group, "meeting": meeting, "may": may}
    return recorded_page(request, _part_or("meetings/meeting_screen.html", request), context, page=meeting, shown=shown)


def _part_or(page, request):
    """The page, or what its script puts in its place: `meetings/_follow.html`."""
    return page.replace("meeting_", "_") if "HX-Request" in request.headers else page
