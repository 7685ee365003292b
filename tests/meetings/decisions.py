"""Decisions to ask about: of circulated minutes, unless they are said to be of others."""

from django.db.models import Max

from meetings import services
from meetings.models import Attendance, Decision, Meeting


def decided(side, text="decision", *, minutes=None, item=None, **fields):
    """The next decision of the group, under an item of the minutes that the world has circulated."""
    minutes, item = minutes or side.things.minutes, item or side.things.held_item
    last = Decision.objects.filter(group=side.group).aggregate(last=Max("number"))["last"] or 0
    places = Decision.objects.filter(minutes=minutes).aggregate(last=Max("position"))["last"] or 0
    return Decision.objects.create(
        **{
            "group": side.group,
            "minutes": minutes,
            "item": item,
            "position": places + 40,
            "number": last + 1,
            "text": f"{side.word} {text}",
            "reason": f"{side.word} reason",
            "standing": Decision.Standing.MADE,
            "recorded_by": side.people["secretary"],
            **fields,
        }
    )


def proposed(side, text="proposal", **fields):
    return decided(side, text, standing=Decision.Standing.PROPOSED, **fields)


def opened(side, *, with_quorum=True):
    """The next meeting, open, with those in the room who make a quorum."""
    services.open_meeting(meeting=side.things.meeting, by=side.people["chair"])
    meeting = Meeting.objects.select_related("group__lead_authority", "current_item", "record").get(
        pk=side.things.meeting.pk
    )
    for name in ["chair", "planner", "adviser"] if with_quorum else ["planner"]:
        line = Attendance.objects.get(meeting=meeting, seat=side.seats[name])
        services.mark_attendance(attendance=line, came="here", by=side.people["secretary"])
    return meeting
