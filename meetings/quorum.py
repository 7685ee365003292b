"""Whether a meeting may decide: worked out from the rule that the meeting copied and from its roll."""

from dataclasses import dataclass

from groups.models import OrganisationKind
from groups.roles import Role


@dataclass(frozen=True)
class Quorum:
    chair_needed: bool
    chair_here: bool
    police_needed: bool
    police_here: bool
    areas_needed: int
    areas_here: frozenset  # codes of the five business areas that somebody speaks for

    @property
    def met(self):
        return (
            (self.chair_here or not self.chair_needed)
            and (self.police_here or not self.police_needed)
            and len(self.areas_here) >= self.areas_needed
        )


def quorum(rules, roll):
    """`rules` as copied to the meeting when it opened, `roll` its lines."""
    five_areas = {area["code"] for area in rules["five"]}
    here = [line for line in roll if line.is_represented]
    return Quorum(
        chair_needed=rules["chair"],
        chair_here=any(line.role in (Role.CHAIR, Role.DEPUTY_CHAIR) for line in here),
        police_needed=rules["police"],
        police_here=any(
            line.role == Role.ADVISER and line.organisation_kind == OrganisationKind.POLICE for line in here
        ),
        areas_needed=rules["areas"],
        areas_here=frozenset(code for line in here for code in line.areas if code in five_areas),
    )
