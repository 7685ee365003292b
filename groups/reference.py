"""Reference data, brought into the database by commands and not by migrations: business areas, councils.

The business areas stand here; councils come from a table that the project does not ship.

The five are the areas of local authority business that ACT for Local Authorities names; further roles and partners are
those that its guidance on Protect and Prepare Groups suggests.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from groups.models import Authority, BusinessArea, Organisation, OrganisationKind

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


# What a new group starts with below the five areas; it renames, adds and removes as its council is organised.
PORTFOLIOS = {
    "planning": ["Development management", "Local plans", "Regeneration", "Conservation", "Building control"],
    "licensing": ["Night-time economy", "Temporary events", "Sports stadia", "Street trading and pavement licences"],
    "community-safety": ["Community safety partnership", "Wardens", "Public space CCTV"],
    "transport": ["Highway authority", "Street works", "Traffic orders", "Parking", "Public transport"],
    "emergency-planning": ["Resilience", "Business continuity", "Duty officers out of hours"],
}


@transaction.atomic
def load_business_areas():
    """Those that are not there yet. What an operator renamed or moved stays as it is."""
    in_order = [(kind, *area) for kind, areas in AREAS.items() for area in areas]
    for position, (kind, code, name, initial) in enumerate(in_order, start=1):
        BusinessArea.objects.get_or_create(
            code=code, defaults={"name": name, "initial": initial, "kind": kind, "position": position}
        )
    return BusinessArea.objects.count()


THE_FIVE = {code for code, _name, _initial in AREAS[Kind.FIVE]}
MUST_BE = {"name": str, "initial": str, "kind": str, "position": int}


@transaction.atomic
def change_business_areas(rows):
    """Changes areas or adds further roles and partners, from `rows`: dictionaries with `code` and what is to change.

    The five stay the five: none joins them and none leaves. Raises ValueError with the row that is wrong.
    """
    if not isinstance(rows, list):
        raise ValueError("The file must hold a list of areas.")
    for number, row in enumerate(rows, start=1):
        try:
            _change_area(**row)
        except (TypeError, ValidationError) as wrong:
            raise ValueError(f"Area {number} is wrong: {wrong}") from wrong
    return len(rows)


def _change_area(*, code, **fields):
    for name, value in fields.items():
        if not isinstance(value, MUST_BE.get(name, ())):
            raise ValidationError(f"{code}: {name} is no field of an area, or its value is of the wrong kind")
    kind = Kind.FIVE if code in THE_FIVE else Kind.EXTERNAL
    area = BusinessArea.objects.filter(code=code).first() or BusinessArea(code=code, kind=kind)
    for name, value in fields.items():
        setattr(area, name, value)
    if (area.kind == Kind.FIVE) != (code in THE_FIVE):
        raise ValidationError(f"{code}: the five areas stay the five; kind must be {Kind.FURTHER} or {Kind.EXTERNAL}")
    area.full_clean()
    area.save()


# Councils -------------------------------------------------------------------------------------------------------------

ATTRIBUTION = "Contains data © mySociety, CC BY 4.0, and ONS, Open Government Licence v3.0."
COLUMNS = ["name", "gss", "type", "nation"]


@transaction.atomic
def load_authorities(rows):
    """Councils from `rows` of a table with COLUMNS, and with `end` for those that are no more, which are left out.

    Safe to run again: a GSS code stays the same row. Raises ValueError with the line that cannot be read.
    """
    living = [row for row in rows if not (row.get("end") or "").strip()]
    for line, row in enumerate(living, start=1):
        name, gss, kind, nation = ((row.get(column) or "").strip() for column in COLUMNS)
        if not (name and gss):
            raise ValueError(f"Council {line} has no name or no GSS code; the columns needed are {', '.join(COLUMNS)}.")
        authority, _made = Authority.objects.update_or_create(
            gss=gss, defaults={"name": name, "type": kind, "nation": nation}
        )
        Organisation.objects.update_or_create(
            authority=authority, defaults={"name": name, "kind": OrganisationKind.AUTHORITY}
        )
    return len(living)
