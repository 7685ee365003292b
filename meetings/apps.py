from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        # they need the models, which are loaded by now
        from groups.services.factor_resets import ALSO_CLOSED
        from meetings import access, checklists, leaves, minutes_document, notices, services

        ALSO_CLOSED.append(services.close_to)
        access.register()
        checklists.register()
        leaves.register_own()
        minutes_document.register()
        notices.register()
