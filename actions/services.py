"""Changing the action plan: raising, reporting, editing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from actions.models import Action, Update
from audit.services import record
from groups.models import PAPG, Audience, Marking, Membership
from groups.roles import ROLE_PERMISSIONS, Permission, Role
from groups.sensitivity import can_read, seat_can_be_given, seat_can_read
from groups.services import share_readers
from lib.editions import save_text

BLIND_OWNER = "{name} could not read action {number} then, and has still to do it. Give it to somebody else first"


@transaction.atomic
def raise_action(
    *,
    group,
    owner,
    text,
    due_on,
    origin,
    by,
    marking=Marking.OFFICIAL,
    audience=Audience.EVERYONE,
    handling="",
    whole=None,
):
    """A new action with the group's next number, that came out of `whole`.

    Raises ValidationError when it cannot be given to `owner`.
    """
    _lock(group)
    action = Action(
        group=group,
        number=_next_number(group),
        owner=owner,
        due_on=due_on,
        baseline_on=due_on,
        origin=origin,
        raised_by=by,
        marking=marking,
        audience=audience,
        handling=handling,
    )
    check_owner(action, owner, whole)
    action.save()
    if whole:
        share_readers(whole, action)
    save_text(action, text=text, edition=0, by=by)
    record(by=by, verb="action raised", target=action, owner=owner.public_id)
    return action


def _lock(group):
    """One at a time gives numbers in a group; rows that merely point at the group need not wait."""
    PAPG.objects.select_for_update(no_key=True).get(pk=group.pk)


def _next_number(group):
    return (Action.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1


def check_owner(action, owner, whole=None):
    """Nothing is given to somebody who has left, who writes nothing here, or who could not read it."""
    if owner.group_id != action.group_id or not Membership.objects.active().filter(pk=owner.pk).exists():
        raise ValidationError({"owner": "This person sits in the group no longer: choose another"})
    if Permission.UPDATE_OWN_ACTIONS not in ROLE_PERMISSIONS[Role(owner.role)]:
        raise ValidationError({"owner": "This person only looks on in the group: choose another"})
    if not _could_read(owner, action, whole):
        raise ValidationError({"owner": "This person could not read the action: choose another, or a wider audience"})


def _could_read(owner, action, whole):
    """What is for named readers may be given to one of them: a new action has those of what it came out of."""
    if action.audience == Audience.NAMED and action.pk:
        return can_read(owner.user, action)
    if action.audience == Audience.NAMED and whole:
        return seat_can_be_given(owner, whole)
    return seat_can_read(owner, marking=action.marking, audience=action.audience)


@transaction.atomic
def restrict_action(*, action, marking, audience, whole, by):
    """Hold an action within the limits of what it came out of. Raises ValidationError while its owner needs it."""
    if (marking, audience) == (action.marking, action.audience):
        return
    refuse_blind_owner(action, marking, audience)
    Action.objects.filter(pk=action.pk).update(marking=marking, audience=audience)
    was_for, action.marking, action.audience = action.audience, marking, audience
    if was_for != audience:
        share_readers(whole, action)
    record(by=by, verb="action restricted", target=action, marking=marking, audience=audience)


def refuse_blind_owner(action, marking, audience):
    """For named readers, the owner is named besides."""
    within = Audience.EVERYONE if audience == Audience.NAMED else audience
    if action.is_open and not seat_can_read(action.owner, marking=marking, audience=within):
        raise ValidationError(BLIND_OWNER.format(name=action.owner.name, number=action.number))


@transaction.atomic
def update_action(*, action, text, status, by):
    """Report on an action. The report is kept for good; the action takes its status."""
    update = Update.objects.create(group=action.group, action=action, text=text, status=status, by=by)
    Action.objects.filter(pk=action.pk).update(status=status)
    action.status = status
    record(by=by, verb="action updated", target=action, update=update.public_id)
    return update


@transaction.atomic
def edit_action(*, action, text, edition, owner, due_on, by):
    """Change what is to be done, by whom or by when; the date first agreed stays beside it.

    Raises StaleEdition when somebody else saved another text first, ValidationError as `raise_action` does.
    """
    if owner != action.owner:
        check_owner(action, owner)
    more_changed = (owner, due_on) != (action.owner, action.due_on)
    if not save_text(action, text=text, edition=edition, by=by, more_changed=more_changed):
        return
    action.owner, action.due_on = owner, due_on
    action.save(update_fields=["owner", "due_on"])
    record(by=by, verb="action edited", target=action, owner=owner.public_id)
