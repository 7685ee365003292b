from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        # they need the models, which are loaded by now
        from groups import audit_log_document, notices, own_leaves, terms_document, undertaking_notices

        audit_log_document.register()
        own_leaves.register_own()
        notices.register()
        terms_document.register()
        undertaking_notices.register()
