from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self):
        # they need the models, which are loaded by now
        from audit.services import seal_and_anchor
        from notices import services, sweeps

        sweeps.register("audit", seal_and_anchor)  # before those that take their time
        sweeps.register("reminders", services.plan_and_send)
