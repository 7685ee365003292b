import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, eq=False)
class Fault:
    name: str
    what: str
    tests: list
    file: str
    stands: str
    becomes: str

    def planted(self):
        """The file with the fault, as a syntax tree."""
        return ast.parse(self.text())

    def text(self):
        return (ROOT / self.file).read_text().replace(self.stands, self.becomes)
