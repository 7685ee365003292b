"""Where we differ from django-allauth's ways."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False  # accounts are made by invitation

    def is_reauthentication_required(self, *, app, **kwargs):
        """Setting up the first factor comes straight after the password: asking again would teach nothing."""
        setting_up = app == "allauth.mfa" and not is_mfa_enabled(self.request.user)
        return not setting_up


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth keeps TOTP secrets in clear unless told how to encrypt them."""

    def encrypt(self, text):
        return Fernet(settings.MFA_KEY).encrypt(text.encode()).decode()

    def decrypt(self, text):
        return Fernet(settings.MFA_KEY).decrypt(text.encode()).decode()
