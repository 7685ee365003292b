from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from groups.authority_table import Faults, read_authorities
from groups.reference import ATTRIBUTION, load_authorities


class Command(BaseCommand):
    help = (
        "Loads local authorities from a CSV file such as mySociety's list of them, or refreshes them. Safe to run "
        "again; an authority that has ended stays. Nothing is loaded while anything is wrong with the file."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file",
            type=Path,
            metavar="CSV",
            help="with the columns name, gss, type, nation; and, if it has them, code, region, county, start, end, "
            "replaced_by (the code of the one that takes over)",
        )
        parser.add_argument("--dry-run", action="store_true", help="says what it would do, and does nothing")

    def handle(self, *, file, dry_run, **_options):
        try:
            lines = read_authorities(file.read_bytes())
            counts = load_authorities(lines, dry_run=dry_run)
        except (OSError, Faults) as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(ATTRIBUTION)
        counted = ", ".join(f"{number} {word}" for word, number in counts.items())
        done = "would be loaded; nothing was changed" if dry_run else "loaded"
        self.stdout.write(f"{len(lines)} authorities {done}: {counted}.")
