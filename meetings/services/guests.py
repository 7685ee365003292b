"""Guests on one item: whom one invites for it, whatever its audience, until the minutes of its meeting are approved."""

from django.core.exceptions import ValidationError
from django.db import transaction
from guardian.shortcuts import assign_perm

from accounts.models import User
from accounts.services import invited_or_known
from audit.services import record
from groups.models import STATUTORY_KINDS
from groups.services.memberships import is_own_address
from groups.services.organisations import chosen_or_added
from meetings.models import AgendaItem, GuestLine, ItemReader, Meeting, Minutes, Nomination
from meetings.services.room import expect_guest

ATTEND = "meetings.attend_agendaitem"
NOT_YOURSELF = "Nobody invites themselves. You read the item already"
INVITED_ALREADY = "This person is a guest on the item already"
OVER = "The minutes of this meeting are approved: nobody is invited to it any more"
GONE = "This person is a guest on the item no longer"


@transaction.atomic
def invite_guest(
    *, item, by, name, email, reason, organisation=None, new_organisation="", new_organisation_kind="", job_title=""
):
    """A guest from outside the statutory partners comes in when a second person has agreed. Raises ValidationError."""
    _refuse(item, email, by)
    organisation = chosen_or_added(
        group=item.group,
        organisation=organisation,
        new_organisation=new_organisation,
        new_organisation_kind=new_organisation_kind,
        by=by,
    )
    user = invited_or_known(email=email, name=name)
    grant = assign_perm(ATTEND, user, item)
    ItemReader.objects.filter(pk=grant.pk).update(
        granted_by=by,
        reason=reason,
        name=f"{name}, {job_title}" if job_title else name,
        organisation=organisation,
        needs_second=organisation.kind not in STATUTORY_KINDS,
    )
    _on_the_roll(item, grant)
    record(by=by, verb="guest invited", target=item, person=user.public_id, organisation=organisation.public_id)
    return ItemReader.objects.select_related("organisation", "user").get(pk=grant.pk)


def _on_the_roll(item, grant):
    if item.meeting.state == Meeting.State.OPEN:
        expect_guest(item.meeting, ItemReader.objects.select_related("organisation").get(pk=grant.pk))


def _refuse(item, email, by):
    AgendaItem.objects.select_for_update().get(pk=item.pk)  # one at a time invites the same person once
    if is_own_address(email, by):
        raise ValidationError({"email": NOT_YOURSELF})
    if Minutes.objects.approved().filter(meeting=item.meeting_id).exists():
        raise ValidationError(OVER)
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known and item.readers.filter(user=known, permission__codename="attend_agendaitem").exists():
        raise ValidationError({"email": INVITED_ALREADY})


@transaction.atomic
def end_guest(*, item, person, by):
    """Raises ValidationError when there is no such guest."""
    gone, _ = invited_rows(item).filter(user__public_id=person).delete()
    if not gone:
        raise ValidationError(GONE)
    if item.meeting.state == Meeting.State.OPEN:
        item.guests_on_roll.filter(person__public_id=person, came=GuestLine.Came.EXPECTED).delete()
    record(by=by, verb="guest’s invitation ended", target=item, person=person)


def invited_rows(item):
    """All that were invited, whether or not a second person has agreed."""
    return ItemReader.objects.filter(content_object=item, permission__codename="attend_agendaitem")


@transaction.atomic
def close_to(*, person, by):
    """Nobody knows who signs in for them now: a nomination waits to be confirmed, and a guest to be invited, again."""
    Nomination.objects.filter(user=person).active().update(confirmed_by=None, confirmed_at=None)
    invited = AgendaItem.objects.filter(readers__user=person, readers__permission__codename="attend_agendaitem")
    for item in invited.select_related("group__lead_authority", "meeting"):
        end_guest(item=item, person=person.public_id, by=by)
