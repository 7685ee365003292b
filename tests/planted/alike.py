"""Faults in what is built once for readers whose hats are alike."""

from tests.planted.fault import Fault

READERS = "tests/groups/test_built_for_readers.py"
THINGS = "tests/lib/test_built_once_things.py"
REFUSED = f"{THINGS}::test_what_would_be_frozen_or_lost_is_refused"

FAULTS_OF_THE_ALIKE = [
    Fault(
        "alike-readers-have-more-than-hats",
        "A query may ask for more of the reader for whom it is built, and gives every later one that reader's answer.",
        [f"{READERS}::test_to_ask_for_more_of_a_reader_than_key_and_hats_is_refused"],
        "groups/built_for_readers.py",
        'User.from_db(None, ["id"], [person])',
        "User(pk=person)",
    ),
    Fault(
        "alike-whether-undertaken-or-not",
        "Hats that differ in the undertaking count as alike.",
        [f"{READERS}::test_each_reader_finds_what_they_would_without_it"],
        "groups/built_for_readers.py",
        'replace(hat, name="", organisation="", **',
        'replace(hat, undertaken=True, name="", organisation="", **',
    ),
    Fault(
        "alike-places-fall-together",
        "Two groups of one person become one.",
        [f"{READERS}::test_hats_come_back_from_what_is_alike_and_their_places"],
        "groups/built_for_readers.py",
        "places.setdefault(place, len(places))",
        "places.setdefault(place, 0)",
    ),
    Fault(
        "alike-at-the-time-of-building",
        "A query may hold the moment in which it was built.",
        [REFUSED],
        "lib/built_once.py",
        "if any(isinstance(value, date) for value in fixed):",
        "if False:",
    ),
    Fault(
        "alike-key-within-a-word",
        "A key may be lost within another value, where nobody exchanges it.",
        [REFUSED],
        "lib/built_once.py",
        "any(stand_in in repr((self.sql, fixed)) for stand_in in (str(FIRST)[:-4], repr(WORD)[1:-1]))",
        "False",
    ),
    Fault(
        "alike-however-many-keys",
        "Queries that ask the same with more keys besides have one name in the session.",
        [f"{THINGS}::test_keys_that_a_query_does_not_ask_for_make_another_query_of_it"],
        "lib/built_once.py",
        "sha256(repr((types, self.sql,",
        "sha256(repr((self.sql,",
    ),
]
