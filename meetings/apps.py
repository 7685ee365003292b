from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        # they need the models, which are loaded by now
        from groups.services.factor_resets import ALSO_CLOSED
        from meetings import (
            access,
            checklists,
            decision_log_document,
            decision_notices,
            escalation_notices,
            leaves,
            minutes_document,
            notices,
            paper_notices,
            services,
            summary_document,
            upward_document,
        )

        ALSO_CLOSED.append(services.close_to)
        access.register()
        checklists.register()
        decision_log_document.register()
        decision_notices.register()
        escalation_notices.register()
        leaves.register_own()
        for document in (minutes_document, summary_document, upward_document):
            document.register()
        notices.register()
        paper_notices.register()
