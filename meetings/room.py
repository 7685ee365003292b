"""Who is in the room now, and what that allows."""

from groups.quorum import quorum


def is_quorate(meeting):
    """Whether those who are there now make a quorum, by the rule that the meeting copied."""
    return quorum(meeting.rules, list(meeting.roll.filter(on_roll=True))).met
