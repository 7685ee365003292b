"""A subgroup with three members, all of them from the group, and the report that it sent for the next meeting."""

from groups.models import Audience, Marking, Undertaking
from groups.roles import Role
from groups.services import accept_undertaking, confirm_membership, create_subgroup, invite_member
from meetings.models import Course
from meetings.services import save_report
from overview.demo.days import working_day

MEMBERS = [  # name, organisation, role, what they bring
    ("Siân Pritchard", "council", Role.CHAIR, "Holds the traffic orders and the budget for street works"),
    ("Ruth Ellison", "police", Role.ADVISER, "Knows which barriers stop which vehicles"),
    ("Kwame Mensah", "arena", Role.MEMBER, "Speaks for those whose deliveries must come through"),
]
REPORT = """\
The survey of Guildhall Square is done: nine places where a vehicle can reach people, three of them urgent.

- Drawings for the three are with the contractor, two weeks late.
- The arena and the market agree to deliveries before ten.
- **For the group to decide**: whether the lantern parade goes ahead with hired barriers."""
OPEN = {"marking": Marking.OFFICIAL, "audience": Audience.EVERYONE}


def fill(place):
    administrator, people = place.people["Nadia Osman"], place.people
    subgroup = create_subgroup(
        parent=place.group,
        name="Vehicle mitigation project",
        purpose="Choose, pay for and build what keeps vehicles away from people in Guildhall Square",
        sponsor=place.seats["Helen Marsh"],
        ends_on=working_day(150),
        by=administrator,
    )
    confirmer = people["David Lennox"]  # the senior owner, until there is a chair
    for name, organisation, role, brings in MEMBERS:
        seat = invite_member(
            group=subgroup,
            name=name,
            email=people[name].email,
            role=role,
            organisation=place.organisations[organisation],
            job_title=place.seats[name].job_title,
            brings=brings,
            by=administrator,
        )
        confirm_membership(membership=seat, by=confirmer)
        accept_undertaking(undertaking=Undertaking.objects.get(group=subgroup), by=people[name])
        confirmer = people["Siân Pritchard"]
    chair = people["Siân Pritchard"]
    save_report(group=subgroup, course=Course.IN_DIFFICULTY, text=REPORT, edition=0, send=True, by=chair)
