"""Why a hat opens no things of an audience and marking: one plain sentence for each reason.

The rule itself is asked, backwards: would a hat that lacks nothing but what this one lacks still be refused? Then that
is a reason. So no part of the rule stands here a second time.
"""

from dataclasses import replace

from groups.access import Hat
from groups.models import Marking, OrganisationKind
from groups.roles import Role
from groups.sensitivity import rights

LACKS_NOTHING = Hat(
    group_id=1,
    role=Role.MEMBER,
    seat_id=1,
    organisation_kinds=frozenset([OrganisationKind.AUTHORITY]),
    in_authority=True,
    confirmed=True,
    undertaken=True,
)
OF_AN_OFFICE, OF_A_SEAT = ["role", "seat_id"], ["role", "organisation_kinds", "in_authority", "confirmed", "undertaken"]
THOSE = {
    Role.OBSERVER: "Observers",
    Role.CONTEXT_ONLY: "People who are here for context only",
    Role.AUDITOR: "Auditors",
}
A_KIND = {
    OrganisationKind.BUSINESS: "a business forum",
    OrganisationKind.VENUE: "a venue",
    OrganisationKind.OTHER: "of another kind",
}


def opens(hat, audience, marking):
    return bool(rights([hat])[audience, marking])


def what_is_lacking(hat, audience, marking):
    """The names of the fields of this hat each of which alone keeps such things closed."""
    fields = OF_AN_OFFICE if hat.seat_id is None else OF_A_SEAT
    lacking = [field for field in fields if not opens(only(field, hat), audience, marking)]
    return [field for field in lacking if field != "in_authority" or "organisation_kinds" not in lacking]


def only(field, hat):
    """A hat that lacks nothing but what this one lacks in `field`."""
    return replace(LACKS_NOTHING, **{field: getattr(hat, field)})


def why_closed(hat, organisations, audience, marking):
    """A sentence for each reason; `organisations` are those for which the hat is worn."""
    return [
        SENTENCES[field](hat, organisations, audience, marking) for field in what_is_lacking(hat, audience, marking)
    ]


def _role(hat, _organisations, audience, marking):
    those = THOSE.get(hat.role, hat.role.label)
    if marking == Marking.OFFICIAL_SENSITIVE and opens(only("role", hat), audience, Marking.OFFICIAL):
        return f"{those} do not read OFFICIAL-SENSITIVE."
    return f"{those} do not read what is for “{audience.label}”."


def _seat_id(_hat, _organisations, _audience, _marking):
    return "An office of the authority opens only what is OFFICIAL and for everyone in the group."


def _organisation_kinds(_hat, organisations, audience, marking):
    """Names the organisation whose kind alone would keep such things closed."""
    closed = next(
        organisation
        for organisation in organisations
        if not opens(replace(LACKS_NOTHING, organisation_kinds=frozenset([organisation.kind])), audience, marking)
    )
    return f"{closed.name} is {A_KIND.get(closed.kind, closed.get_kind_display())}, so not a statutory partner."


def _in_authority(_hat, organisations, _audience, _marking):
    if len(organisations) == 1:
        return f"{organisations[0].name} neither leads this group nor takes part in it as an authority."
    return f"Not both of {organisations[0].name} and {organisations[1].name} lead this group or take part in it."


def _confirmed(hat, _organisations, _audience, _marking):
    if hat.stands_in:
        return "Your standing in, or the seat itself, waits to be confirmed by the chair or the secretary."
    return "Your seat waits to be confirmed by the chair or the secretary."


def _undertaken(_hat, _organisations, _audience, _marking):
    return "You have not accepted the handling undertaking."


SENTENCES = {
    "role": _role,
    "seat_id": _seat_id,
    "organisation_kinds": _organisation_kinds,
    "in_authority": _in_authority,
    "confirmed": _confirmed,
    "undertaken": _undertaken,
}
