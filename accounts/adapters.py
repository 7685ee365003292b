"""Where we differ from django-allauth's ways."""

import logging
from threading import Timer
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse

from accounts.factors import APP, PASSKEY, gave_it_lately, has_second_factor
from accounts.refusals import record_refused_password
from accounts.services import record_sign_out

log = logging.getLogger(__name__)

NOBODY = 0  # the key of no account
A_MOMENT = 0.1  # seconds, after which the answer has left


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many tries that failed. Wait five minutes, or use a passkey",
    }

    def is_open_for_signup(self, request):
        return False  # accounts are made by invitation

    def get_reset_password_from_key_url(self, key):
        """To the service, whatever host the request named."""
        return settings.SITE_ADDRESS + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix, email, context):
        """After the answer: neither its time nor an error of the mail server tells whether there is an account."""
        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        if context["user"].pk == NOBODY:
            message.to = []  # Django sends it to nobody
        Timer(A_MOMENT, send_quietly, args=[message]).start()

    def logout(self, request):
        record_sign_out(request.user)
        super().logout(request)

    def authentication_failed(self, request, **credentials):
        record_refused_password(credentials.get("email", ""))

    def is_reauthentication_required(self, *, app, **kwargs):
        """Setting up the first factor comes straight after the password: asking again would teach nothing."""
        setting_up = app == "allauth.mfa" and not has_second_factor(self.request.user)
        return not (setting_up or gave_it_lately(self.request))

    def get_reauthentication_methods(self, user):
        """A factor, never the password alone: whoever found the password would only need to find an open screen."""
        ways = [
            ([PASSKEY], "Use a passkey", "mfa_reauthenticate_webauthn"),
            ([APP], "Use a code from your app, or a recovery code", "mfa_reauthenticate"),
        ]
        return [
            {"id": page, "description": words, "url": reverse(page)}
            for types, words, page in ways
            if is_mfa_enabled(user, types)
        ]


def send_quietly(message):
    try:
        message.send()
    except OSError:
        log.exception("a sign-in mail was not sent")


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth keeps TOTP secrets in clear unless told how to encrypt them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That did not match. Try again; if you used a code, wait for the next one",
    }

    def encrypt(self, text):
        return Fernet(settings.MFA_KEY).encrypt(text.encode()).decode()

    def decrypt(self, text):
        return Fernet(settings.MFA_KEY).decrypt(text.encode()).decode()

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": "PAPG"}
