"""What each side of the access world keeps of who was in the room."""

from meetings.models import Declaration, GuestLine, Stay
from tests.world_meetings import on_the_roll


def furnish_rooms(side):
    things = side.things
    add_room(side, things.held, things.held_threat)
    things.open_line = things.open_meeting.roll.get(seat=side.seats["planner"])
    sit_down(things.open_line)
    things.draft_line = seat_in(side, things.draft_minutes.meeting, "planner")
    things.held_line = things.held.roll.get(seat=side.seats["planner"])


def seat_in(side, meeting, name):
    """A line of the roll, of somebody who has been in the room from the start."""
    line = on_the_roll(side, meeting, name)
    sit_down(line)
    return line


def sit_down(line):
    Stay.objects.create(
        group=line.group,
        meeting=line.meeting,
        line=line,
        came=line.came,
        person=line.person,
        name=line.name,
        organisation=line.organisation,
        organisation_kind=line.organisation_kind,
        began_at=line.meeting.opened_at,
    )


def add_room(side, meeting, threat):
    """Who sat there all the time, a guest on one item, and an interest in the restricted one."""
    about = {"group": side.group, "meeting": meeting}
    for line in meeting.roll.all():
        sit_down(line)
    GuestLine.objects.create(
        **about,
        item=threat,
        name=f"{side.word} guest on the roll",
        organisation=f"{side.word} guest's firm",
        reason=f"{side.word} reason to come",
        came=GuestLine.Came.HERE,
    )
    Declaration.objects.create(
        **about,
        item=threat,
        line=line,
        name=line.name,
        interest=f"{side.word} interest",
        done=Declaration.Done.STAYED,
        recorded_by=side.people["secretary"],
    )
