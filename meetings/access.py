"""Give me the meeting, item, minutes or entry, or say that there is none, or that it is not for me."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from groups.access import MORE_HATS, MORE_PLACES, access_through_group, allowed, hats_of, permissions_of, stood_in
from groups.built_for_readers import built_once_for_readers
from groups.models import Membership
from groups.roles import Permission
from groups.sensitivity import Withheld, access_sensitive, knows_of, reading_hats
from groups.services.memberships import MORE_STAND_INS
from lib.built_once import built_once
from meetings.agenda import filed_for_it
from meetings.models import (
    AgendaItem,
    Attendance,
    Contribution,
    Correction,
    Decision,
    DecisionStanding,
    Escalation,
    Meeting,
    MinuteEntry,
    Minutes,
    Nomination,
    OpenSummary,
    RaisedAction,
    invited_guests,
)
from meetings.models.standing import ENDS
from meetings.models.summary import newest_first
from meetings.record import actions_seen_by, numbered_paragraph
from meetings.room import is_quorate


def register():
    MORE_HATS.append(_nominations)
    MORE_PLACES.append(has_place)
    MORE_STAND_INS.append(nominated_for)


def nominated_for(seat):
    return seat.nominations.active()


def has_place(user, group):
    """Whether this person was nominated for a meeting of the group or invited to an item: a place without a seat."""
    sent = any(hat.group_id == group.pk for hat in hats_of(user, at_meetings=True) if hat.meeting_id)
    return sent or invited_guests().filter(user=user, content_object__group=group).exists()


def _nominations(whose):
    return stood_in(Nomination.objects.active().filter(whose), "seat", F("meeting_id"))


def access_meeting(user, public_id, permission=Permission.VIEW_GROUP):
    meeting = next(iter(_meetings(public_id)), None)
    may = permissions_at(user, meeting.group, meeting.pk) if meeting else set()
    return allowed(meeting, may, permission)


@built_once
def _meetings(public_id):
    proposed = Decision.objects.filter(group=OuterRef("group"), standing=Decision.Standing.PROPOSED)
    meetings = Meeting.objects.select_related("group__lead_authority", "current_item", "record")
    return meetings.annotate(decisions_were_proposed=Exists(proposed)).filter(public_id=public_id)


def permissions_at(user, group, meeting_key):
    """What this person may do at this meeting now: by what they are in the group, or were nominated for it."""
    sent = [hat.permissions for hat in hats_of(user, at_meetings=True) if hat.meeting_id == meeting_key]
    return permissions_of(user, group).union(*sent)


def access_own_line(user, public_id):
    """A meeting that is open, and the line of its roll in which this person sits now, as its time in the room."""
    meeting, _may = access_meeting(user, public_id)
    stays = meeting.stays.filter(person=user, ended_at=None, meeting__state=Meeting.State.OPEN)
    stay = stays.select_related("line__group__lead_authority", "line__meeting").first()
    if stay is None:
        raise PermissionDenied
    return stay.line


def access_line_to_correct(user, public_id):
    """A line of the roll that can still be put right: by who runs the meeting, later by who writes its minutes."""
    lines = Attendance.objects.select_related("group__lead_authority", "meeting__record", "seat")
    line = lines.filter(public_id=public_id, on_roll=True).first()
    may = permissions_at(user, line.group, line.meeting_id) if line else set()
    is_open = line is not None and line.meeting.state == Meeting.State.OPEN
    line, may = allowed(line, may, Permission.RECORD_ATTENDANCE if is_open else Permission.EDIT_MINUTES)
    if line.meeting.record.is_out:
        raise PermissionDenied
    return line, may


def access_own_seat(user, group):
    """The seat in which this person answers for a meeting of the group: their own before one they stand in."""
    seats = list(Membership.objects.held_by(user).filter(group=group).select_related("user", "group__lead_authority"))
    if not seats:
        raise PermissionDenied
    return next((seat for seat in seats if seat.user_id == user.pk), seats[0])


def access_seat_to_nominate_for(user, public_id):
    """A meeting that is not over, and one's own seat in it, for which one may send somebody else."""
    meeting, may = access_meeting(user, public_id)
    own = [hat.seat_id for hat in hats_of(user) if not hat.stands_in and Permission.NOMINATE_DEPUTY in hat.permissions]
    seats = Membership.objects.select_related("user", "group__lead_authority", "organisation")
    seat = seats.filter(group=meeting.group, pk__in=own).first()
    if seat is None or meeting.state == Meeting.State.HELD:
        raise PermissionDenied
    return meeting, seat, may


def access_nomination(user, public_id, permission=Permission.CONFIRM_MEMBERS):
    return access_through_group(user, Nomination.objects.active().with_people().filter(public_id=public_id), permission)


def access_item(user, public_id, permission=Permission.VIEW_GROUP):
    return access_sensitive(user, _item, AgendaItem, public_id, permission)


@built_once_for_readers
def _item(reader, public_id):
    items = AgendaItem.objects.visible_to(reader).filter(public_id=public_id)
    return items.select_related("group__lead_authority", "owner", "meeting__record")


def access_item_to_read(user, public_id):
    """With the keys of what was `filed` for it, and its place `before` and `after` where it was carried from or to, if
    this reader may read it there.
    """
    return access_sensitive(user, _item_to_read, AgendaItem, public_id)


@built_once_for_readers
def _item_to_read(reader, public_id):
    others = AgendaItem.objects.visible_to(reader).order_by()
    place = JSONObject(public_id="public_id", number="number", meeting="meeting__number")
    return _item.__wrapped__(reader, public_id).annotate(
        filed=filed_for_it(),
        before=Subquery(others.filter(pk=OuterRef("carried_from")).values(json=place)),
        after=Subquery(others.filter(carried_from=OuterRef("pk")).values(json=place)),
    )


def access_contribution(user, item_public_id):
    """The item that this person's seat owns, that seat, and its contribution if there is one yet."""
    item, may = access_item(user, item_public_id)
    if not writes_for_owner(user, item):
        raise PermissionDenied
    if item.meeting.state == Meeting.State.HELD:
        raise Http404
    contributions = Contribution.objects.filter(item=item, seat=item.owner_id)
    contribution = contributions.visible_to(user).first()
    if contribution is None and contributions.exists():
        raise Withheld
    return item, Membership.objects.get(pk=item.owner_id), contribution, may


def writes_for_owner(user, item):
    """Whether one hat of this person sits in the seat that owns the item, reads it, and may write for it."""
    return any(
        hat.seat_id == item.owner_id and Permission.FILE_CONTRIBUTION in hat.permissions
        for hat in reading_hats(user, item)
    )


def access_minutes(user, public_id, permission=Permission.VIEW_GROUP):
    """Minutes that are out, or, before that, for those who write and check them."""
    minutes = next(iter(_records(public_id)), None)
    may = permissions_at(user, minutes.group, minutes.meeting_id) if minutes else set()
    minutes, may = allowed(minutes, may, permission)
    if not may_open_minutes(minutes, may):
        raise PermissionDenied
    return minutes, may


@built_once
def _records(public_id):
    records = Minutes.objects.select_related("group__lead_authority", "meeting", "upward_report").with_approval()
    changed_here = DecisionStanding.objects.changed_at(OuterRef("pk"))
    places = changed_here.values(json=JSONObject(pk="pk", number="decision__number"))
    came_back = AgendaItem.objects.filter(carried_from__meeting=OuterRef("meeting")).order_by()
    summaries = newest_first(OpenSummary.objects.filter(minutes=OuterRef("pk")))
    records = records.defer("upward_report__text").filter(public_id=public_id)
    return records.annotate(
        changed_places=ArraySubquery(places),
        summary_states=ArraySubquery(summaries.values("state")),
        carries_items=Exists(came_back),
    )


def may_open_minutes(minutes, may):
    if minutes.is_out:
        return True
    admitted = {Permission.EDIT_MINUTES}
    if minutes.state == Minutes.State.AT_CHAIR:
        admitted.add(Permission.APPROVE_MINUTES)
    if minutes.meeting.state == Meeting.State.OPEN:
        admitted.add(Permission.RUN_MEETING)
    return bool(admitted & may)


def access_entry(user, public_id, permission=Permission.EDIT_MINUTES):
    return access_sensitive(user, _entry, MinuteEntry, public_id, permission)


@built_once_for_readers
def _entry(reader, public_id):
    return _with_place(MinuteEntry.objects.visible_to(reader).filter(public_id=public_id))


def _with_place(paragraphs):
    return paragraphs.select_related("group__lead_authority", "minutes__meeting", "item__meeting")


def access_decision(user, public_id, permission=Permission.VIEW_GROUP):
    return access_sensitive(user, _decision, Decision, public_id, permission)


@built_once_for_readers
def _decision(reader, public_id):
    return _with_place(Decision.objects.visible_to(reader).filter(public_id=public_id))


def access_filed_contribution(user, public_id, permission=Permission.VIEW_GROUP):
    """A contribution by its own address, as those see it who answer for the record."""
    return access_sensitive(user, _contribution, Contribution, public_id, permission)


@built_once_for_readers
def _contribution(reader, public_id):
    contributions = Contribution.objects.visible_to(reader).filter(public_id=public_id)
    return contributions.select_related("group__lead_authority", "item__meeting")


def access_editable_entry(user, public_id, permission=Permission.EDIT_MINUTES):
    """An entry whose words may still change."""
    entry, may = access_entry(user, public_id, permission)
    if entry.minutes.is_out:
        raise PermissionDenied
    return entry, may


def access_editable_decision(user, public_id):
    """A decision whose words may still change."""
    decision, may = access_decision(user, public_id, Permission.EDIT_MINUTES)
    if decision.minutes.is_out:
        raise PermissionDenied
    return decision, may


def access_raised_action(user, public_id):
    """The line of an action in a record that may still change, for those who read the action too."""
    raised, may = access_sensitive(user, _raised, RaisedAction, public_id, Permission.EDIT_MINUTES)
    if raised.minutes.is_out:
        raise PermissionDenied
    return raised, may


@built_once_for_readers
def _raised(reader, public_id):
    lines = RaisedAction.objects.visible_to(reader).filter(public_id=public_id, action__in=actions_seen_by(reader))
    return lines.select_related("group__lead_authority", "minutes__meeting", "item", "action")


def access_escalation(user, public_id, permission=Permission.VIEW_GROUP):
    """Raises Withheld for whoever is in the group and not among those between whom it went."""
    escalations = Escalation.objects.with_answers().select_related("group__lead_authority")
    escalation = escalations.visible_to(user).filter(public_id=public_id).first()
    if escalation:
        return allowed(escalation, permissions_at(user, escalation.group, escalation.minutes.meeting_id), permission)
    place = Escalation.objects.filter(public_id=public_id).values_list("group_id", "minutes__meeting_id").first()
    if place is None or not knows_of(user, *place):
        raise Http404
    raise Withheld


def access_item_to_minute(user, public_id):
    """An item with the record to which an entry can still be added under it."""
    item, may = access_item(user, public_id, Permission.EDIT_MINUTES)
    minutes = Minutes.objects.filter(meeting=item.meeting_id).first()
    if minutes is None or minutes.is_out:
        raise PermissionDenied
    return item, minutes, may


def open_meeting_of(group):
    return Meeting.objects.filter(group=group, state=Meeting.State.OPEN).order_by("-opened_at").first()


def access_decision_to_confirm(user, public_id):
    """A decision, and the meeting of its group that is open now, if there is one."""
    decision, may = access_decision(user, public_id, Permission.RUN_MEETING)
    return decision, open_meeting_of(decision.group), may


def access_decision_to_change(user, public_id):
    """A decision that still stands, and the meeting that changes that; None: its chair does, between meetings."""
    decision, may = access_decision(user, public_id)
    if decision.standings.filter(standing__in=ENDS).exists():
        raise PermissionDenied
    meeting = open_meeting_of(decision.group)
    if Permission.RUN_MEETING in may and meeting and is_quorate(meeting):
        return decision, meeting, may
    if Permission.APPROVE_MINUTES in may:
        return decision, None, may
    raise PermissionDenied


def access_paragraph_to_correct(user, public_id, paragraph):
    """Minutes that are out for correction, and the paragraph of this public id; none: the roll, which is None."""
    minutes, may = access_minutes(user, public_id)
    paragraph, may = _paragraph_of(minutes, user, may, Permission.PROPOSE_CORRECTION, public_id=paragraph)
    if minutes.state != Minutes.State.CIRCULATED:
        raise PermissionDenied
    return minutes, paragraph, may


def access_paragraph_to_add_to(user, public_id, paragraph):
    """Approved minutes, and the paragraph to which an addendum is written; none: the roll, which is None."""
    minutes, may = access_minutes(user, public_id)
    paragraph, may = _paragraph_of(minutes, user, may, Permission.EDIT_MINUTES, public_id=paragraph)
    if not minutes.is_final:
        raise PermissionDenied
    return minutes, paragraph, may


def access_correction(user, public_id):
    """A correction to minutes that are not approved, and what it is about, for whoever keeps them and reads that."""
    corrections = Correction.objects.filter(public_id=public_id)
    of_minutes, position = corrections.values_list("minutes__public_id", "position").first() or ("", None)
    minutes, may = access_minutes(user, of_minutes)
    paragraph, may = _paragraph_of(minutes, user, may, Permission.EDIT_MINUTES, position=position)
    if minutes.is_final:
        raise PermissionDenied
    return corrections.select_related("group__lead_authority", "minutes__meeting").get(), paragraph, may


def _paragraph_of(minutes, user, may, permission, **where):
    """What may be done to a paragraph, one of the hats that read it must give. None where none is asked for."""
    paragraph = numbered_paragraph(minutes, user, **where) if any(where.values()) else None
    if paragraph:
        may = {Permission.VIEW_GROUP}.union(*(hat.permissions for hat in reading_hats(user, paragraph.thing)))
    _minutes, may = allowed(minutes, may, permission)
    return paragraph, may
