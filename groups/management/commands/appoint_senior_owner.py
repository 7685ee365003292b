from groups.management.appointing import AppointCommand
from groups.roles import Role


class Command(AppointCommand):
    help = "Gives an authority its senior owner, who answers for its groups. Refused while somebody holds the office."
    role = Role.SENIOR_OWNER
