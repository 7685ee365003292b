from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from overview.demo.build import NotEmpty, build_demo


class Command(BaseCommand):
    help = "Fills an empty database with two invented councils. Run again, it does nothing."

    def handle(self, **_options):
        if settings.PRODUCTION:
            raise CommandError("The demo signs people in without a password: it is not for production.")
        try:
            is_new = build_demo()
        except NotEmpty as error:
            raise CommandError("There are people in this database already. The demo needs an empty one.") from error
        words = "The demo is ready." if is_new else "The demo stands already: nothing was changed."
        self.stdout.write(words)
