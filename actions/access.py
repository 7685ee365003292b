from django.core.exceptions import PermissionDenied

from actions.models import Action
from groups.access import hats_of
from groups.built_for_readers import built_once_for_readers
from groups.roles import Permission
from groups.sensitivity import access_sensitive


def access_action(user, public_id, permission=Permission.VIEW_GROUP):
    return access_sensitive(user, _action, Action, public_id, permission)


@built_once_for_readers
def _action(reader, public_id):
    actions = Action.objects.visible_to(reader).filter(public_id=public_id)
    return actions.select_related("group__lead_authority", "owner")


def access_own_action(user, public_id):
    """An action on which this person may report. Raises PermissionDenied inside the group without that right."""
    action, may = access_action(user, public_id)
    if not may_update(user, action, may):
        raise PermissionDenied
    return action, may


def may_update(user, action, may):
    """Whoever edits or closes actions, and the seat that owns it; what is closed, only who may close."""
    if not action.is_open:
        return Permission.CLOSE_ACTIONS in may
    return bool(may & {Permission.EDIT_ACTIONS, Permission.CLOSE_ACTIONS}) or _is_own(user, action)


def _is_own(user, action):
    """One hat alone must hold the seat and give the right."""
    return any(
        hat.seat_id == action.owner_id and Permission.UPDATE_OWN_ACTIONS in hat.permissions for hat in hats_of(user)
    )
