"""The pages of django-allauth that we open. What is not listed, such as changing the address by oneself, is closed."""

from allauth.account.urls import urlpatterns as account_pages
from allauth.mfa.base.urls import urlpatterns as factor_pages
from allauth.mfa.recovery_codes.urls import urlpatterns as code_pages
from allauth.mfa.totp.urls import urlpatterns as totp_pages
from django.urls import include, path

CLOSED = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_set_password",
    "mfa_deactivate_totp",
}


def opened(pages):
    return [page for page in pages if page.name not in CLOSED]


urlpatterns = [
    path("", include(opened(account_pages))),
    path("2fa/", include(opened(factor_pages))),
    path("2fa/totp/", include(opened(totp_pages))),
    path("2fa/recovery-codes/", include(opened(code_pages))),
]
