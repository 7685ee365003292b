"""Accounts: invited people, their first password, signing in on trial."""

import hashlib
import logging
import secrets
from datetime import timedelta
from threading import Thread

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import login, logout
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.http import Http404

from accounts.factors import IN_THE_TRAIL, ON_TRIAL, ways_given
from accounts.models import Invitation, User
from accounts.sessions import end_all_sessions, end_other_sessions, start_idle_clock
from audit.models import Kind
from audit.services import record
from lib.mail import send_mail_from_template

log = logging.getLogger(__name__)

INVITATION_LIVES = timedelta(hours=72)


@transaction.atomic
def invited_or_known(*, email, name):
    """The account with this address, made if there is none. The caller cannot tell which, nor can the inviter.

    What the person is invited to has its own audit entry.
    """
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if user is None:
        return _made_and_invited(email, name)
    if user.has_joined:
        transaction.on_commit(lambda: _send_quietly(user, "seat_given", {}))
    else:
        user.invitations.filter(used_at__isnull=True).update(used_at=Now())
        _invite(user)
    return user


def _made_and_invited(email, name):
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name)
    except IntegrityError:  # somebody invited the same person in this very moment
        return invited_or_known(email=email, name=name)
    _invite(user)
    return user


def _invite(user, template="invitation"):
    token = secrets.token_urlsafe(32)
    user.invitations.create(token_hash=hash_of(token), expires_at=Now() + INVITATION_LIVES)
    transaction.on_commit(lambda: _send_quietly(user, template, {"token": token}))


def _send_quietly(user, template, context):
    """The answer must not depend on the mail server, nor tell by an error that the mail was of another kind."""
    if not send_to_address(user.email, template, context):
        with transaction.atomic():
            record(by=None, verb="mail not sent", target=user)


def send_to_address(address, template, context):
    try:
        send_mail_from_template(to=address, template=template, context=context)
    except OSError:
        log.exception("a sign-in mail was not sent")
        return False
    return True


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def accept_invitation(*, invitation, name, password):
    """Set the first password. Raises Http404 when the link was used meanwhile, as it is answered from then on."""
    open_invitation = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if open_invitation is None or open_invitation.user.has_joined:
        raise Http404
    user = open_invitation.user
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    open_invitation.used_at = Now()
    open_invitation.save(update_fields=["used_at"])
    record(by=user, verb="invitation accepted", target=user, kind=Kind.SIGN_IN)


@transaction.atomic
def start_anew(*, user, by):
    """As at the invitation: a link, a password, a second factor. The caller has seen that two people agree."""
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_all_sessions(user=user, by=by)
    user.invitations.filter(used_at__isnull=True).update(used_at=Now())
    _invite(user, "account_starts_anew")
    record(by=by, verb="second factor reset", target=user, kind=Kind.SIGN_IN)


def sign_in_for_demo(*, request, user):
    """Sign in with both factors counted as given. The caller has checked that this is a demo."""
    logout(request)  # of somebody else: their session is not taken over with what is put down next
    record_authentication(request, user, "password", email=user.email)
    record_authentication(request, user, "mfa", type=ON_TRIAL)
    login(request, user)
    UserSession.objects.create_from_request(request)


def record_sign_in(sender, request, user, **_kwargs):
    record(by=user, verb="signed in", target=user, kind=Kind.SIGN_IN, how=ways_given(request, user))


def record_sign_out(user):
    """By oneself. Of a session that runs out there is nothing to record: nobody does it, and nobody sees when."""
    record(by=user, verb="signed out", target=user, kind=Kind.SIGN_IN)


def first_factor_counts(sender, request, user, authenticator, **_kwargs):
    """Setting up an app or a passkey proves it: the person need not give it a second time at once to go on."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", type=authenticator.type, reauthenticated=True)
        record(
            by=user, verb="second factor set up", target=user, kind=Kind.SIGN_IN, how=IN_THE_TRAIL[authenticator.type]
        )
        end_other_sessions(request=request)


def factor_removed(sender, request, user, authenticator, **_kwargs):
    record(by=user, verb="second factor removed", target=user, kind=Kind.SIGN_IN, how=IN_THE_TRAIL[authenticator.type])
    end_other_sessions(request=request)


def record_new_codes(sender, instance, created, **_kwargs):
    """With the codes, in their transaction: allauth tells of them only when it is over."""
    if created and instance.type == Authenticator.Type.RECOVERY_CODES:
        record(by=instance.user, verb="recovery codes made", target=instance.user, kind=Kind.SIGN_IN)


def password_changed(sender, request, user, **_kwargs):
    record(by=user, verb="password changed", target=user, kind=Kind.SIGN_IN)
    if request.user.is_authenticated:
        start_idle_clock(request)


def tell_of_change(sender, user, **_kwargs):
    """Whoever did not change it themselves learns of it at once, by constant text, and what to do."""
    told = [user.email, "sign_in_changed", {}]
    transaction.on_commit(lambda: Thread(target=send_to_address, args=told).start())
