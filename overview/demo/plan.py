"""Actions raised by hand beside those of the meeting, and what their owners reported."""

from actions.models import Action
from actions.services import raise_action, update_action
from groups.models import Audience, Marking
from overview.demo.days import morning, working_day

Status = Action.Status
RESTRICTED = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY}

BY_HAND = [  # what, whose, due in days, who may read it
    (
        "Check the bollards in Guildhall Square after the resurfacing and write down what is missing",
        "Siân Pritchard",
        -20,
        RESTRICTED,
    ),
    (
        "List the council's own premises that may fall under the new duty, with who answers for each",
        "Marcus Webb",
        7,
        {},
    ),
    ("Invite the three large hotels to a briefing for their night managers", "Alison Grey", 12, {}),
    ("Walk the arena's queues on an event night and bring three photographs of what to change", "Kwame Mensah", 33, {}),
    ("Agree with the fire service where the cordon vehicles stand during the winter market", "Dave Harker", 19, {}),
    ("Find a deputy for Transport and for Events", "Helen Marsh", 5, {}),
    ("Ask the senior owner for capital for Guildhall Square", "Helen Marsh", 60, RESTRICTED),
    ("Add the lockdown question to the licensing visit form", "Priya Nair", -30, {}),
    ("Train the twelve new wardens in the awareness course", "Marcus Webb", 28, {}),
]
REPORTED = [  # the beginning of what, who says it, what, how it stands
    (
        "Check the bollards",
        "Siân Pritchard",
        "Waiting for the contractor's drawings since the beginning of the month.",
        Status.STUCK,
    ),
    (
        "Put the triage form",
        "Fatima Rahman",
        "The form is written. The web team has it for the next release.",
        Status.UNDER_WAY,
    ),
    (
        "List the council's own",
        "Leila Haddad",
        "31 of about 50 premises are listed; Marcus is chasing the schools.",
        Status.UNDER_WAY,
    ),
    ("List the council's own", "Marcus Webb", "44 of 50 now. Six have no named person yet.", Status.UNDER_WAY),
    ("Add the lockdown question", "Priya Nair", "The form has it, and the last four visits used it.", Status.DONE),
    ("Walk the arena's queues", "Kwame Mensah", "Booked for the first concert of next month.", Status.UNDER_WAY),
]


def fill(place):
    for text, owner, days, limits in BY_HAND:
        raise_action(
            group=place.group,
            owner=place.seats[owner],
            text=text,
            due_on=working_day(days),
            origin=Action.Origin.HAND,
            by=place.people["Tom Bell"],
            **limits,
        )
    for beginning, name, text, status in REPORTED:
        action = Action.objects.select_related("group__lead_authority").get(
            group=place.group, text__startswith=beginning
        )
        update_action(action=action, text=text, status=status, by=place.people[name])
    Action.objects.filter(group=place.group).update(raised_at=morning(-82, hour=12))
