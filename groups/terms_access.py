"""Who comes to what of the terms; the versions themselves are in groups.access."""

from groups.access import access_through_group, hats_of
from groups.models import Membership, TermsAnswer
from groups.roles import Permission


def access_objection(user, public_id):
    """An objection, for whoever answers it."""
    objections = TermsAnswer.objects.select_related("group__lead_authority", "version", "seat__organisation")
    objection = objections.filter(public_id=public_id, agrees=False)
    return access_through_group(user, objection, Permission.PUT_TERMS_TO_MEMBERS)


def seats_answered_for(user, group):
    """The seats for which this person may say whether the terms are agreed: their own, and where they stand in."""
    hats = [hat for hat in hats_of(user) if hat.group_id == group.pk and Permission.AGREE_TERMS in hat.permissions]
    return Membership.objects.filter(pk__in={hat.seat_id for hat in hats}).select_related("organisation")
