"""A group's subgroups, as the group itself knows them: name, purpose, sponsor and end. Of what they do, nothing."""

from django.core.exceptions import PermissionDenied

from groups.access import access_group
from groups.models import Commission


def access_subgroup(user, public_id, permission):
    """Raises PermissionDenied for a group that is no subgroup."""
    group, may = access_group(user, public_id, permission)
    if group.parent_id is None:
        raise PermissionDenied
    return group, may


def subgroups_of(group):
    """Those at work, the first to end first. Each is the Commission, with `subgroup` and `sponsor`: for the terms."""
    commissions = Commission.objects.filter(group=group, subgroup__closed_at=None)
    return list(commissions.select_related("subgroup", "sponsor").order_by("subgroup__ends_on", "pk"))
