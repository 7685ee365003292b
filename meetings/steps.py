"""What can be done with minutes in their state, by what the person may do."""

from dataclasses import dataclass

from django.urls import reverse

from groups.roles import Permission
from meetings.models import Meeting, Minutes


@dataclass(frozen=True)
class Step:
    says: str
    address: str
    kind: str = ""


STEPS = {
    Minutes.State.DRAFT: [
        ("Circulate the minutes", "minutes_circulate", Permission.CIRCULATE_MINUTES, ""),
        ("Send to the chair to check", "minutes_send_to_chair", Permission.EDIT_MINUTES, "secondary"),
    ],
    Minutes.State.AT_CHAIR: [
        ("Circulate the minutes", "minutes_circulate", Permission.CIRCULATE_MINUTES, ""),
        ("Take back to draft", "minutes_recall", Permission.CIRCULATE_MINUTES, "secondary"),
    ],
    Minutes.State.CIRCULATED: [
        ("Approve the minutes", "minutes_approve", Permission.APPROVE_MINUTES, ""),
        ("Take back to draft", "minutes_recall", Permission.CIRCULATE_MINUTES, "secondary"),
    ],
    Minutes.State.APPROVED: [],
}
SAYS = {
    Minutes.State.DRAFT: "Circulating opens them to their readers; what is restricted stays withheld from the others.",
    Minutes.State.AT_CHAIR: "The chair reads them before they go round.",
    Minutes.State.CIRCULATED: "Approved minutes are final: the database itself refuses to change their words.",
    Minutes.State.APPROVED: "",
}


def next_steps(minutes, may):
    """The buttons of the minutes' page; none while the meeting still goes on."""
    if minutes.meeting.state != Meeting.State.HELD:
        return {}
    steps = [
        Step(says, reverse(f"meetings:{name}", args=[minutes.public_id]), kind)
        for says, name, permission, kind in STEPS[minutes.state]
        if permission in may
    ]
    return {"next_steps": steps, "next_says": SAYS[minutes.state]}
