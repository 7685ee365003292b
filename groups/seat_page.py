"""What the page of a seat says besides the seat itself."""

from groups.access import may_appoint_deputy
from groups.checklists import checklist_of
from groups.models import Membership
from groups.names import name_in
from groups.roles import Permission, Role
from groups.services import why_not_confirm


def seat_for_page(membership, user, may):
    deputies = membership.deputyships.not_ended().select_related("organisation").in_order()
    return {
        "membership": membership,
        "areas": membership.areas.all(),
        "portfolios": membership.portfolios.current().order_by("area__position", "position"),
        "deputies": deputies,
        "confirmed_by": name_in(membership.group, membership.confirmed_by) if membership.confirmed_by else "",
        "may_confirm": Permission.CONFIRM_MEMBERS in may and not why_not_confirm(membership, user),
        "may_appoint": may_appoint_deputy(user, membership, may),
        "checklist": _checklist(membership, user, may),
    }


def _checklist(membership, user, may):
    """For whoever keeps the members, and of a joiner for themselves."""
    own = membership.user_id == user.pk and not membership.has_ended
    return checklist_of(membership) if Permission.MANAGE_MEMBERS in may or own else []


def last_chair(membership):
    """Whether the group would be left without a confirmed chair."""
    chairs = Membership.objects.active().filter(group=membership.group, role=Role.CHAIR).exclude(confirmed_by=None)
    return membership.role == Role.CHAIR and not chairs.exclude(pk=membership.pk).exists()


def reset_for_page(membership, user):
    """The wish to give this person a new second factor, if one waits, and who asked."""
    reset = membership.factor_resets.waiting().select_related("asked_by").first()
    return {
        "reset": reset,
        "asked_by": name_in(membership.group, reset.asked_by) if reset else "",
        "own_wish": reset and reset.asked_by_id == user.pk,
        "is_me": membership.user_id == user.pk,
    }
