"""Four weeks before a subgroup is to end, its chair and its sponsor are told, so that it is renewed or closed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from groups.models import PAPG, Commission, Membership
from groups.roles import Role
from lib.dated import live
from notices import kinds

DAYS_BEFORE = 28
AT = time(9)
LONDON = ZoneInfo("Europe/London")


def register():
    kinds.register(
        "subgroup_ends",
        find_due=subgroups_to_tell_of,
        still_owed=still_ends,
        template="subgroup_ends",
        context=lambda notice: {},
        verb="told that a subgroup ends",
    )


def subgroups_to_tell_of():
    """(person, occasion, due_at); another end is another occasion."""
    return [
        (person, f"{subgroup.public_id}:{subgroup.ends_on}", due_at(subgroup))
        for subgroup in ending_soon()
        if due_at(subgroup) <= timezone.now()
        for person in people_concerned(subgroup)
    ]


def ending_soon():
    today = timezone.localdate()
    return PAPG.objects.filter(ends_on__gte=today, ends_on__lte=today + timedelta(days=DAYS_BEFORE), closed_at=None)


def due_at(subgroup):
    return datetime.combine(subgroup.ends_on - timedelta(days=DAYS_BEFORE), AT, LONDON)


def people_concerned(subgroup):
    chairs = Membership.objects.active().filter(group=subgroup, role=Role.CHAIR)
    sponsors = Commission.objects.filter(live("sponsor__"), subgroup=subgroup)
    by_place = Q(pk__in=chairs.values("user")) | Q(pk__in=sponsors.values("sponsor__user"))
    return User.objects.filter(by_place, is_active=True)


def still_ends(notice):
    public_id, _, ends_on = notice.occasion.partition(":")
    subgroup = ending_soon().filter(public_id=public_id, ends_on=ends_on).first()
    return subgroup is not None and people_concerned(subgroup).filter(pk=notice.person_id).exists()
