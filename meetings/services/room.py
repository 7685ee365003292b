"""What else belongs to the roll: the handling statement and who accepted it, guests on an item, interests declared."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.services import record
from groups.models import Undertaking
from meetings.models import Declaration, GuestLine, Meeting, Stay, invited_guests
from meetings.services.attendance import NOT_IN_THE_ROOM, locked, step_out

WITH_UNDERTAKING = (
    "The group’s handling undertaking, text {number}, holds for everybody who is present, guests included."
)
WITHOUT_UNDERTAKING = "This holds for all who are present, guests included."
NOBODY_WAITS = "Everybody in the room has accepted the handling statement already"


def statement_for(rules):
    """The handling statement, as a meeting copies it when it opens."""
    numbers = Undertaking.objects.filter(group=rules.group_id).order_by("-number").values_list("number", flat=True)
    number = numbers.first()
    rule = WITH_UNDERTAKING.format(number=number) if number else WITHOUT_UNDERTAKING
    return f"{rules.statement_in_force}\n\n{rule}"


@transaction.atomic
def accept_statement(*, meeting, by):
    """The chair says that everybody in the room accepts it. Raises ValidationError."""
    waiting = Stay.objects.filter(meeting=meeting, ended_at=None, accepted_at=None)
    if not waiting.update(accepted_at=timezone.now(), accepted_by=by):
        raise ValidationError(NOBODY_WAITS)
    record(by=by, verb="handling statement accepted", target=meeting)


@transaction.atomic
def accept_statement_for_one(*, attendance, by):
    """Of whoever sits in this seat: they themselves, or who runs the meeting for them. Raises ValidationError."""
    line = locked(attendance)
    if not line.stays.filter(ended_at=None).exists():
        raise ValidationError(NOT_IN_THE_ROOM.format(name=line.name))
    waiting = line.stays.filter(ended_at=None, accepted_at=None)
    if waiting.update(accepted_at=timezone.now(), accepted_by=by):
        record(by=by, verb="handling statement accepted", target=line)


@transaction.atomic
def ask_each_to_confirm(*, meeting, by):
    """Everybody accepts the handling statement in their own name, whatever the chair said for them before."""
    Meeting.objects.filter(pk=meeting.pk).update(each_confirms=True)
    by_others = Stay.objects.filter(meeting=meeting, ended_at=None).exclude(person=F("accepted_by"))
    by_others.update(accepted_at=None, accepted_by=None)
    record(by=by, verb="everybody asked to accept the handling statement", target=meeting)


@transaction.atomic
def declare_interest(*, item, attendance, interest, done, by):
    """In this item, by whoever sits in the seat. Who leaves for it is out while it is the current one."""
    line = locked(attendance)
    stay = line.stays.filter(ended_at=None).first()
    declaration = Declaration.objects.create(
        group=line.group,
        meeting=line.meeting,
        item=item,
        line=line,
        name=stay.name if stay else line.name,
        interest=interest,
        done=done,
        recorded_by=by,
    )
    if done == Declaration.Done.LEFT and line.meeting.current_item_id == item.pk:
        step_out(line, item, timezone.now())
    record(by=by, verb="interest declared", target=declaration)
    return declaration


# Guests ---------------------------------------------------------------------------------------------------------------


def expect_guests(meeting):
    """Those who were invited to an item stand on the roll when the meeting opens."""
    for invited in invited_guests().filter(content_object__meeting=meeting).select_related("organisation"):
        expect_guest(meeting, invited)


def expect_guest(meeting, invited):
    GuestLine.objects.get_or_create(
        item_id=invited.content_object_id,
        person_id=invited.user_id,
        defaults={
            "group_id": meeting.group_id,
            "meeting": meeting,
            "name": invited.name,
            "organisation": invited.organisation.name,
            "reason": invited.reason,
        },
    )


@transaction.atomic
def add_guest(*, item, name, organisation, reason, online, has_accepted, by):
    """Somebody comes for this item whom nobody had invited. It opens nothing to them."""
    guest = GuestLine.objects.create(
        group=item.group,
        meeting=item.meeting,
        item=item,
        name=name,
        organisation=organisation,
        reason=reason,
        came=GuestLine.Came.ONLINE if online else GuestLine.Came.HERE,
        has_accepted=has_accepted,
    )
    record(by=by, verb="guest came", target=guest, item=item.public_id)
    return guest


@transaction.atomic
def mark_guest(*, guest, came, by):
    """Here, online, or only expected; who came has accepted the handling statement."""
    guest.came, guest.has_accepted = came, came != GuestLine.Came.EXPECTED
    guest.save(update_fields=["came", "has_accepted"])
    record(by=by, verb="guest came", target=guest, item=guest.item.public_id)


# In the hash of the minutes -------------------------------------------------------------------------------------------


def said_in_the_room(meeting):
    """The roll's part of what approval makes final; each part is empty where there is none of it."""
    stays = meeting.stays.order_by("pk").values_list(
        "line__public_id",
        "came",
        "name",
        "organisation",
        "empowered",
        "began_at",
        "from_item__number",
        "ended_at",
        "until_item__number",
        "comes_back",
        "accepted_at",
    )
    guests = meeting.guests_on_roll.order_by("pk")
    declarations = meeting.declarations.order_by("pk")
    return {
        "statement": [meeting.statement, meeting.each_confirms] if meeting.statement else [],
        "stays": [[_written(value) for value in stay] for stay in stays],
        "guests": list(guests.values_list("item__number", "name", "organisation", "reason", "came", "has_accepted")),
        "declarations": list(declarations.values_list("item__number", "line__public_id", "name", "interest", "done")),
    }


def _written(value):
    return value.isoformat() if isinstance(value, datetime) else value
