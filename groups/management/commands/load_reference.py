import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from groups.reference import change_business_areas, load_business_areas


class Command(BaseCommand):
    help = (
        "Loads the business areas, further roles and partners that should be at the table, as far as they are missing. "
        "With a file, changes them or adds further ones. Safe to run again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file",
            nargs="?",
            help='JSON: a list of areas, each with its code and what is to change, such as [{"code": "harbour", '
            '"name": "Harbour master", "initial": "HM", "kind": "external", "position": 30}]',
        )

    @transaction.atomic
    def handle(self, *, file=None, **_options):
        loaded = load_business_areas()
        self.stdout.write(f"{loaded} business areas stand in the database.")
        if file:
            self.stdout.write(f"{self._changed_by(Path(file))} of them are as the file says.")

    def _changed_by(self, file):
        try:
            return change_business_areas(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError) as wrong:
            raise CommandError(f"{file} changed nothing. {wrong}") from wrong
