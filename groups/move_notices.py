"""Chair, secretary and the administrators of both authorities are told that a group has moved from one to the other."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from groups.models import GroupMove, Membership, Office
from groups.roles import Role
from notices import kinds

TOLD_WITHIN = timedelta(days=30)


def register():
    kinds.register(
        "group_moved",
        find_due=moves_to_tell_of,
        still_owed=still_concerns,
        template="group_moved",
        context=lambda notice: {},
        verb="told that a group has moved",
    )


def moves_to_tell_of():
    """(person, occasion, due_at)"""
    moves = GroupMove.objects.filter(moved_at__gt=Now() - TOLD_WITHIN)
    return [(person, move.public_id, move.moved_at) for move in moves for person in people_concerned(move)]


def people_concerned(move):
    seats = Membership.objects.active().filter(group=move.group_id, role__in=[Role.CHAIR, Role.SECRETARY])
    offices = Office.objects.active().filter(role=Role.ADMINISTRATOR)
    offices = offices.filter(authority__in=[move.from_authority_id, move.to_authority_id])
    by_place = Q(pk__in=seats.values("user")) | Q(pk__in=offices.values("user"))
    return User.objects.filter(by_place, is_active=True)


def still_concerns(notice):
    move = GroupMove.objects.get(public_id=notice.occasion)
    return people_concerned(move).filter(pk=notice.person_id).exists()
