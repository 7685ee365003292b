import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from groups.reference import ATTRIBUTION, load_authorities


class Command(BaseCommand):
    help = "Loads councils from a CSV file such as mySociety's list of UK local authorities. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="CSV", help="with the columns name, gss, type, nation, end")

    def handle(self, *, file, **_options):
        try:
            with file.open(newline="", encoding="utf-8-sig") as opened:
                loaded = load_authorities(list(csv.DictReader(opened)))
        except (OSError, ValueError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(f"{loaded} councils stand in the database. {ATTRIBUTION}")
