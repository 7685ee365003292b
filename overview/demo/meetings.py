"""Meetings: one held, with approved minutes, and the next one being prepared."""

import itertools
from datetime import timedelta

from django.db.models import F

from groups.models import Audience, Marking, Purpose, StandingItem
from groups.services import change_standing_item, set_limits
from meetings import services
from meetings.last_minutes import minutes_before
from meetings.models import AgendaItem, Attendance, Contribution, Declaration, Meeting, Minutes
from overview.demo.circulated import settle
from overview.demo.days import morning, working_day
from overview.demo.decisions import decide, replace_one
from overview.demo.papers import OUTSIDE, send_them_out

Came, Answer, State = Attendance.Came, Attendance.Answer, Contribution.State
RESTRICTED = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY}
OPEN = {"marking": Marking.OFFICIAL, "audience": Audience.EVERYONE}

HELD, NEXT = -82, 9  # days from today

OWNERS = {
    "Action plan: late, stuck and due": "Tom Bell",
    "Threat and incident update": "Ruth Ellison",
    "Events to come": "Fatima Rahman",
    "Planning applications for advice": "Priya Nair",
    "Licensing matters": "Joanne Fitch",
    "Preparedness: plans, exercises and lessons": "Owen Clarke",
    "Staff training": "Marcus Webb",
}

# What was said under an item, decisions (text, reason, dissent) and actions (text, owner, due in days) that came of it
SAID = {
    "Apologies, deputies and quorum": {
        "text": "Apologies came from the ambulance service. The meeting was quorate throughout.",
    },
    "Threat and incident update": {
        "text": "The adviser set out what has changed nationally and what it asks of the city. "
        "Members noted the two reports of suspicious behaviour near the station and how they were closed.",
        "decisions": [
            (
                "Put Guildhall Square first when money for vehicle barriers is found",
                "The survey shows that it is the most crowded place that a vehicle can still reach.",
                "",
            )
        ],
        "actions": [("Brief the control room on the new reporting route and test it once a month", "Rob Jenner", 5)],
    },
    "Events to come": {
        "text": "Four events of the winter season were gone through. The lantern parade is the largest: "
        "about 18,000 people on streets that are open to traffic today.",
        "more": [
            "The organiser of the lantern parade asked whether the route could be shortened. The police would rather "
            "keep it, and close two side streets for an hour."
        ],
        "decisions": [
            (
                "Every notified event goes through the triage form",
                "Two events this year reached the Safety Advisory Group too late for advice to be followed.",
                "",
            ),
        ],
        "actions": [
            ("Put the triage form on the events page and tell every organiser on the list", "Fatima Rahman", -12),
            ("Draw the vehicle mitigation plan for the lantern parade route and bring it here", "Siân Pritchard", -3),
        ],
    },
    "Planning applications for advice": {
        "text": "Station Quarter, phase 2: advice was given before the application, and most of it is in the drawings.",
        "decisions": [
            (
                "Ask for a security statement with each application for a building open to more than 800 people",
                "Advice that comes after the drawings are done is seldom followed.",
                "The business district would rather begin at 1,200 people, to spare small applicants.",
            ),
        ],
        "actions": [
            ("Write the local validation note on security statements and consult agents on it", "Priya Nair", 26)
        ],
    },
    "Licensing matters": {
        "text": "Nine premises were visited with the police. Seven have a plan for a lockdown; two are writing one."
    },
    "Preparedness: plans, exercises and lessons": {
        "text": "The table-top exercise in the spring showed that nobody owned the moment between the blue-light "
        "response and the recovery group. The plan now names the duty director.",
        "decisions": [
            (
                "Exercise the first hour after an attack in the shopping streets, in the spring",
                "It is the lesson of the last exercise that has not been tested since.",
                "",
            )
        ],
        "actions": [("Agree date, place and players of the spring exercise", "Owen Clarke", 40)],
    },
    "Staff training": {"text": "412 of 530 front-line staff have done the awareness course; the depot comes last."},
    "Any other business": {
        "text": "A personal matter was raised that touches one member's safety. The chair will see to it."
    },
}
OPTIONS = {  # that were considered before a decision
    "Put Guildhall Square first when money for vehicle barriers is found": "Guildhall Square, Station Quarter or the "
    "Corn Exchange first, or all three a little later",
}
ESCALATED = (  # the item, what was asked of the senior owner and why, what was answered
    "Staff training",
    "Make the awareness course part of the first week of every new starter",
    "Managers of other directorates do not free their staff for it, and the group cannot make them.",
    "Agreed from January. Directors will hear it from me, and I ask for the figures at each quarter’s end.",
)
FOR_NAMED_READERS = "Any other business"
NOT_REACHED = ["New guidance and law"]  # at any of the four
ONE_OFF = {
    "title": "Guildhall Square: vehicles",
    "purpose": Purpose.DECIDE,
    "decision_required": "Which option goes to the capital board?",
    "minutes": 10,
}
SAID[ONE_OFF["title"]] = {
    "text": "Three options were set out. The adviser supports B and C; the market traders have not yet been told.",
    "actions": [("Apply for the traffic order that option B needs", "Siân Pritchard", 30)],
}


EARLIER = [  # days from today, who sent a deputy, who sent apologies
    (-355, {"Neil Foster", "Rob Jenner"}, {"James Pardoe", "Hannah Boyd"}),
    (-264, {"Marcus Webb", "Kwame Mensah"}, {"Siân Pritchard", "Alison Grey"}),
    (-173, {"Priya Nair", "Daniel Okoro", "Dave Harker"}, {"Fatima Rahman"}),
]


def hold_earlier_ones(place):
    give_owners(place)
    for day, deputies, apologies in EARLIER:
        meeting = open_one(place, day, deputies, apologies)
        first = meeting.items.select_related("group__lead_authority", "meeting").first()
        services.write_entry(item=first, text="The meeting was quorate.", edition=0, by=place.people["Tom Bell"])
        go_through(place, meeting)
        approve_the_ones_before(place, meeting)
        decide(place, meeting, first, day)
        close(place, meeting)
        circulate(place, Minutes.objects.get(meeting=meeting))


def hold_the_last_one(place):
    meeting = open_one(place, HELD, {"Rob Jenner"}, {"Hannah Boyd"})
    services.add_item(meeting=meeting, owner=place.seats["Siân Pritchard"], by=place.people["Tom Bell"], **ONE_OFF)
    begin_in_the_room(place, meeting)
    minute(place, meeting)
    go_through(place, meeting)
    close(place, meeting)
    minutes = Minutes.objects.get(meeting=meeting)
    escalate(place, meeting)
    name_readers(place, minutes)
    circulate(place, minutes)
    settle(place, minutes)
    send_them_out(place, Minutes.objects.select_related("group__lead_authority", "meeting").get(pk=minutes.pk))
    replace_one(place)


def open_one(place, day, deputies, apologies):
    """With everybody marked as they had answered."""
    meeting = services.schedule_meeting(
        group=place.group,
        starts_at=morning(day),
        minutes_long=120,
        place="Room 2.14, Guildhall",
        joining_link="https://meet.westhaven.example/papg",
        by=place.people["Tom Bell"],
    )
    answer_all(place, meeting, deputies=deputies, apologies=apologies)
    services.open_meeting(meeting=meeting, by=place.people["Helen Marsh"])
    meeting.refresh_from_db()
    mark_who_came(place, meeting)
    return meeting


def begin_in_the_room(place, meeting):
    """The handling statement is accepted, an interest declared for which its member leaves, and a guest comes."""
    chair, secretary = place.people["Helen Marsh"], place.people["Tom Bell"]
    services.accept_statement(meeting=meeting, by=chair)
    items = {item.title: item for item in meeting.items.select_related("group__lead_authority", "meeting")}
    services.declare_interest(
        item=items["Planning applications for advice"],
        attendance=meeting.roll.get(name="Alison Grey"),
        interest="The business district has a stake in Station Quarter",
        done=Declaration.Done.LEFT,
        by=secretary,
    )
    services.add_guest(
        item=items["Events to come"],
        name="Lena Hart",
        organisation="Lantern Parade Trust",
        reason="The parade’s route and numbers",
        online=False,
        has_accepted=True,
        by=secretary,
    )


def close(place, meeting):
    services.close_meeting(meeting=meeting, by=place.people["Helen Marsh"])
    starts_at = meeting.starts_at
    ago = meeting.opened_at - starts_at
    meeting.stays.update(began_at=F("began_at") - ago, ended_at=F("ended_at") - ago)
    Meeting.objects.filter(pk=meeting.pk).update(
        arranged_at=starts_at - timedelta(days=30), opened_at=starts_at, closed_at=starts_at + timedelta(minutes=112)
    )


def give_owners(place):
    for item in StandingItem.objects.filter(group=place.group, title__in=OWNERS):
        owner = place.seats.get(OWNERS[item.title])
        if owner:
            change_standing_item(standing_item=item, owner=owner, by=place.secretary)
            if item.title.startswith("Threat"):
                set_limits(thing=item, by=place.secretary, **RESTRICTED)


def answer_all(place, meeting, *, deputies, apologies, silent=()):
    for name, seat in place.seats.items():
        if name in silent or name in place.left:
            continue
        answer = Answer.DEPUTY if name in deputies else Answer.APOLOGIES if name in apologies else Answer.COMING
        services.answer_attendance(
            meeting=meeting, seat=seat, answer=answer, deputyship=place.deputies.get(name), by=seat.user
        )


def mark_who_came(place, meeting):
    came = {Answer.COMING: Came.HERE, Answer.DEPUTY: Came.DEPUTY}
    for line in meeting.roll.filter(on_roll=True, answer__in=came).select_related("seat"):
        services.mark_attendance(
            attendance=line,
            came=came[line.answer],
            deputyship=place.deputies.get(line.seat.name),
            by=place.people["Tom Bell"],
        )


def go_through(place, meeting):
    """Each item took about the minutes that it was given, but for what was not reached."""
    chair, minutes = place.people["Helen Marsh"], itertools.cycle([0.8, 1.2, 1, 0.6])
    for item in meeting.items.exclude(title__in=NOT_REACHED):
        services.step_to(meeting=meeting, item=item, by=chair)
        spent = round(item.minutes * next(minutes) * 60)
        AgendaItem.objects.filter(pk=item.pk).update(begun_at=meeting.starts_at, seconds_spent=spent)
    AgendaItem.objects.filter(pk=item.pk).update(begun_at=None)  # or closing would count from then


def minute(place, meeting):
    secretary = place.people["Tom Bell"]
    approve_the_ones_before(place, meeting)
    said_under = meeting.items.exclude(title__in=NOT_REACHED).exclude(from_standing__approves_minutes=True)
    for item in said_under.select_related("group__lead_authority", "meeting"):
        said = SAID.get(item.title, {})
        outside = OUTSIDE.get(item.title, {})
        services.write_entry(item=item, text=said.get("text", "Noted."), edition=0, **outside, by=secretary)
        for text in said.get("more", []):
            limits = {"marking": item.marking, "audience": item.audience}
            services.add_entry(item=item, text=text, by=secretary, shareable="", withheld_because="safety", **limits)
        because = {"withheld_because": outside.get("withheld_because", "")}
        for text, reason, dissent in said.get("decisions", []):
            options = OPTIONS.get(text, "")
            words = {"text": text, "reason": reason, "options": options, "dissent": dissent, **because}
            services.record_decision(item=item, by=secretary, **words)
        for text, owner, days in said.get("actions", []):
            services.raise_action_in_meeting(
                item=item, text=text, owner=place.seats[owner], due_on=working_day(days), by=secretary, **because
            )


def escalate(place, meeting):
    title, text, reason, answer = ESCALATED
    item = meeting.items.get(title=title)
    words = {"text": text, "reason": reason, "reply_by": working_day(15)}
    asked = services.escalate(item=item, by=place.people["Helen Marsh"], **words)
    services.answer_escalation(escalation=asked, text=answer, by=place.people["David Lennox"])


def name_readers(place, minutes):
    entry = minutes.minuteentrys.select_related("group__lead_authority").get(item__title=FOR_NAMED_READERS)
    set_limits(
        thing=entry,
        marking=Marking.OFFICIAL_SENSITIVE,
        audience=Audience.NAMED,
        handling="Do not forward",
        readers=[place.seats["Helen Marsh"], place.seats["Daniel Okoro"]],
        reason="It touches the safety of one member",
        by=place.people["Tom Bell"],
    )


def circulate(place, minutes):
    services.circulate_minutes(minutes=minutes, by=place.people["Tom Bell"])
    circulated_at = minutes.meeting.starts_at + timedelta(days=11)
    Minutes.objects.filter(pk=minutes.pk).update(circulated_at=circulated_at)


def approve_the_ones_before(place, meeting):
    item = meeting.items.select_related("group__lead_authority", "meeting").get(from_standing__approves_minutes=True)
    for minutes in minutes_before(meeting):
        services.approve_minutes(minutes=minutes, item=item, by=place.people["Helen Marsh"])


# The next one ---------------------------------------------------------------------------------------------------------

UPDATES = [  # item, seat, state, text, who may read it
    (
        "Planning applications for advice",
        "Priya Nair",
        State.FILED,
        "Two applications for advice: the new food hall in the Corn Exchange, and a hotel at Station Quarter. "
        "The security statement came with both.",
        OPEN,
    ),
    (
        "Preparedness: plans, exercises and lessons",
        "Owen Clarke",
        State.FILED,
        "The spring exercise has a date and a place. Two injects still need an owner from the council's own premises.",
        {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.AUTHORITY},
    ),
    ("Staff training", "Marcus Webb", State.WRITING, "The depot has been trained since; figures to come.", OPEN),
]


def plan_the_next_one(place):
    meeting = services.schedule_meeting(
        group=place.group,
        starts_at=morning(NEXT),
        minutes_long=120,
        place="Room 2.14, Guildhall",
        joining_link="https://meet.westhaven.example/papg",
        by=place.people["Tom Bell"],
    )
    # The earlier ones were planned for days that are past, to which nothing is carried
    meeting.items.filter(title__in=NOT_REACHED).update(times_back=len(EARLIER))
    answer_all(
        place,
        meeting,
        deputies={"Rob Jenner", "Dave Harker"},
        apologies={"Imran Aziz"},
        silent={"Helen Marsh", "Ruth Ellison", "Siân Pritchard", "Kwame Mensah", "Hannah Boyd"},
    )
    for title, name, state, text, limits in UPDATES:
        services.save_contribution(
            item=meeting.items.select_related("group__lead_authority").get(title=title),
            seat=place.seats[name],
            text=text,
            edition=0,
            handling="",
            state=state,
            by=place.people[name],
            **limits,
        )


def plan_at_eastmere(place):
    give_owners(place)
    services.schedule_meeting(
        group=place.group,
        starts_at=morning(20, hour=14),
        minutes_long=90,
        place="Committee Room 1, Eastmere Town Hall",
        joining_link="",
        by=place.people["Yusuf Ali"],
    )
