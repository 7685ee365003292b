"""What a group calls a person. Pages never show the name of an account: inviting would otherwise tell whose it is."""

from django.db.models import Value

from groups.models import Deputyship, Membership
from lib import wall


def name_in(group, user):
    """By the latest seat or deputyship; an officer of the authority, who has neither, by their own name."""
    for seats in (Membership.objects, Deputyship.objects):
        found = seats.filter(group=group, user=user).order_by("-starts_at").values_list("name", flat=True).first()
        if found:
            return found
    return user.name


def names_in(group):
    """{public id: name} of everybody who has or had a seat there or stood in, as `name_in` calls each."""
    rows = [
        seats.filter(group=group).annotate(rank=Value(rank)).values_list("rank", "starts_at", "user__public_id", "name")
        for rank, seats in enumerate([Deputyship.objects, Membership.objects])
    ]
    in_order = rows[0].union(rows[1], all=True).order_by("rank", "starts_at")
    return {public_id: name for _rank, _starts_at, public_id, name in in_order}


def names_around(user):
    """Of the groups, authorities and organisations in which this person has or had a place."""
    names = ("group__name", "group__lead_authority__name", "organisation__name")
    with wall.within_groups_of(user.pk):  # who chooses a password may not be signed in yet
        seats = set(user.memberships.values_list(*names).union(user.deputyships.values_list(*names)))
    offices = user.offices.values_list("authority__name", flat=True)
    return [*{name for row in seats for name in row}, *offices]
