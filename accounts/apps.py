from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts.middleware import start_idle_clock  # it needs the models, which are loaded by now

        user_logged_in.connect(start_idle_clock, dispatch_uid="idle clock")
