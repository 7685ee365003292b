"""django-allauth's forms in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from accounts.adapters import NOBODY
from accounts.models import User
from lib.forms import refuse_above_official_sensitive


class OurWords:
    """`words` says for each field what it is called and what to do when it is left empty."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, (label, missing) in self.words.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing


class SignInForm(OurWords, account.LoginForm):
    words = {
        "login": ("E-mail address", "Enter your e-mail address"),
        "password": ("Password", "Enter your password"),
    }


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    words = {"email": ("E-mail address", "Enter your e-mail address")}

    def clean_email(self):
        """Where there is no account, the same is done for nobody, so that the time of the answer tells nothing."""
        email = super().clean_email()
        self.users = self.users or [User(pk=NOBODY, email=email)]
        return email


class NewPasswordForm(OurWords, account.ResetPasswordKeyForm):
    words = {
        "password1": ("New password", "Enter a new password"),
        "password2": ("New password once more", "Enter the new password once more"),
    }


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    words = {"oldpassword": ("Password now", "Enter the password that you have now"), **NewPasswordForm.words}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    words = {"password": ("Password", "Enter your password")}


class CodeForm(OurWords, mfa.AuthenticateForm):
    words = {"code": ("Code", "Enter the code that your authenticator app shows")}


class ConfirmingCodeForm(OurWords, mfa.ReauthenticateForm):
    words = CodeForm.words


class FirstCodeForm(OurWords, totp.ActivateTOTPForm):
    words = CodeForm.words


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):
    words = {"name": ("Name of this passkey", "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]  # each of ours is: see MFA_WEBAUTHN_USER_VERIFICATION
        self.fields["name"].help_text = "So that you know it again, like Work laptop"
        self.initial["name"] = ""

    def clean_name(self):
        refuse_above_official_sensitive(self.cleaned_data["name"])
        return self.cleaned_data["name"].strip()[:60] or "Passkey"
