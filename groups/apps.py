from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        from groups import notices, own_leaves, terms_document  # they need the models, which are loaded by now

        own_leaves.register_own()
        notices.register()
        terms_document.register()
