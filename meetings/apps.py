from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from meetings import access, leaves, notices  # they need the models, which are loaded by now

        access.register()
        leaves.register_own()
        notices.register()
