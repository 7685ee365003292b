"""What the pages of a group's handling undertaking say besides its words."""

from groups.access import may_from_seat
from groups.bound import has_accepted, people_bound
from groups.models import Undertaking
from groups.names import names_in
from groups.roles import Permission


def undertaking_for_page(group, user, may):
    current, *older = Undertaking.objects.filter(group=group).order_by("-number")
    people = people_bound(group=group)
    accepted = people.filter(has_accepted(current.sha256))
    names = names_in(group) if Permission.VIEW_READERS in may else {}
    return {
        "undertaking": current,
        "older": older,
        "accepted": current.acceptance_of(user),
        "may_change": may_from_seat(user, group, Permission.EDIT_TERMS),
        "bound_count": people.count(),
        "accepted_count": accepted.count(),
        "accepted_names": sorted(names[person.public_id] for person in accepted) if names else [],
    }


def will_be_asked_again(undertaking):
    """How many people a new text would close OFFICIAL-SENSITIVE to: those to whom it is open by the text of today."""
    return people_bound(group=undertaking.group_id).filter(has_accepted(undertaking.sha256)).count()
