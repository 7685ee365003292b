from django.apps import AppConfig


class MaturityConfig(AppConfig):
    name = "maturity"

    def ready(self):
        from maturity import leaves  # it needs the models, which are loaded by now

        leaves.register_own()
