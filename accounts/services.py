"""Accounts: invited people, their first password, signing in on trial."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Invitation, User
from audit.models import Kind
from audit.services import record
from lib.mail import send_mail_from_template

INVITATION_LIVES = timedelta(hours=72)


@transaction.atomic
def invited_or_known(*, email, name, by):
    """The account with this address, made if there is none. The caller cannot tell which, nor can the inviter."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        user = _made_account(email, name)
    if user.has_joined:
        transaction.on_commit(lambda: _send_quietly(user, "seat_given", {}))
    else:
        _invite(user, by)
    return user


def _made_account(email, name):
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name)
    except IntegrityError:  # somebody invited the same person in this very moment
        return User.objects.get(email__iexact=email.strip())


def _invite(user, by):
    token = secrets.token_urlsafe(32)
    user.invitations.filter(used_at__isnull=True).update(used_at=timezone.now())
    invitation = user.invitations.create(token_hash=hash_of(token), expires_at=timezone.now() + INVITATION_LIVES)
    record(by=by, verb="account invited", target=invitation)
    transaction.on_commit(lambda: _send_quietly(user, "invitation", {"token": token}))


def _send_quietly(user, template, context):
    """The answer must not depend on the mail server, nor tell by an error that the mail was of another kind."""
    try:
        send_mail_from_template(to=user.email, template=template, context=context)
    except OSError:
        with transaction.atomic():
            record(by=None, verb="mail not sent", target=user)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def accept_invitation(*, invitation, name, password):
    """Set the first password. Raises Invitation.DoesNotExist when the link was used meanwhile."""
    open_invitation = (
        Invitation.objects.select_for_update()
        .select_related("user")
        .get(pk=invitation.pk, used_at__isnull=True, expires_at__gt=timezone.now())
    )
    user = open_invitation.user
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    open_invitation.used_at = timezone.now()
    open_invitation.save(update_fields=["used_at"])
    record(by=user, verb="invitation accepted", target=user)


def sign_in_for_demo(*, request, user):
    """Sign in with both factors counted as given. The caller has checked that this is a demo."""
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    record_authentication(request, user, "password", email=user.email)
    record_authentication(request, user, "mfa", type="totp")
    record(by=user, verb="signed in for the demo", target=user, kind=Kind.SIGN_IN)
