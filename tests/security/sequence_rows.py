"""What the model of the policy keeps (security/sequence_model.py): seats, who stands in, and things with readers."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Seat:
    person: str
    role: str
    organisation: str
    granted_by: str
    confirmed_by: str = ""
    live: bool = True
    key: int = 0  # what the service calls it


@dataclass(eq=False)
class StandIn:
    """A deputy, or with `nominated` one for the meeting alone."""

    seat: Seat
    person: str
    organisation: str
    empowered: bool
    granted_by: str
    nominated: bool
    confirmed_by: str = ""
    live: bool = True
    key: int = 0


@dataclass(eq=False)
class Grant:
    person: str
    granted_by: str = ""
    waits: bool = False  # for a second person
    guest: bool = False


@dataclass(eq=False)
class Wish:
    """To open a thing to everyone, which waits for a second person."""

    thing: str
    marking: str
    was: tuple
    asked_by: str
    waits: bool = True
    key: int = 0


@dataclass(eq=False)
class Thing:
    author: str = ""
    marking: str = "official"
    audience: str = "everyone"
    grants: list = field(default_factory=list)

    @property
    def limits(self):
        return self.marking, self.audience
