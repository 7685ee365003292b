"""Give me the text of a group that holds now, or say that there is none, or that it is not for me."""

from django.http import Http404

from groups.access import access_as_seated, access_from_seat, access_group
from groups.models import TermsVersion, Undertaking
from groups.roles import Permission


def access_undertaking(user, public_id):
    """The text that holds in the group, for whoever has a place there."""
    group, may = access_as_seated(user, public_id)
    return _there(Undertaking.objects.current(group)), may


def access_undertaking_to_change(user, public_id):
    group, may = access_from_seat(user, public_id, Permission.EDIT_TERMS)
    return _there(Undertaking.objects.current(group)), may


def access_terms_to_show(user, public_id):
    """The version that the group's page of terms opens with."""
    group, may = access_group(user, public_id)
    return _there(TermsVersion.objects.first_to_show(group)), may


def _there(thing):
    """What a group starts with, it may lack all the same."""
    if thing is None:
        raise Http404
    return thing
