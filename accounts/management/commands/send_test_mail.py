from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lib.mail import send_mail_from_template


class Command(BaseCommand):
    help = "Sends one mail to an address, to prove the mail settings."

    def add_arguments(self, parser):
        parser.add_argument("address")

    def handle(self, *, address, **_options):
        try:
            message_id = send_mail_from_template(to=address, template="test_mail", context={})
        except OSError as error:
            raise CommandError(f"Not sent: {error}") from error
        self.stdout.write(f"Handed over for {address} from {settings.DEFAULT_FROM_EMAIL}: {message_id}")
