"""What answers come to, for any answers at all."""

from dataclasses import dataclass
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from maturity import scoring

SCALE = [{"value": value} for value in range(5)]


@dataclass(frozen=True)
class Said:
    number: int
    level: int | None = None
    unknown: bool = False
    not_applicable: bool = False


def said(number, what):
    return Said(number, **({"level": what} if isinstance(what, int) else {what: True}))


def all_said(whats):
    return [said(number, what) for number, what in enumerate(whats)]


anything = st.lists(st.one_of(st.integers(0, 4), st.sampled_from(["unknown", "not_applicable"]))).map(all_said)


@given(anything)
def test_each_answer_is_counted_once(answers):
    total = sum(scoring.counts(answers, SCALE).values())
    assert total + scoring.count_unknown(answers) + scoring.count_not_applicable(answers) == len(answers)


@given(anything)
def test_lowest_first_holds_all_that_applies_and_never_falls(answers):
    in_order = scoring.lowest_first(answers)
    assert sorted(each.number for each in in_order) == [each.number for each in answers if not each.not_applicable]
    levels = [scoring.gap_level(each) for each in in_order]
    assert levels == sorted(levels)


@given(anything)
def test_gaps_are_the_beginning_of_lowest_first(answers):
    found = scoring.gaps(answers, SCALE)
    rest = scoring.lowest_first(answers)[len(found) :]
    assert found == scoring.lowest_first(answers)[: len(found)]
    assert {each.level for each in rest} <= {4}


@given(anything)
def test_lowest_and_middle_are_levels_that_were_given(answers):
    given_levels = scoring.levels(answers)
    if not given_levels:
        assert (scoring.lowest(answers), scoring.middle(answers)) == (None, None)
        return
    assert scoring.lowest(answers) == min(given_levels)
    middle = scoring.middle(answers)
    assert middle in given_levels
    assert sum(level < middle for level in given_levels) <= len(given_levels) / 2
    assert sum(level > middle for level in given_levels) <= len(given_levels) / 2


@given(anything)
def test_the_weakest_share_one_place_and_nobody_is_below(answers):
    weakest = scoring.weakest(answers)
    assert len({scoring.gap_level(each) for each in weakest}) <= 1
    assert bool(weakest) == bool(scoring.lowest_first(answers))


def test_not_known_counts_as_nothing_among_gaps_after_what_was_found_to_be_nothing():
    answers = all_said([3, "unknown", "not_applicable", 1, 0])

    assert [each.number for each in scoring.lowest_first(answers)] == [4, 1, 3, 0]
    assert scoring.lowest(all_said(["unknown", 2])) == 2


def test_between_two_the_lower_is_the_middle():
    assert scoring.middle(all_said([1, 2])) == 1


def test_withheld_answers_are_places_without_figures():
    answers = [known(1, "A1", 3), known(2, "B1", 1)]
    numbers = [("A", 1, "A1"), ("A", 9, "A2"), ("B", 2, "B1"), ("C", 8, "C1")]

    rows = scoring.theme_rows(numbers, answers)

    assert [(row.heading, [place.code for place in row.places]) for row in rows] == [
        ("A theme A", ["A1", "A2"]),
        ("B theme B", ["B1"]),
        ("C", ["C1"]),
    ]
    assert [(row.lowest, row.middle, len(row.filler)) for row in rows] == [(3, 3, 0), (1, 1, 1), (None, None, 1)]
    assert [place.answer for row in rows for place in row.places] == [answers[0], None, answers[1], None]


def known(number, code, level):
    theme = SimpleNamespace(name=f"theme {code[0]}")
    criterion = SimpleNamespace(code=code, theme=theme)
    return SimpleNamespace(criterion_id=number, criterion=criterion, level=level, unknown=False, not_applicable=False)
