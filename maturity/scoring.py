"""What the answers of an assessment come to. Pure functions; there is no overall score.

An answer has `level` (or None), `unknown` and `not_applicable`. Not known counts as 0 where gaps are put in order, and
is no level where levels are summed up; what does not apply stands outside both.
"""

from dataclasses import dataclass
from statistics import median_low


@dataclass(frozen=True)
class Place:
    """One criterion of an assessment: its code, and its answer if this reader may read it."""

    code: str
    answer: object = None


@dataclass(frozen=True)
class ThemeRow:
    code: str
    name: str  # empty when every answer under it is withheld
    places: list
    lowest: int | None
    middle: int | None
    filler: range  # cells that are missing up to the longest theme

    @property
    def heading(self):
        return f"{self.code} {self.name}".strip()


def counts(answers, scale):
    """{level: number of answers} for each level of the scale, in its order."""
    return {step["value"]: sum(answer.level == step["value"] for answer in answers) for step in scale}


def count_unknown(answers):
    return sum(answer.unknown for answer in answers)


def count_not_applicable(answers):
    return sum(answer.not_applicable for answer in answers)


def gap_level(answer):
    return 0 if answer.unknown else answer.level


def is_scored(answer):
    return answer.unknown or answer.level is not None


def lowest_first(answers):
    """What applies and is answered, lowest first; a level of 0 that was found comes before one that is not known."""
    return sorted(filter(is_scored, answers), key=lambda answer: (gap_level(answer), answer.unknown))


def gaps(answers, scale):
    """Lowest first, without those that stand at the top of the scale: there is nothing above to reach."""
    return [answer for answer in lowest_first(answers) if gap_level(answer) < scale[-1]["value"]]


def weakest(answers):
    """All that share the lowest place."""
    in_order = lowest_first(answers)
    return [answer for answer in in_order if gap_level(answer) == gap_level(in_order[0])]


def count_low(answers):
    """At level 1 or 0, or not known."""
    return sum(gap_level(answer) <= 1 for answer in filter(is_scored, answers))


def levels(answers):
    return [answer.level for answer in answers if answer.level is not None]


def lowest(answers):
    return min(levels(answers), default=None)


def middle(answers):
    """The middle level; between two the lower, since a level is met only when all of it is met."""
    return median_low(levels(answers)) if levels(answers) else None


def theme_rows(numbers, answers):
    """The heat map: a row per theme, a place per criterion.

    `numbers` holds (theme code, criterion id, criterion code) of every answer in order, `answers` those that the reader
    may read: the rest are places without an answer.
    """
    known = {answer.criterion_id: answer for answer in answers}
    themes = {}
    for theme_code, criterion_id, code in numbers:
        themes.setdefault(theme_code, []).append(Place(code, known.get(criterion_id)))
    widest = max(map(len, themes.values()), default=0)
    return [_row(code, places, widest) for code, places in themes.items()]


def _row(code, places, widest):
    answers = [place.answer for place in places if place.answer]
    return ThemeRow(
        code=code,
        name=answers[0].criterion.theme.name if answers else "",
        places=places,
        lowest=lowest(answers),
        middle=middle(answers),
        filler=range(widest - len(places)),
    )


def withheld(rows):
    """The bare codes of what this reader may not read."""
    return [place.code for row in rows for place in row.places if not place.answer]


def columns(rows):
    """The numbers of the heat map's columns: as many as the longest theme has criteria."""
    return range(1, max((len(row.places) for row in rows), default=0) + 1)
