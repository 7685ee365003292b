"""What each side of the world keeps of meetings: one planned, one held whose minutes are circulated."""

from datetime import timedelta

from django.utils import timezone
from guardian.shortcuts import assign_perm

from actions.models import Action
from groups.models import Audience, Marking
from meetings.models import (
    AgendaItem,
    Attendance,
    Contribution,
    Decision,
    EntryReader,
    Meeting,
    MinuteEntry,
    Minutes,
    RaisedAction,
)

RESTRICTED = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY}


def add_meetings(side):
    _planned(side)
    _held(side)


def _meeting(side, number, starts_at, **fields):
    return Meeting.objects.create(
        group=side.group,
        number=number,
        starts_at=starts_at,
        place=f"{side.word} Guildhall",
        joining_link="https://meet.example/room",
        **fields,
    )


def make_item(side, meeting, number, title, **fields):
    return AgendaItem.objects.create(
        group=side.group,
        meeting=meeting,
        number=number,
        title=f"{side.word} {title}",
        decision_required=f"{side.word} question",
        **{"owner": side.seats["planner"], **fields},
    )


def _planned(side):
    things = side.things
    things.meeting = _meeting(side, 2, timezone.now() + timedelta(days=9))
    things.item = make_item(side, things.meeting, 1, "events")
    things.threat = make_item(side, things.meeting, 2, "threat", owner=side.seats["adviser"], **RESTRICTED)
    things.contribution = make_contribution(side, things.item, "planner", "open update")
    things.restricted_contribution = make_contribution(side, things.item, "chair", "restricted update", **RESTRICTED)


def make_contribution(side, item, seat, text, **fields):
    contribution = Contribution.objects.create(
        group=side.group,
        item=item,
        seat=side.seats[seat],
        author=side.people[seat],
        text=f"{side.word} {text}",
        edition=1,
        **{"state": Contribution.State.FILED, "filed_at": timezone.now(), **fields},
    )
    contribution.texts.create(edition=1, text=contribution.text, by=side.people[seat])
    return contribution


def _held(side):
    things = side.things
    began = timezone.now() - timedelta(days=80)
    things.held = _meeting(side, 1, began, state=Meeting.State.HELD, opened_at=began, closed_at=began)
    Meeting.objects.filter(pk=things.held.pk).update(rules=things.rules.quorum())
    things.held.rules = things.rules.quorum()
    things.minutes = Minutes.objects.create(
        group=side.group, meeting=things.held, state=Minutes.State.CIRCULATED, circulated_at=timezone.now()
    )
    things.held_item = make_item(side, things.held, 1, "held events")
    things.held_threat = make_item(side, things.held, 2, "held threat", **RESTRICTED)
    make_roll(side, things.held)
    things.entry = make_entry(side, things.held_item, 1, "open entry")
    things.named_entry = make_entry(side, things.held_item, 2, "named entry", audience=Audience.NAMED)
    _name(side, things.named_entry, "secretary", "planner", "adviser")
    things.restricted_entry = make_entry(side, things.held_threat, 3, "restricted entry", **RESTRICTED)
    things.decision = Decision.objects.create(
        **_place(side, things.held_item, 4),
        number=1,
        text=f"{side.word} decision",
        reason=f"{side.word} reason",
        edition=1,
        standing=Decision.Standing.MADE,
        recorded_by=side.people["secretary"],
    )
    keep_text(things.decision)
    things.action = make_action(side, 1, "planner", "open action")
    things.restricted_action = make_action(side, 2, "chair", "restricted action", **RESTRICTED)
    things.raised = RaisedAction.objects.create(**_place(side, things.held_item, 5), action=things.action)


def keep_text(decision):
    words = {name: getattr(decision, name) for name in ["text", "reason", "options", "dissent"]}
    decision.texts.create(edition=1, by=decision.recorded_by, **words)


def make_roll(side, meeting):
    """With a quorum."""
    for name in ["chair", "secretary", "planner", "adviser"]:
        on_the_roll(side, meeting, name)


def on_the_roll(side, meeting, name):
    seat = side.seats[name]
    return Attendance.objects.create(
        group=side.group,
        meeting=meeting,
        seat=seat,
        person=seat.user,
        came=Attendance.Came.HERE,
        on_roll=True,
        name=seat.name,
        organisation=seat.organisation.name,
        organisation_kind=seat.organisation.kind,
        role=seat.role,
        areas=["planning"] if name == "planner" else [],
    )


def _place(side, item, position):
    return {"group": side.group, "minutes": side.things.minutes, "item": item, "position": position}


def make_entry(side, item, position, text, **fields):
    entry = MinuteEntry.objects.create(**_place(side, item, position), text=f"{side.word} {text}", edition=1, **fields)
    entry.texts.create(edition=1, text=entry.text, by=side.people["secretary"])
    return entry


def _name(side, entry, namer, *readers):
    assign_perm("meetings.view_minuteentry", side.people[namer], entry)
    for name in readers:
        grant = assign_perm("meetings.view_minuteentry", side.people[name], entry)
        EntryReader.objects.filter(pk=grant.pk).update(granted_by=side.people[namer], reason="need to know")


def make_action(side, number, owner, text, **fields):
    due_on = timezone.localdate() + timedelta(days=20)
    action = Action.objects.create(
        **{
            "group": side.group,
            "number": number,
            "owner": side.seats[owner],
            "text": f"{side.word} {text}",
            "edition": 1,
            "due_on": due_on,
            "baseline_on": due_on,
            "origin": Action.Origin.MEETING,
            "raised_by": side.people["secretary"],
            **fields,
        }
    )
    action.texts.create(edition=1, text=action.text, by=side.people["secretary"])
    return action
