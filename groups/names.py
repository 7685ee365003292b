"""What a group calls a person. Pages never show the name of an account: inviting would otherwise tell whose it is."""

from groups.models import Deputyship, Membership


def name_in(group, user):
    """By the latest seat or deputyship; an officer of the authority, who has neither, by their own name."""
    for seats in (Membership.objects, Deputyship.objects):
        found = seats.filter(group=group, user=user).order_by("-starts_at").values_list("name", flat=True).first()
        if found:
            return found
    return user.name
