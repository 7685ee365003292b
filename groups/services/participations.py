"""Which authorities take part in a group beside the one that leads it.

What is for "the authority" opens to the people of each of them who sit in the group. So one more is a widening: the
administrator of the lead authority asks, with a reason, and somebody inside the group agrees.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.models import PAPG, Deputyship, Membership, Participation
from groups.services.refusals import refusing

TAKES_PART = "{authority} leads this group or takes part in it already"
HAS_ENDED = "{authority} has ended. Choose the authority that took over"
WAITS_ALREADY = "{authority} waits already for somebody inside the group to agree"
NOT_ONES_OWN_WISH = "Nobody agrees to their own wish. Another chair or secretary does"
NOT_ONES_OWN_AUTHORITY = "You sit in the group for {authority}, so somebody else asks and agrees for it"
OVERTAKEN = "This was answered or overtaken meanwhile"
TAKES_NO_PART = "{authority} does not take part in this group"

State = Participation.State


@transaction.atomic
def ask_for_authority(*, group, authority, reason, by):
    """The wish, which waits for somebody inside the group. Raises ValidationError."""
    group = _locked(group)
    _refuse(group, authority, by)
    with refusing(one_wish_for_an_authority_waits=WAITS_ALREADY.format(authority=authority)):
        wish = Participation.objects.create(group=group, authority=authority, reason=reason, asked_by=by)
    record(by=by, verb="authority asked to take part", target=wish, other_authority=authority.public_id)
    return wish


def _locked(group):
    return PAPG.objects.select_for_update(of=["self"]).select_related("lead_authority").get(pk=group.pk)


def _refuse(group, authority, by):
    if takes_part(group, authority):
        raise ValidationError(TAKES_PART.format(authority=authority))
    if authority.has_ended:
        raise ValidationError(HAS_ENDED.format(authority=authority))
    if sits_for(by, group, authority):
        raise ValidationError(NOT_ONES_OWN_AUTHORITY.format(authority=authority))


def takes_part(group, authority):
    return group.lead_authority_id == authority.pk or group.participating.contains(authority)


def sits_for(user, group, authority):
    """Whether this person has a seat there for the authority, or stands in for somebody as one of its people."""
    seats = Membership.objects.active().filter(group=group, user=user, organisation__authority=authority)
    deputyships = Deputyship.objects.active().filter(group=group, user=user, organisation__authority=authority)
    return seats.exists() or deputyships.exists()


@transaction.atomic
def answer_participation(*, participation, agreed, by):
    """Raises ValidationError when it no longer waits, or when it is not for this person to agree."""
    group = _locked(participation.group)
    wish = Participation.objects.waiting().with_people().filter(pk=participation.pk).first()
    if wish is None:
        raise ValidationError(OVERTAKEN)
    if agreed and wish.asked_by_id == by.pk:
        raise ValidationError(NOT_ONES_OWN_WISH)
    if agreed:
        _refuse(group, wish.authority, by)
        group.participating.add(wish.authority)
    wish.state = State.AGREED if agreed else State.REFUSED
    wish.answered_by, wish.answered_at = by, timezone.now()
    wish.save(update_fields=["state", "answered_by", "answered_at"])
    verb = "authority let take part" if agreed else "authority refused"
    record(by=by, verb=verb, target=wish, other_authority=wish.authority.public_id)
    return wish


@transaction.atomic
def remove_authority(*, group, authority, by):
    """From now on: what is for "the authority" is closed to its people with the next request."""
    group = _locked(group)
    if not group.participating.contains(authority):
        raise ValidationError(TAKES_NO_PART.format(authority=authority))
    group.participating.remove(authority)
    record(by=by, verb="authority takes part no longer", target=group, other_authority=authority.public_id)


def overtake(wishes):
    wishes.waiting().update(state=State.OVERTAKEN, answered_at=timezone.now())
