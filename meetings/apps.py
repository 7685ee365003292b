from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from meetings import notices  # it needs the models, which are loaded by now

        notices.register()
