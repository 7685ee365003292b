from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self):
        from actions import leaves  # it needs the models, which are loaded by now

        leaves.register_own()
