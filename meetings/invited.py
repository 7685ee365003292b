"""Whoever comes for one meeting or one item alone: nominated deputies and guests."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from groups.access import hats_of
from groups.models import PAPG
from groups.roles import Permission
from lib.built_once import built_once
from meetings.models import Meeting, Nomination, guests, invited_guests
from meetings.services.guests import invited_rows


def with_nominations(roll):
    """Each line of a roll with `nomination`: the deputy for this meeting alone, if one stands in."""
    sent = Nomination.objects.active().filter(meeting=OuterRef("meeting"), seat=OuterRef("seat"))
    about = JSONObject(public_id="public_id", name="name", organisation="organisation__name", confirmed="confirmed_at")
    return roll.annotate(nomination=Subquery(sent.values(json=about)[:1]))


def about_item(item, may):
    """Its guests, for whoever may invite some; with `has_agreed` where a second person had to."""
    if Permission.INVITE_GUEST not in may:
        return {"guests": []}
    return {"guests": list(invited_rows(item).select_related("organisation", "user").order_by("name"))}


@dataclass(frozen=True)
class Invitation:
    """What somebody was asked to who need not sit in the group: a meeting, or one item of it."""

    group: PAPG
    meeting: Meeting
    says: str
    address: str
    thing: str
    owes_undertaking: bool

    @property
    def day(self) -> datetime:
        return self.meeting.starts_at


def invitations_of(user):
    return sorted([*_nominations(user), *_items(user)], key=lambda invitation: invitation.day)


def _nominations(user):
    undertaken = {hat.meeting_id: hat.undertaken for hat in hats_of(user, at_meetings=True) if hat.meeting_id}
    if not undertaken:
        return
    sent = Nomination.objects.active().filter(user=user).select_related("meeting", "group", "seat")
    for nomination in sent:
        says = f"You stand in for {nomination.seat.name}"
        owes = not undertaken.get(nomination.meeting_id, True)
        yield Invitation(
            nomination.group, nomination.meeting, says, "meetings:meeting_detail", nomination.meeting.public_id, owes
        )


@built_once
def _rows_of_guest(person):
    return invited_guests().filter(user=person).select_related("content_object__meeting", "content_object__group")


def _items(user):
    rows = _rows_of_guest(user.pk)
    open_now = set(guests().filter(user=user).values_list("pk", flat=True)) if rows else set()
    for row in rows:
        item = row.content_object
        yield Invitation(
            item.group,
            item.meeting,
            f"You are a guest on item {item.number}",
            "meetings:item_detail",
            item.public_id,
            row.pk not in open_now,
        )
