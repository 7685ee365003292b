"""Who has read minutes since they went round, from the audit trail, and what of them is whose."""

from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.models import Entry
from groups.access import hats_of
from groups.roles import Permission
from lib.built_once import built_once
from meetings.record import KINDS
from meetings.room import on_roll_with_stays


@built_once
def roll_with_readings(meeting):
    """The roll, with `read_at`, when the member of a line first read the minutes since they went round."""
    since = Coalesce(OuterRef("meeting__record__circulated_at"), OuterRef("meeting__starts_at"))
    readings = Entry.objects.readings().filter(target=OuterRef("meeting__record__public_id"), at__gte=since)
    first = readings.filter(actor=OuterRef("seat__user__public_id")).order_by("at").values("at")[:1]
    read_at = Subquery(first, output_field=DateTimeField())
    return on_roll_with_stays(meeting).annotate(read_at=read_at, reader=F("seat__user"))


def read_by(minutes, roll, user, may):
    """Of the members on the roll, how many have read; who, for whoever may see it.

    Whoever asks is reading them now, which is recorded after this.
    """
    if not minutes.is_out:
        return {}
    for line in roll:
        if line.reader == user.pk:
            line.read_at = line.read_at or timezone.now()
    have = [line for line in roll if line.read_at]
    return {
        "read_count": len(have),
        "read_bar": [True] * len(have) + [False] * (len(roll) - len(have)),
        "read_at": next((line.read_at for line in have if line.reader == user.pk), None),
        "readers": sorted(roll, key=_late_or_never) if Permission.VIEW_READERS in may else [],
    }


def _late_or_never(line):
    return (line.read_at is None, line.read_at and line.read_at.timestamp(), line.name)


def reads_as(minutes, user):
    """Who this person is to these minutes: [(role or "deputy", organisation)]."""
    hats = [hat for hat in hats_of(user, at_meetings=True) if hat.group_id == minutes.group_id]
    hats = [hat for hat in hats if hat.meeting_id in (None, minutes.meeting_id)]
    return [("deputy" if hat.stands_in else hat.role.label.lower(), hat.organisation) for hat in hats]


def yours(sections, on_roll, user, may):
    """What waits for this reader: their actions out of this meeting, and corrections that they may answer."""
    seats = {hat.seat_id for hat in hats_of(user) if hat.seat_id}
    readable = [paragraph for section in sections for paragraph in section.paragraphs if paragraph.thing]
    for paragraph in readable:
        paragraph.is_yours = paragraph.kind == "action" and paragraph.thing.action.owner_id in seats
    answers = Permission.EDIT_MINUTES in may
    return {
        "readable": [paragraph for paragraph in readable if paragraph.kind in KINDS],
        "yours": [paragraph for paragraph in readable if paragraph.is_yours],
        "to_answer": [paragraph for paragraph in readable if answers and _wait(paragraph.remarks)],
        "roll_to_answer": answers and _wait(on_roll),
    }


def _wait(remarks):
    return any(remark.waits for remark in remarks)
