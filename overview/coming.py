"""Meetings that are not finished with: to come, open, or held with minutes not yet approved."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, Now

from groups.access import hats_of
from groups.built_for_readers import built_once_for_readers
from groups.roles import Permission
from meetings.agenda import FILED
from meetings.models import AgendaItem, Attendance, Contribution, Correction, Meeting, Minutes

State, Answer = Meeting.State, Attendance.Answer
WITHHELD = "withheld"
NOT_FILED = ["", Contribution.State.WRITING]


@dataclass(frozen=True)
class ItemInHand:
    """An item that somebody owns, and how far its owner's update is, as far as the reader may know."""

    public_id: str
    number: int
    title: str
    marking: str
    owner_id: int
    update: str

    @property
    def is_sensitive(self):
        return AgendaItem(marking=self.marking).is_sensitive

    @property
    def is_filed(self):
        return self.update not in NOT_FILED


def meetings_in_hand(user, *groups):
    """One query: the meetings with their minutes, the answers to them, and the items that this reader may read.

    `groups`: their keys.
    """
    return [_in_hand(meeting) for meeting in _meetings(user, *groups)]


@built_once_for_readers
def _meetings(user, *groups):
    own = [hat.seat_id for hat in hats_of(user) if hat.seat_id and not hat.stands_in]
    answers = Attendance.objects.filter(meeting=OuterRef("pk"), seat__in=own).exclude(answer=Answer.NONE)
    return (
        Meeting.objects.filter(group__in=groups)
        .filter(
            Q(state=State.OPEN)
            | Q(state=State.PLANNED, starts_at__gt=Now())
            | (Q(state=State.HELD) & ~Q(record__state=Minutes.State.APPROVED))
        )
        .select_related("record")
        .annotate(is_answered=Exists(answers), answers=_answers(), owned_items=_owned_items(user))
        .annotate(has_correction=_has_correction(user))
        .order_by("starts_at")
    )


def _owned_items(user):
    """Of what a reader may not read, only that it is filed: the agenda says as much."""
    updates = Contribution.objects.filter(item=OuterRef("pk"), seat=OuterRef("owner"))
    items = AgendaItem.objects.visible_to(user).filter(meeting=OuterRef("pk"), owner__isnull=False)
    fields = {name: name for name in ["public_id", "number", "title", "marking", "owner_id"]}
    is_filed = Case(When(Exists(updates.filter(state__in=FILED)), then=Value(WITHHELD)), default=Value(""))
    update = Coalesce(Subquery(updates.visible_to(user).values("state")[:1]), is_filed)
    return ArraySubquery(items.order_by("number").values(json=JSONObject(**fields, update=update)))


def _has_correction(user):
    """Whether one waits that this reader may answer; asked for those alone who may answer any."""
    if not any(Permission.EDIT_MINUTES in hat.permissions for hat in hats_of(user)):
        return Value(False)
    return Exists(Correction.objects.open().visible_to(user).filter(minutes=OuterRef("record")))


def _answers():
    return ArraySubquery(Attendance.objects.filter(meeting=OuterRef("pk")).exclude(answer="").values("answer"))


def _in_hand(meeting):
    meeting.items_in_hand = [ItemInHand(**item) for item in meeting.owned_items]
    meeting.is_planned = meeting.state == State.PLANNED
    return meeting


def next_of(meetings):
    """The one that is open, else the first to come."""
    return next((meeting for meeting in meetings if meeting.state != State.HELD), None)


def tally_of(meeting):
    """Updates that the reader may read, updates still owed, and answers of members, counted."""
    updates = [item.update for item in meeting.items_in_hand]
    return {
        "filed": updates.count(Contribution.State.FILED),
        "nothing": updates.count(Contribution.State.NOTHING),
        "owed": sum(update in NOT_FILED for update in updates),
        "coming": meeting.answers.count(Answer.COMING),
        "deputies": meeting.answers.count(Answer.DEPUTY),
        "apologies": meeting.answers.count(Answer.APOLOGIES),
    }
