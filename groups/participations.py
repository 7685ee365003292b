"""Which authorities work in a group, and which wait to: for the page that shows them."""

from groups.access import access_through_group
from groups.models import Participation
from groups.names import names_in
from groups.roles import Permission


def access_participation(user, public_id):
    """A wish that another authority takes part, for whoever may agree to it."""
    wishes = Participation.objects.with_people().filter(public_id=public_id)
    return access_through_group(user, wishes, Permission.CONFIRM_MEMBERS)


def authorities_of(group, user):
    """`taking_part`: (authority, the wish by which it came, or None) of each; `waiting`: wishes nobody has answered."""
    wishes = list(Participation.objects.filter(group=group).select_related("authority", "asked_by").order_by("pk"))
    agreed = {wish.authority_id: wish for wish in wishes if wish.state == Participation.State.AGREED}
    waiting = [wish for wish in wishes if wish.state == Participation.State.WAITING]
    names = names_in(group)
    for wish in waiting:
        wish.asked_by_name = names.get(wish.asked_by.public_id, wish.asked_by.name)
        wish.is_own = wish.asked_by_id == user.pk
    taking_part = [(authority, agreed.get(authority.pk)) for authority in group.participating.order_by("name")]
    return {"taking_part": taking_part, "waiting": waiting}
