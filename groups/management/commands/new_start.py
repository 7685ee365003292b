from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from groups.services import give_new_start


class Command(BaseCommand):
    help = (
        "Gives a new start to somebody who lost their second factor and sits in no group: an officer, a guest, or a "
        "deputy at one meeting. Speak with both people first: the one who vouches is the second of two, and is told by "
        "mail."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="of the person who lost it")
        parser.add_argument("--vouched-by", required=True, metavar="EMAIL", help="of who knows them there")

    def handle(self, *, email, vouched_by, **_options):
        person, voucher = person_called(email), person_called(vouched_by)
        try:
            give_new_start(person=person, voucher=voucher)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{person.name} is signed out everywhere, and gets a link by mail to begin anew.")


def person_called(email):
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person
