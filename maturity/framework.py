"""Reads a maturity framework from its file (JSON, schema 1.0). What is wrong is said with where it stands."""

import hashlib
import json
from dataclasses import dataclass, field

TITLE_LENGTH = 120
LONG_LENGTH = 300
STATUSES = ["illustrative", "official", "local"]


class FrameworkError(Exception):
    """`problems` is a list of sentences, each beginning with the place in the file."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class ReadFramework:
    """A whole and consistent framework; `themes` is a list of (fields of the theme, list of fields of its criteria)."""

    fields: dict
    themes: list

    @property
    def criterion_count(self):
        return sum(len(criteria) for _fields, criteria in self.themes)


@dataclass
class Reader:
    """Takes parts out of the file and notes what is wrong with them, so that all of it is said at once."""

    problems: list = field(default_factory=list)
    codes: set = field(default_factory=set)

    def wrong(self, where, words):
        self.problems.append(f"{where}: {words}")

    def part(self, holder, key, kind, where):
        """`holder[key]` when it is of this kind and not empty; otherwise an empty one, noted."""
        value = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(value, kind) and not isinstance(value, bool) and (value or value == 0):
            return value
        self.wrong(where, f"“{key}” is missing" if value in (None, "", [], {}) else f"“{key}” is of the wrong kind")
        return kind()

    def text(self, holder, key, where, longest):
        given = self.part(holder, key, str, where)
        value = given.strip()
        if given and not value:
            self.wrong(where, f"“{key}” is missing")
        if len(value) > longest:
            self.wrong(where, f"“{key}” is longer than {longest} characters")
        if "\x00" in value:
            self.wrong(where, f"“{key}” has a character in it that cannot be kept")
        return value

    def optional(self, holder, key, kind, where):
        """`holder[key]` if it is there; of the wrong kind it is noted."""
        value = holder.get(key) if isinstance(holder, dict) else None
        if value is None or isinstance(value, kind) and not isinstance(value, bool):
            return value
        self.wrong(where, f"“{key}” is of the wrong kind")
        return None

    def code(self, holder, where):
        code = self.text(holder, "code", where, 5)
        if code in self.codes:
            self.wrong(where, f"the code {code} is used twice")
        if code:
            self.codes.add(code)
        return code


def read_framework(text):
    """The framework that a file's text holds. Raises FrameworkError with everything that is wrong in it."""
    try:
        source = json.loads(text)
    except ValueError as error:
        raise FrameworkError([f"The file is not JSON: {error}"]) from error
    reader = Reader()
    framework = ReadFramework(fields=_framework_fields(reader, source), themes=_themes(reader, source))
    if reader.problems:
        raise FrameworkError(reader.problems)
    return framework


def _framework_fields(reader, source):
    scoring = reader.part(source, "scoring", dict, "framework")
    status = reader.text(source, "status", "framework", 20)
    if status and status not in STATUSES:
        reader.wrong("framework", f"“status” must be one of {', '.join(STATUSES)}")
    return {
        "key": reader.text(source, "id", "framework", 60),
        "version": reader.text(source, "version", "framework", 10),
        "title": reader.text(source, "title", "framework", 200),
        "status": status,
        "disclaimer": reader.text(source, "disclaimer", "framework", 2000),
        "scale": _scale(reader, scoring),
        "evidence_needed_from_level": reader.optional(scoring, "evidence_needed_from_level", int, "scoring"),
        "sha256": hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest(),
    }


def _scale(reader, scoring):
    scale = []
    for number, step in enumerate(reader.part(scoring, "scale", list, "scoring")):
        where = f"scoring, scale, step {number}"
        value = reader.part(step, "value", int, where)
        if value != number:
            reader.wrong(where, f"the levels count up from 0 one by one, so “value” must be {number}")
        label = reader.text(step, "label", where, TITLE_LENGTH)
        scale.append({"value": value, "label": label, "meaning": reader.text(step, "meaning", where, LONG_LENGTH)})
    return scale


def _themes(reader, source):
    levels = _level_names(source)
    return [
        _theme(reader, theme, f"theme {number}", number, levels)
        for number, theme in enumerate(reader.part(source, "themes", list, "framework"), start=1)
    ]


def _level_names(source):
    """The levels that need a statement: all but 0, which the scale itself describes."""
    scoring = source.get("scoring") if isinstance(source, dict) else None
    scale = scoring.get("scale") if isinstance(scoring, dict) else None
    return [str(number) for number in range(1, len(scale))] if isinstance(scale, list) else []


def _theme(reader, theme, where, position, levels):
    fields = {
        "code": reader.code(theme, where),
        "name": reader.text(theme, "name", where, TITLE_LENGTH),
        "intent": reader.text(theme, "intent", where, LONG_LENGTH),
        "position": position,
    }
    criteria = [
        _criterion(reader, criterion, f"{where} ({fields['code']}), criterion {number}", number, levels)
        for number, criterion in enumerate(reader.part(theme, "criteria", list, where), start=1)
    ]
    return fields, criteria


def _criterion(reader, criterion, where, position, levels):
    code = reader.code(criterion, where)
    where = f"{where} ({code})"
    statements = reader.part(criterion, "levels", dict, where)
    return {
        "code": code,
        "title": reader.text(criterion, "title", where, TITLE_LENGTH),
        "question": reader.text(criterion, "question", where, LONG_LENGTH),
        "statements": {level: reader.text(statements, level, f"{where}, levels", 1000) for level in levels},
        "prompts": reader.optional(criterion, "evidence_prompts", list, where) or [],
        "position": position,
    }
