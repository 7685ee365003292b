"""Business areas that should be at the table. `manage.py load_reference` brings them into the database.

The five are the areas of local authority business that ACT for Local Authorities names; further roles and partners are
those that its guidance on Protect and Prepare Groups suggests.
"""

from django.db import transaction

from groups.models import BusinessArea

Kind = BusinessArea.Kind

# Code, name, initials for narrow places
AREAS = {
    Kind.FIVE: [
        ("planning", "Planning and development", "P"),
        ("licensing", "Licensing", "L"),
        ("community-safety", "Community safety", "C"),
        ("transport", "Transport and highways", "T"),
        ("emergency-planning", "Emergency planning", "E"),
    ],
    Kind.FURTHER: [
        ("cctv", "CCTV control room", "CR"),
        ("events", "Events and Safety Advisory Group", "EV"),
        ("facilities", "Facilities and building management", "FB"),
    ],
    Kind.EXTERNAL: [
        ("ctsa", "CTSA", "CS"),
        ("ctpo", "CTPO", "CP"),
        ("doco", "DOCO", "DO"),
        ("ct-secco", "CT SecCo", "SC"),
        ("neighbourhood-policing", "Neighbourhood policing", "NP"),
        ("fire", "Fire and rescue", "FR"),
        ("ambulance", "Ambulance", "AM"),
        ("business-forums", "Business forums", "BF"),
        ("venues", "Venues", "VE"),
    ],
}

SPELLED_OUT = {
    "ctsa": "Counter terrorism security adviser",
    "ctpo": "Counter terrorism Prepare officer",
    "doco": "Designing out crime officer",
    "ct-secco": "Counter terrorism security co-ordinator",
}


@transaction.atomic
def load_business_areas():
    """Safe to run again: a code stays the same row, whatever is renamed or moved."""
    in_order = [(kind, *area) for kind, areas in AREAS.items() for area in areas]
    for position, (kind, code, name, initial) in enumerate(in_order, start=1):
        BusinessArea.objects.update_or_create(
            code=code, defaults={"name": name, "initial": initial, "kind": kind, "position": position}
        )
    return len(in_order)
