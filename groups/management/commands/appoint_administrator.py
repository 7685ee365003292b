from groups.management.appointing import AppointCommand
from groups.roles import Role


class Command(AppointCommand):
    help = "Gives an authority its administrator, who creates its groups. Refused while somebody holds the office."
    role = Role.ADMINISTRATOR
