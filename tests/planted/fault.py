from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    name: str
    what: str
    tests: list
    file: str
    stands: str
    becomes: str
