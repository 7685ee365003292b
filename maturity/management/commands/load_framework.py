from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from maturity.framework import FrameworkError, read_framework
from maturity.services import load_framework

SHIPPED = Path(__file__).resolve().parents[2] / "illustrative_framework.json"


class Command(BaseCommand):
    help = "Loads a maturity framework from a file, or the illustrative one. Loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *, file, **options):
        try:
            read = read_framework(file.read_text(encoding="utf-8"))
            framework, is_new = load_framework(read=read)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        except FrameworkError as error:
            raise CommandError(
                f"{file.name} was not loaded.\n" + "\n".join(f"- {one}" for one in error.problems)
            ) from error
        if options["verbosity"]:
            self.stdout.write(self.said_of(framework, read, is_new))

    def said_of(self, framework, read, is_new):
        size = f"{len(read.themes)} themes, {read.criterion_count} criteria"
        words = "Loaded" if is_new else "Already loaded, nothing changed"
        return f"{words}: {framework} ({framework.get_status_display().lower()}), {size}"
