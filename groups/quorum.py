"""Whether enough are there to decide: by the rule, and by who speaks for what.

Asked of the roll of a meeting, and of those who agreed terms of reference.
"""

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
        return not self.lacks

    @property
    def lacks(self):
        """Which parts of the rule are wanting."""
        parts = {
            "chair": self.chair_needed and not self.chair_here,
            "areas": self.areas_needed > len(self.areas_here),
            "police": self.police_needed and not self.police_here,
        }
        return frozenset(part for part, is_missing in parts.items() if is_missing)

    @property
    def missing(self):
        """What is wanting, a line each."""
        more = self.areas_needed - len(self.areas_here)
        words = {
            "chair": "the chair or the deputy chair",
            "areas": f"{more} more of the five business areas",
            "police": "a police adviser",
        }
        return [says for part, says in words.items() if part in self.lacks]


def quorum(rules, roll):
    """`rules` as the group's or a version's `quorum()` gives them, `roll` the lines of who is asked."""
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
