"""Signing in with a work account, by OpenID Connect: at Microsoft Entra, or whatever server the settings name.

It takes the place of the password and of nothing else: the second factor is given here. Whose it is hangs on the
subject that the server names, which nobody can choose; never on an e-mail address, which an administrator there can.
"""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from requests import RequestException

from accounts.services import tell_of_change
from accounts.sessions import end_other_sessions
from audit.models import Kind
from audit.services import record

log = logging.getLogger(__name__)


def work_account_of(user):
    """What this account is linked to at the server that the settings name, or None."""
    return SocialAccount.objects.filter(user=user, provider=settings.OIDC_ID).first() if settings.OIDC_ID else None


def leave_for_server(request, process, next_url=None):
    """To sign in there, and come back to allauth's callback. Raises 404 where the settings name no server."""
    if not settings.OIDC_ID:
        raise Http404
    try:
        provider = get_adapter(request).get_provider(request, settings.OIDC_ID)
        return provider.redirect(request, process, next_url=next_url)
    except RequestException:
        log.exception("the server for work accounts does not answer")
        return back_with(request, f"{settings.OIDC_NAME} does not answer at the moment.")


def back_with(request, words):
    """Nothing was done. Who signs in has another way, and who links is still signed in."""
    if request.user.is_authenticated:
        messages.error(request, words)
        return redirect("accounts:account_detail")
    messages.error(request, f"{words} You can sign in with your password or a passkey.")
    return redirect("account_login")


class WorkAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False  # accounts are made by invitation

    def pre_social_login(self, request, sociallogin):
        """Of what the server tells about the person, nothing is kept but the subject."""
        sociallogin.account.extra_data, sociallogin.token = {}, None
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        if sociallogin.state["process"] == AuthProcess.CONNECT:
            self._may_link(request, sociallogin)
        elif not sociallogin.is_existing:
            words = f"Your account here is not linked to {settings.OIDC_NAME} yet. You link it under Your account."
            raise ImmediateHttpResponse(back_with(request, words))

    def _may_link(self, request, sociallogin):
        if request.user.is_authenticated and sociallogin.is_existing and sociallogin.user != request.user:
            words = f"That account of {settings.OIDC_NAME} is linked to somebody else here."
            raise ImmediateHttpResponse(back_with(request, words))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(back_with(request, "You came back without signing in there."))
        log.warning("signing in with a work account failed: %s", type(exception).__name__)
        raise ImmediateHttpResponse(back_with(request, f"Signing in with {settings.OIDC_NAME} did not work."))

    def get_connect_redirect_url(self, request, socialaccount):
        return reverse("accounts:account_detail")


def record_link(sender, request, sociallogin, **_kwargs):
    record(by=request.user, verb="work account linked", target=request.user, kind=Kind.SIGN_IN)
    end_other_sessions(request=request)
    tell_of_change(sender, request.user)


@transaction.atomic
def unlink(*, request):
    """Ends the sessions elsewhere, too: one of them may have come in by this way."""
    removed, _of_each = SocialAccount.objects.filter(user=request.user).delete()
    if removed:
        record(by=request.user, verb="work account unlinked", target=request.user, kind=Kind.SIGN_IN)
        end_other_sessions(request=request)
        tell_of_change(SocialAccount, request.user)
    return bool(removed)
