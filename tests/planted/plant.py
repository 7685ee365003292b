"""Plants every fault there is and says which no test catches: `make planted`, which runs this in a copy.

The faults of faults.py, each way of taking a guard away (guards.py), and the tables of the policy (tables.py). Most are
planted in memory, in children of two processes that have everything loaded; what Django or PostgreSQL make when they
start is planted in a copy in which all begins anew. A first run notes which tests pass which guard.
"""

import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

django.setup()

from tests.planted import tables  # noqa: E402
from tests.planted.contexts import Noting, Planted  # noqa: E402
from tests.planted.faults import FAULTS, ROOT  # noqa: E402
from tests.planted.guards import Guard, guards, sound  # noqa: E402
from tests.planted.swap import CannotSwap, swaps  # noqa: E402
from tests.planted.warm import CAUGHT, HUNG, SURVIVED, Row, Task, work  # noqa: E402

CORES = ["gw0", "gw1"]
TABLE = "tests/test_access_table.py"
FIRST = f"{TABLE}::test_states"  # asks no page, so that those who go on from there ask each page anew
AT_ONCE, IN_A_ROW = 25, 12  # tests noted by one child; faults that share a world
PATIENCE = 600  # seconds for a database made anew and the tests
SEEN, ALL_PASSED = 1, 0  # as pytest ends


def main(words):
    began = time.monotonic()
    hand_made = [fault for fault in FAULTS if chosen(fault.name, words)]
    derived = [guard for guard in guards() if chosen(guard.name, words)]
    with Crew() as crew:
        tests = tests_of(crew, hand_made, derived)
        became = in_memory(crew, {fault: asked for fault, asked in tests.items() if swappable(fault)})
    became |= {fault.name: in_a_copy(fault) for fault in tests if fault.name not in became}
    wrong = [f"{name}: {says}" for name, says in became.items() if says != CAUGHT]
    cells = [] if words else list(tables.found())
    wrong += [f"{what}: SURVIVED" for what, caught in cells if not caught]
    for line in wrong:
        print(f"  {line}")
    asked = len(tests) + len(cells)
    print(f"{len(hand_made)} made by hand, {len(derived)} guards, {len(cells)} of the policy’s tables; ", end="")
    print(f"{time.monotonic() - began:.0f} seconds")
    print(f"planted: {asked - len(wrong)} of {asked} caught")
    return 1 if wrong else 0


def chosen(name, words):
    return not words or any(word in name for word in words)


class Crew:
    """A process for each core, which forks a child for each task."""

    def __enter__(self):
        start = multiprocessing.get_context("spawn")
        self.tasks, self.outcomes = start.SimpleQueue(), start.SimpleQueue()
        self.hands = [start.Process(target=work, args=(core, self.tasks, self.outcomes), daemon=True) for core in CORES]
        for hand in self.hands:
            hand.start()
        self.collected = [self.next() for _hand in self.hands][0]
        return self

    def __exit__(self, *_raised):
        for _hand in self.hands:
            self.tasks.put(None)
        for hand in self.hands:
            hand.join(timeout=30)

    def next(self):
        while self.outcomes.empty():
            if not all(hand.is_alive() for hand in self.hands):
                sys.exit("A process of pytest ended early: does bin/test.py work?")
            time.sleep(0.02)
        return self.outcomes.get()

    def do(self, tasks):
        """(name, outcome) of each, as they are done."""
        waiting, under_way = list(tasks), 0
        while waiting or under_way:
            while waiting and under_way < 2 * len(self.hands):  # the pipe holds so much and no more
                self.tasks.put(waiting.pop(0))
                under_way += 1
            yield from self.next().items()
            under_way -= 1


# Which tests to ask ---------------------------------------------------------------------------------------------------


def tests_of(crew, hand_made, derived):
    """{fault: tests to ask, those first that are likeliest to see it}. Ends everything if one fails without a fault."""
    wanted = crew.collected if derived else matching(crew, [test for fault in hand_made for test in fault.tests])
    reached, seconds = noted(crew, wanted)
    by_hand = {fault: matching(crew, fault.tests) for fault in hand_made}
    return by_hand | {
        guard: sorted(reached.get((guard.file, guard.number), ()), key=lambda test: likely(test, seconds))
        for guard in derived
    }


def matching(crew, named):
    """The collected tests that these names of files, folders and tests mean."""
    return [
        test
        for test in crew.collected
        if any(test == name or test.startswith((f"{name}/", f"{name}:")) for name in named)
    ]


def likely(test, seconds):
    """The access table asks everybody at once; then what is quick."""
    return not test.startswith(TABLE), seconds[test]


def noted(crew, wanted):
    parts = [wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)]
    tasks = [Task(f"noting {number}", tuple(part), Noting(), to_the_end=True) for number, part in enumerate(parts)]
    reached, seconds = {}, {}
    for _name, outcome in crew.do(tasks):
        if outcome.says != SURVIVED:
            sys.exit(f"These fail before any fault is planted: {outcome.failed or outcome.says}")
        seconds |= outcome.seconds
        for guard, tests in outcome.reached.items():
            reached.setdefault(guard, set()).update(tests)
    print(f"Without a fault {len(wanted)} tests pass.", flush=True)
    return reached, seconds


# Planting -------------------------------------------------------------------------------------------------------------


def swappable(fault):
    if isinstance(fault, Guard):
        return fault.in_function
    try:
        return bool(swaps(fault.file, sound(fault.file), fault.planted())) and "triggers" not in fault.file
    except CannotSwap:
        return False


def in_memory(crew, tests):
    """{fault: what became of it}. First the access table is asked, many faults in a row; then, one by one, the rest."""
    became = {fault.name: "SURVIVED, no test comes here" for fault in tests}
    by_table = [table_task(fault, asked) for fault, asked in tests.items() if table_of(asked)]
    first = next(test for test in crew.collected if test.startswith(FIRST))
    rows = [Row(first, tuple(by_table[start : start + IN_A_ROW])) for start in range(0, len(by_table), IN_A_ROW)]
    became |= told(crew.do(rows))
    others = [
        Task(fault.name, tuple(rest), Planted(fault))
        for fault, asked in tests.items()
        if became[fault.name] != CAUGHT and (rest := rest_of(asked, became[fault.name]))
    ]
    return became | told(crew.do(others))


def table_task(fault, asked):
    return Task(fault.name, tuple(table_of(asked)), Planted(fault))


def table_of(tests):
    return [test for test in tests if test.startswith(TABLE)]


def rest_of(tests, became):
    """What the row did not ask: what is outside the table, or all where the row came to no end."""
    return [test for test in tests if became != SURVIVED or not test.startswith(TABLE)]


def told(outcomes):
    became = {}
    for name, outcome in outcomes:
        became[name] = outcome.says
        print(
            f"{time.monotonic():.0f} {name} {outcome.says} {sum(outcome.seconds.values()):.1f} {len(outcome.seconds)}",
            flush=True,
        )
        if outcome.says != CAUGHT:
            print(f"  not seen yet: {name}: {outcome.says}", flush=True)
    return became


def in_a_copy(fault):
    with tempfile.TemporaryDirectory(prefix="papg-planted-") as folder:
        place = Path(folder) / "copy"
        shutil.copytree(ROOT, place, symlinks=True)
        (place / fault.file).write_text(fault.text())
        asked = [sys.executable, "bin/test.py", "--quiet", "--exitfirst", "--tb=no", *fault.tests]
        try:
            code = subprocess.run(asked, cwd=place, stdout=subprocess.DEVNULL, timeout=PATIENCE).returncode
        except subprocess.TimeoutExpired:
            return HUNG
    return {SEEN: CAUGHT, ALL_PASSED: SURVIVED}.get(code, f"NOT ASKED: pytest ended with {code}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
