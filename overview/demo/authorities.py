"""Authorities and organisations: invented, with codes that the Office for National Statistics gives to nobody."""

from groups.models import Authority, Organisation, OrganisationKind

SHARED = {
    "police": ("Estuary Police", OrganisationKind.POLICE),
    "fire": ("Estuary Fire and Rescue", OrganisationKind.FIRE),
    "ambulance": ("Estuary Ambulance Service", OrganisationKind.AMBULANCE),
}
KEPT = {
    "Westhaven City Council": {
        "bid": ("Westhaven Business Improvement District", OrganisationKind.BUSINESS),
        "arena": ("Westhaven Arena", OrganisationKind.VENUE),
    },
    "Eastmere Borough Council": {"pier": ("Eastmere Pier Company", OrganisationKind.VENUE)},
}


def add_shared_organisations():
    return {key: Organisation.objects.create(name=name, kind=kind) for key, (name, kind) in SHARED.items()}


def add_authority(name, gss, kind, shared):
    """(the authority, its organisations by short names)."""
    authority = Authority.objects.create(name=name, gss=gss, type=kind, nation="England")
    council = Organisation.objects.create(name=name, kind=OrganisationKind.AUTHORITY, authority=authority)
    kept = {
        key: Organisation.objects.create(name=kept_name, kind=kept_kind, kept_by=authority)
        for key, (kept_name, kept_kind) in KEPT[name].items()
    }
    return authority, {"council": council, **shared, **kept}
