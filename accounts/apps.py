from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from allauth.account import signals as account  # these need the models, which are loaded by now
        from allauth.mfa import signals as mfa
        from allauth.mfa.models import Authenticator
        from allauth.socialaccount.signals import social_account_added

        from accounts import refusals, services, work_accounts
        from accounts.middleware import start_clocks

        heard = [
            (user_logged_in, start_clocks),
            (user_logged_in, services.record_sign_in),
            (mfa.authenticator_added, services.first_factor_counts),
            (mfa.authenticator_removed, services.factor_removed),
            (account.password_changed, services.password_changed),
            (account.password_reset, services.password_changed),
        ]
        changes = {signal for signal, _does in heard if signal is not user_logged_in} | {mfa.authenticator_reset}
        for signal, does in [*heard, *((signal, services.tell_of_change) for signal in changes)]:
            signal.connect(does, dispatch_uid=does.__name__)
        post_save.connect(services.record_new_codes, sender=Authenticator, dispatch_uid="record_new_codes")
        mfa.authentication_failed.connect(refusals.record_refused_factor, dispatch_uid="record_refused_factor")
        social_account_added.connect(work_accounts.record_link, dispatch_uid="record_link")
