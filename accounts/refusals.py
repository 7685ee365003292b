"""Tries to sign in that failed, in the audit trail: of whose account, never with what."""

from accounts.factors import IN_THE_TRAIL
from accounts.models import User
from audit.models import Kind
from audit.services import record

# Of no account: an entry all the same, so that the time of the answer tells nothing
STRANGER = User(public_id="")


def record_refused_password(email):
    user = User.objects.filter(email__iexact=email).first() or STRANGER
    record(by=None, verb="password refused", target=user, kind=Kind.SIGN_IN)


def record_refused_factor(sender, user, authenticator, **_kwargs):
    record(by=None, verb="second factor refused", target=user, kind=Kind.SIGN_IN, how=IN_THE_TRAIL[authenticator.type])
