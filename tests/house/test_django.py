"""What Django can check of itself."""

from django.core.management import call_command


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_system_checks_find_nothing(db):
    call_command("check", fail_level="WARNING")
