from django.conf import settings
from django.http import Http404

from accounts.models import DemoMark, Invitation, User
from accounts.services import hash_of


def access_invitation(token):
    """The open invitation of this link, or 404 when it was used, has run out or never was.

    Who has a password by now, as by a forgotten-password mail, has joined: an old link would replace it.
    """
    found = Invitation.objects.open().filter(token_hash=hash_of(token)).first()
    if found is None or found.user.has_joined:
        raise Http404
    return found


def access_demo():
    """Raise 404 unless this is a demo on a database that the demo made."""
    if not (settings.DEMO and DemoMark.objects.exists()):
        raise Http404


def access_demo_person(public_id):
    access_demo()
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        raise Http404
    return person
