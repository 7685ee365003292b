"""Who comes, and from the opening who is in the room: each change keeps the roll and the times in the room together."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from audit.services import record
from groups.models import Organisation
from meetings.models import AgendaItem, Attendance, Minutes, Nomination, Stay

Came, Answer = Attendance.Came, Attendance.Answer
IN_A_SEAT = [Came.HERE, Came.ONLINE, Came.DEPUTY]
ROLL_CALL = 2  # items: whoever is marked during these was there from the start
NO_DEPUTY = "{name} has no deputy. Say who comes in their place under “Somebody else comes in a seat”"
NOT_IN_THE_ROOM = "{name} is not in the room. Mark them as here first"
GONE_OUT = "The minutes have gone out meanwhile: their roll is corrected no more"
OF_A_SITTER = ["person", "name", "organisation", "organisation_kind", "empowered"]
IN_THE_ROOM = "{name} is in the room already"


@dataclass(frozen=True)
class NamedDeputy:
    """Who comes in a member's place and is named on the spot: a name on the roll, which opens nothing."""

    name: str
    organisation: Organisation
    empowered: bool
    user: None = None


@transaction.atomic
def answer_attendance(*, meeting, seat, answer, deputyship, by):
    """Before the meeting: coming, sending this deputy, or apologies. Whoever was nominated for it is sent no more."""
    end_nominations(meeting, seat)
    attendance, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        seat=seat,
        defaults={
            "group": meeting.group,
            "answer": answer,
            "person": deputyship.user if answer == Answer.DEPUTY else seat.user,
            "deputy_name": deputyship.name if answer == Answer.DEPUTY else "",
        },
    )
    record(by=by, verb="attendance answered", target=attendance)


def end_nominations(meeting, seat):
    Nomination.objects.filter(meeting=meeting, seat=seat).active().update(ends_at=Now())


# In the meeting -------------------------------------------------------------------------------------------------------


@transaction.atomic
def mark_attendance(*, attendance, came, deputyship=None, by):
    """Who sits in this seat from now on, or that nobody does and did. `deputyship`: a Deputyship, a Nomination or a
    NamedDeputy. Raises ValidationError when nobody, or somebody twice, would sit there.
    """
    attendance = locked(attendance)
    attendance.came = came
    _seat_person(attendance, deputyship)
    _refuse_twice(attendance)
    attendance.save(update_fields=["came", "person", "deputy_name"])
    if attendance.is_represented:
        _sit_down(attendance, _sitter(attendance, deputyship))
    else:
        attendance.stays.all().delete()  # "apologies" says that they were not there at all
    record(by=by, verb="attendance recorded", target=attendance)


@transaction.atomic
def mark_who_said_so(*, meeting, by):
    """All who had answered that they would come are here, but for whom somebody has marked by now."""
    waiting = meeting.roll.select_for_update(of=["self"]).filter(on_roll=True, came=Came.NOT_HERE, answer=Answer.COMING)
    elsewhere = meeting.roll.filter(came__in=IN_A_SEAT).exclude(person=None).values("person")
    lines = list(waiting.exclude(seat__user__in=elsewhere).select_related("seat__user"))
    item = item_for_the_roll(meeting)
    began_at = timezone.now() if item else meeting.opened_at
    for line in lines:
        line.came, line.person, line.deputy_name = Came.HERE, line.seat.user, ""
    Attendance.objects.bulk_update(lines, ["came", "person", "deputy_name"])
    Stay.objects.bulk_create(
        [_beginning(line, item, began_at, came=Came.HERE, **_sitter(line, None)) for line in lines]
    )
    if lines:
        record(by=by, verb="attendance recorded", target=meeting, lines=[line.public_id for line in lines])


def locked(attendance):
    lines = Attendance.objects.select_for_update(of=["self"])
    return lines.select_related("seat__user", "group__lead_authority", "meeting").get(pk=attendance.pk)


def _seat_person(attendance, deputyship):
    attendance.deputy_name = ""
    attendance.person = attendance.seat.user
    if attendance.came == Came.DEPUTY:
        if deputyship is None:
            raise ValidationError(NO_DEPUTY.format(name=attendance.name))
        attendance.person, attendance.deputy_name = deputyship.user, deputyship.name


def _refuse_twice(attendance):
    elsewhere = Attendance.objects.exclude(pk=attendance.pk).filter(
        meeting=attendance.meeting, person=attendance.person, came__in=IN_A_SEAT
    )
    if attendance.is_represented and attendance.person and elsewhere.exists():
        name = attendance.deputy_name or attendance.name
        raise ValidationError(f"{name} is already marked as attending in another seat.")


def _sitter(line, deputyship):
    """Who sits there, as a time in the room keeps it."""
    if line.came != Came.DEPUTY:
        of_seat = {"organisation": line.organisation, "organisation_kind": line.organisation_kind}
        return {"person": line.person, "name": line.name, **of_seat, "empowered": True}
    organisation = deputyship.organisation
    return {
        "person": deputyship.user,
        "name": deputyship.name,
        "organisation": organisation.name,
        "organisation_kind": organisation.kind,
        "empowered": deputyship.empowered,
    }


def _sit_down(line, sitter):
    """A mark puts right one that was made during the same item; another sitter takes over from the one before."""
    item = item_for_the_roll(line.meeting)
    now = line.stays.filter(ended_at=None).first()
    if now and (now.name, now.person_id) == (sitter["name"], getattr(sitter["person"], "pk", None)):
        Stay.objects.filter(pk=now.pk).update(came=line.came)
        return
    began_at = line.meeting.opened_at if item is None else timezone.now()
    if now and now.from_item == item:
        began_at = now.began_at
        now.delete()
    elif now:
        _end(now, began_at, line.meeting.current_item)
    _begin(line, item, began_at, came=line.came, **sitter)


def _begin(line, item, began_at, **sitter):
    """Who has accepted the handling statement at this meeting need not do it again on coming back."""
    before = line.stays.filter(name=sitter["name"], person=sitter["person"]).exclude(accepted_at=None).first()
    accepted = {"accepted_at": before.accepted_at, "accepted_by": before.accepted_by} if before else {}
    _beginning(line, item, began_at, **sitter, **accepted).save()


def _beginning(line, item, began_at, **sitter):
    whose = {"group_id": line.group_id, "meeting_id": line.meeting_id, "line": line}
    return Stay(**whose, from_item=item, began_at=began_at, **sitter)


def _end(stay, ended_at, item, comes_back=False):
    Stay.objects.filter(pk=stay.pk).update(ended_at=ended_at, until_item=item, comes_back=comes_back)


def item_for_the_roll(meeting):
    """The item from which whoever is marked now is there; None while the roll is called: from the start."""
    left = meeting.items.exclude(state=AgendaItem.State.WAITING).count()
    return (meeting.current_item or meeting.items.last()) if left >= ROLL_CALL else None


@transaction.atomic
def leave_room(*, attendance, for_item_only=False, by):
    """During the current item; `for_item_only`: they come back with the next one. Raises ValidationError."""
    line = locked(attendance)
    stay = line.stays.filter(ended_at=None).first()
    if stay is None:
        raise ValidationError(NOT_IN_THE_ROOM.format(name=line.name))
    _end(stay, timezone.now(), line.meeting.current_item, comes_back=for_item_only)
    record(by=by, verb="attendance recorded", target=line, left=True)


@transaction.atomic
def send_out(*, meeting, lines, by):
    """All of these are out for the current item, which is not for them; they come back with the next one."""
    stays = Stay.objects.filter(line__in=lines, ended_at=None)
    if stays.update(ended_at=timezone.now(), until_item=meeting.current_item, comes_back=True):
        out = [line.public_id for line in lines]
        record(by=by, verb="attendance recorded", target=meeting, lines=out, left=True)


@transaction.atomic
def return_to_room(*, attendance, by):
    """Whoever left last comes back at the current item. Raises ValidationError."""
    line = locked(attendance)
    _bring_back(line, line.meeting.current_item, timezone.now())
    record(by=by, verb="attendance recorded", target=line, back=True)


def _bring_back(line, item, at):
    last = line.stays.last()
    if last is None or last.ended_at is None:
        raise ValidationError(IN_THE_ROOM.format(name=line.name) if last else NOT_IN_THE_ROOM.format(name=line.name))
    _begin(line, item, at, came=last.came, **{name: getattr(last, name) for name in OF_A_SITTER})


@transaction.atomic
def undo_leaving(*, attendance, by):
    """They did not leave after all. Raises ValidationError."""
    line = locked(attendance)
    last = line.stays.last()
    if last is None or last.ended_at is None:
        raise ValidationError(IN_THE_ROOM.format(name=line.name))
    _end(last, None, None)
    record(by=by, verb="attendance recorded", target=line, left=False)


@transaction.atomic
def set_arrival(*, attendance, late, by):
    """That the first to sit there came at the current item, or was there from the start. Raises ValidationError."""
    line = locked(attendance)
    first = line.stays.first()
    if first is None:
        raise ValidationError(NOT_IN_THE_ROOM.format(name=line.name))
    item, at = (line.meeting.current_item, timezone.now()) if late else (None, line.meeting.opened_at)
    if first.ended_at and first.ended_at < at:
        raise ValidationError(f"{first.name} was here before this item")
    Stay.objects.filter(pk=first.pk).update(from_item=item, began_at=at)
    record(by=by, verb="attendance recorded", target=line, late=late)


@transaction.atomic
def correct_attendance(*, attendance, came, times, by):
    """Put right how somebody came and when they were in the room, until the minutes go out. `times`: of each the item
    and moment of coming and of going, as keywords of a Stay. Raises ValidationError.
    """
    if Minutes.objects.select_for_update().get(meeting=attendance.meeting_id).is_out:
        raise ValidationError(GONE_OUT)
    line = locked(attendance)
    last = line.stays.last()
    line.came = came
    if came == Came.DEPUTY:
        sitter = {name: getattr(last, name) for name in OF_A_SITTER}
    else:
        _seat_person(line, None)
        sitter = _sitter(line, None)
    _refuse_twice(line)
    line.save(update_fields=["came", "person", "deputy_name"])
    _rewrite(line, sitter, last, times if line.is_represented else [])
    record(by=by, verb="attendance corrected", target=line)


def _rewrite(line, sitter, last, times):
    """Whoever sat there before somebody took over stays on the roll."""
    accepted = line.stays.filter(name=sitter["name"]).exclude(accepted_at=None).first()
    took_over = times and last and last.name == sitter["name"]
    (line.stays.filter(name=sitter["name"]) if took_over else line.stays.all()).delete()
    for time in times:
        _begin(line, time["from_item"], time["began_at"], came=line.came, **sitter)
        added = line.stays.filter(ended_at=None)
        if accepted:
            added.update(accepted_at=accepted.accepted_at, accepted_by=accepted.accepted_by)
        if time["ended_at"]:
            added.update(ended_at=time["ended_at"], until_item=time["until_item"])


def follow_item(meeting, left, item):
    """The meeting goes on: who was out for the item it left is back; who leaves for an interest in `item` goes out."""
    if item is None or left == item.pk:
        return
    at = timezone.now()
    for line in _lines(meeting, stays__until_item=left, stays__comes_back=True):
        last = line.stays.last()
        if last.comes_back and last.until_item_id == left:
            _bring_back(line, item, at)
    for line in _lines(meeting, declarations__item=item, declarations__done="left"):
        step_out(line, item, at)


def step_out(line, item, at):
    """For this item alone."""
    if stay := line.stays.filter(ended_at=None).first():
        _end(stay, at, item, comes_back=True)


def _lines(meeting, **which):
    return meeting.roll.filter(**which).select_related("group", "meeting").distinct()
