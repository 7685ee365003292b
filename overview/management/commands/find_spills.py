from django.core.management.base import BaseCommand

from lib import wall
from overview.spills import find_spills, record_search


class Command(BaseCommand):
    help = "Looks through all texts and files for protective markings above OFFICIAL-SENSITIVE; see docs/spills.md."

    def handle(self, **_options):
        with wall.down():
            found = list(find_spills())
            record_search(found)
        for spill in found:
            group = f"group {spill.group}" if spill.group else "no group"
            self.stdout.write(f"{spill.kind} {spill.thing}, {group}, {spill.place}: {spill.found}")
        self.stdout.write(f"{len(found)} found." if found else "None found.")
