from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.anchors import AnchorBroken, read_anchors
from audit.verification import Tampered, verify


class Command(BaseCommand):
    help = "Checks every entry of the audit trail, and names the first that was changed, removed or put in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchors",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="files with lines as the service wrote, logged or mailed them; unless given, its own",
        )

    def handle(self, *, anchors, **_options):
        own = [path for path in [settings.AUDIT_ANCHOR_FILE] if path.exists()]
        try:
            found = verify(read_anchors(anchors or own))
        except (OSError, AnchorBroken, Tampered) as bad:
            raise CommandError(f"audit: {bad}") from bad
        waiting = f"; {found.unsealed} not sealed yet" if found.unsealed else ""
        self.stdout.write(f"audit: {found.entries} entries, {found.seals} seals, all is well{waiting}")
