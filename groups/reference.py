"""Reference data, brought into the database by commands and not by migrations: business areas, councils.

The business areas stand here; councils come from a table that the project does not ship.

The five are the areas of local authority business that ACT for Local Authorities names; further roles and partners are
those that its guidance on Protect and Prepare Groups suggests.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from audit.services import record
from groups.authority_table import Faults
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


@transaction.atomic
def load_authorities(lines, *, dry_run=False):
    """{"new", "changed", "unchanged": how many}, of the `lines` that groups.authority_table reads.

    Safe to run again: a GSS code stays the same row, under whatever name, and none goes away. Raises Faults for a name
    that another organisation of the database has.
    """
    known = {authority.gss: authority for authority in Authority.objects.select_related("successor", "organisation")}
    _refuse_names_of_others(lines)
    changes = [(known.get(line.fields["gss"]), line.fields) for line in lines]
    changes = [(authority, fields) for authority, fields in changes if authority is None or _differs(authority, fields)]
    _make_way_for_names(changes)
    for _authority, fields in changes:
        _save(fields)
    _set_successors(fields for _authority, fields in changes)
    new = sum(authority is None for authority, _fields in changes)
    counts = {"new": new, "changed": len(changes) - new, "unchanged": len(lines) - len(changes)}
    record(by=None, verb="authorities loaded", target=Authority(public_id=""), **counts)
    transaction.set_rollback(dry_run)
    return counts


def _refuse_names_of_others(lines):
    """Names stand once in the list of organisations: the trail, too, knows an authority by its name."""
    ours = Q(authority__gss__in=[line.fields["gss"] for line in lines])
    taken = Organisation.objects.filter(kept_by=None).exclude(ours).values_list("name", flat=True)
    taken = {name.casefold() for name in taken}
    faults = [
        f"Line {line.number}: another organisation in the database is called {line.fields['name']}. Name them apart."
        for line in lines
        if line.fields["name"].casefold() in taken
    ]
    if faults:
        raise Faults(*faults)


def _differs(authority, fields):
    now = {name: getattr(authority, name) for name in fields}
    if "successor" in fields:
        now["successor"] = authority.successor and authority.successor.gss
    return now != fields or not hasattr(authority, "organisation")


def _make_way_for_names(changes):
    """So that two that change names do not meet halfway. That one is renamed is recorded under its old name."""
    for authority, fields in changes:
        if authority and hasattr(authority, "organisation") and authority.name != fields["name"]:
            record(by=None, verb="authority renamed", target=authority.organisation)
            Organisation.objects.filter(authority=authority).update(name=authority.gss)


def _save(fields):
    """Its successor comes later: it may stand further down."""
    values = {name: value for name, value in fields.items() if name != "successor"}
    if "successor" in fields or not fields.get("ends_on", True):
        values["successor"] = None
    authority, _made = Authority.objects.update_or_create(gss=fields["gss"], defaults=values)
    Organisation.objects.update_or_create(
        authority=authority, defaults={"name": authority.name, "kind": OrganisationKind.AUTHORITY}
    )


def _set_successors(rows):
    successor_of = {fields["gss"]: fields["successor"] for fields in rows if fields.get("successor")}
    by_gss = {authority.gss: authority for authority in Authority.objects.filter(gss__in=successor_of.values())}
    for gss, successor in successor_of.items():
        Authority.objects.filter(gss=gss).update(successor=by_gss[successor])
