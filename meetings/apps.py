from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from groups.services.factor_resets import ALSO_CLOSED  # they need the models, which are loaded by now
        from meetings import access, leaves, notices, services

        ALSO_CLOSED.append(services.close_to)
        access.register()
        leaves.register_own()
        notices.register()
