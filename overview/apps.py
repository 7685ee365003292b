from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"

    def ready(self):
        from overview import board_document  # it needs the models, which are loaded by now

        board_document.register()
