from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self):
        from documents import services  # they need the models, which are loaded by now
        from notices import sweeps

        sweeps.register("documents", services.take_up_waiting)
        sweeps.register("copies", services.let_go_of_the_outdated)
