from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self):
        # they need the models, which are loaded by now
        from actions import leaves
        from actions.models import holds_open_actions
        from groups.checklists import STILL_HOLDS

        leaves.register_own()
        STILL_HOLDS.append(holds_open_actions)
