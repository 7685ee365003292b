"""A meeting of five items under way, whose roll has been called: for the tests of who is in the room."""

from django.urls import reverse

from meetings import services
from meetings.models import AgendaItem, Meeting
from meetings.room import quorum_over_time, roll_in_the_room
from tests.meetings.test_running import line_of
from tests.world_meetings import make_item


def under_way(world):
    """With its first two items done and the quorum present."""
    for number in range(3, 6):
        make_item(world, world.things.meeting, number, f"matter {number}")
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    meeting = Meeting.objects.get(pk=world.things.meeting.pk)
    for who in ["chair", "secretary", "planner", "adviser"]:
        mark(world, meeting, who)
    go_to(meeting, 3, world)
    return meeting


def mark(world, meeting, who, came="here", **more):
    services.mark_attendance(attendance=line_of(world, meeting, who), came=came, by=world.people["chair"], **more)


def go_to(meeting, number, world):
    AgendaItem.objects.filter(meeting=meeting, number__lt=number).update(state="done")
    item = meeting.items.get(number=number)
    services.step_to(meeting=meeting, item=item, by=world.people["chair"])
    meeting.refresh_from_db()
    return item


def moves(meeting, who, world):
    lines = {line.seat_id: line for line in roll_in_the_room(meeting)}
    return lines[world.seats[who].pk].moves


def quorum_of(meeting):
    return quorum_over_time(meeting, roll_in_the_room(meeting))


def run_page(signed_in, world, meeting, who="chair"):
    return signed_in(world.people[who]).get(reverse("meetings:meeting_run", args=[meeting.public_id])).content.decode()
