from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from groups.management.appointing import authority_called
from groups.models import PAPG
from groups.services import move_group


class Command(BaseCommand):
    help = (
        "Moves a group, with its subgroups and its whole history, to the authority that takes over from the one that "
        "leads it. From then on the offices of the new one see it, and those of the old one do not."
    )

    def add_arguments(self, parser):
        parser.add_argument("--group", required=True, metavar="PUBLIC_ID", help="as its address has it")
        parser.add_argument("--to", required=True, metavar="GSS", help="the code of the authority that takes over")
        parser.add_argument("--name", default="", help="a new name, where the new authority has a group of this one")

    def handle(self, *, group, to, name, **_options):
        found = PAPG.objects.select_related("lead_authority").filter(public_id=group).first()
        if found is None:
            raise CommandError(f"There is no group {group}. Its public id stands in the address of its pages.")
        before = found.lead_authority
        try:
            moves = move_group(group=found, to=authority_called(to), name=name)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        moved = ", ".join(str(move.group) for move in moves)
        self.stdout.write(f"Moved from {before} to {moves[0].to_authority}: {moved}.")
        self.stdout.write(
            "Chairs, secretaries and administrators are told by mail. Give those who sit for the old authority new "
            "seats for the new one; until then they read what they read before."
        )
