from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from groups.services import add_shared_organisation
from groups.services.organisations import SHARED_KINDS


class Command(BaseCommand):
    help = "Adds a police force or another statutory body, which every authority can then choose for a seat."

    def add_arguments(self, parser):
        parser.add_argument("--kind", required=True, choices=[kind.value for kind in SHARED_KINDS])
        parser.add_argument("--name", required=True)

    def handle(self, *, kind, name, **_options):
        try:
            organisation = add_shared_organisation(name=name, kind=kind)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{organisation} can be chosen for seats.")
