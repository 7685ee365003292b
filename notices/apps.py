from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self):
        from notices import services, sweeps  # they need the models, which are loaded by now

        sweeps.register("reminders", services.plan_and_send)
