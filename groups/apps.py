from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        from groups import notices, terms_document  # they need the models, which are loaded by now

        notices.register()
        terms_document.register()
