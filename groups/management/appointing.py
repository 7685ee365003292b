"""What the two commands share that give a real installation its first people."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db.models import Q

from groups.models import Authority
from groups.services import appoint_first_officer


class AppointCommand(BaseCommand):
    role = None

    def add_arguments(self, parser):
        parser.add_argument("--authority", required=True, metavar="NAME_OR_GSS", help="its name or its GSS code")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="as colleagues know the person")

    def handle(self, *, authority, email, name, **_options):
        found = authority_called(authority)
        try:
            validate_email(email)
            appoint_first_officer(authority=found, role=self.role, name=name, email=email)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{name} is {self.role.label.lower()} of {found}. A mail to {email} says how to sign in.")


def authority_called(name_or_gss):
    found = Authority.objects.filter(Q(name__iexact=name_or_gss) | Q(gss__iexact=name_or_gss))
    if len(found) != 1:
        raise CommandError(
            f"{len(found)} authorities are called “{name_or_gss}”. Give the whole name or the GSS code; "
            "`manage.py load_authorities` brings them into the database."
        )
    return found[0]
