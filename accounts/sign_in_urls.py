"""The pages of django-allauth that we open. What is not listed, such as changing the address by oneself, is closed."""

from allauth.account.urls import urlpatterns as account_pages
from allauth.account.views import password_change
from allauth.mfa.base.urls import urlpatterns as factor_pages
from allauth.mfa.recovery_codes.urls import urlpatterns as code_pages
from allauth.mfa.totp.urls import urlpatterns as app_pages
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.urls import urlpatterns as passkey_pages
from allauth.mfa.webauthn.views import remove_webauthn
from allauth.socialaccount.providers.openid_connect.views import callback as work_account_callback
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.factors import keeps_one
from accounts.fresh import with_fresh_factor

CLOSED = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_set_password",
}
# Opened below, in a way of our own
OURS = {
    "account_change_password",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}


def opened(pages):
    return [page for page in pages if getattr(page, "name", None) and page.name not in CLOSED | OURS]


urlpatterns = [
    path("password/change/", with_fresh_factor(password_change), name="account_change_password"),
    path("", include(opened(account_pages))),
    path("oidc/<slug:provider_id>/login/callback/", work_account_callback, name="openid_connect_callback"),
    path("2fa/", include(opened(factor_pages))),
    path("2fa/app/remove/", keeps_one(deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/totp/", include(opened(app_pages))),
    path("2fa/recovery-codes/", include(opened(code_pages))),
    path("2fa/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", keeps_one(remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/passkeys/", include(opened(passkey_pages))),
]
