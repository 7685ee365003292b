from django.core.management.base import BaseCommand

from groups.reference import load_business_areas


class Command(BaseCommand):
    help = "Loads the business areas that should be at the table. Safe to run again."

    def handle(self, **_options):
        loaded = load_business_areas()
        self.stdout.write(f"{loaded} business areas stand in the database.")
