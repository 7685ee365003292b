"""The detector, measured on samples: 209 marked and 530 clean texts, of which a part was held out when it was made."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.protective_markings import markings_in, markings_in_name

SAMPLES = Path(__file__).parent / "spills"
PARTS = ["", "_held_out"]
PIECES = [
    "SECRET ",
    "not SECRET, ",
    "S ",
    "S\n",
    "S-",
    "TOP ",
    "UK EYES ",
    "(S//",
    "<a ",
    "&#83;",
    "a.@",
    "\u200b",
    "Ѕ",
    "_",
]


def samples(name):
    lines = (SAMPLES / f"{name}.txt").read_text().splitlines()
    return [re.sub(r"(?:\\u[0-9a-f]{4})+", as_characters, line).replace("⏎", "\n") for line in lines if line]


def as_characters(escaped):
    units = re.findall(r"\\u([0-9a-f]{4})", escaped[0])
    return b"".join(int(unit, 16).to_bytes(2, "big") for unit in units).decode("utf-16-be")


def test_there_are_as_many_samples_as_the_goal_asks_for():
    assert sum(len(set(samples(f"marked{part}"))) for part in PARTS) >= 200
    assert sum(len(set(samples(f"clean{part}"))) for part in PARTS) >= 500


@pytest.mark.parametrize("part", PARTS)
def test_at_least_99_in_100_marked_texts_are_caught(part):
    texts = samples(f"marked{part}")
    missed = [text for text in texts if not markings_in(text)]

    assert len(missed) <= len(texts) // 100, missed


@pytest.mark.parametrize("part", PARTS)
def test_at_most_1_in_100_clean_texts_is_refused(part):
    texts = samples(f"clean{part}")
    refused = {text: found for text in texts if (found := markings_in(text))}

    assert len(refused) <= len(texts) // 100, refused


def test_names_of_files_are_told_apart():
    assert [name for name in samples("marked_names") if not markings_in_name(name)] == []
    assert [name for name in samples("clean_names") if markings_in_name(name)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TOP SECRET STRAP1", ["TOP SECRET", "STRAP"]),
        ("SECRET // UK EYES ONLY", ["SECRET", "UK EYES ONLY"]),
        ("S\u200bE\u200bC\u200bR\u200bE\u200bT", ["SECRET"]),
        ("The paper, marked SECRET, names the bus station.", ["SECRET"]),
        ("Classification: confidential", ["CONFIDENTIAL"]),
    ],
)
def test_what_was_found_is_named_and_nothing_else_of_the_text(text, found):
    assert markings_in(text) == found


def test_this_house_s_own_texts_may_be_typed():
    for page in Path("templates/pages").glob("*.html"):
        if page.name != "spills.html":  # which lists the markings
            assert markings_in(page.read_text()) == []


@settings(max_examples=40)
@given(some.lists(some.sampled_from(PIECES) | some.text(max_size=8), min_size=1, max_size=6).map("".join).filter(len))
def test_no_text_of_100_kb_takes_long(piece):
    text = (piece * 100_000)[:100_000]
    started = time.process_time()

    markings_in(text)

    assert time.process_time() - started < 3
