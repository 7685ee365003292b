from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from allauth.mfa.signals import authenticator_added  # these need the models, which are loaded by now

        from accounts import services
        from accounts.middleware import start_clocks

        user_logged_in.connect(start_clocks, dispatch_uid="clocks")
        user_logged_in.connect(services.record_sign_in, dispatch_uid="sign-in recorded")
        authenticator_added.connect(services.first_code_counts, dispatch_uid="first code counts")
