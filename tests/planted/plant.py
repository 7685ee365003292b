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
from tests.planted.guards import guards, sound  # noqa: E402
from tests.planted.swap import CannotSwap, swaps  # noqa: E402
from tests.planted.warm import CAUGHT, HUNG, SURVIVED, Outcome, Task, work  # noqa: E402

CORES = ["gw0", "gw1"]
TABLE = "tests/test_access_table.py"
AT_ONCE = 12  # tests noted by one child
PATIENCE = 600  # seconds for a database made anew and the tests
SEEN, ALL_PASSED = 1, 0  # as pytest ends


def main(words):
    began = time.monotonic()
    hand_made = [fault for fault in FAULTS if chosen(fault.name, words)]
    derived = [guard for guard in guards() if chosen(guard.name, words)]
    with Crew() as crew:
        tests = tests_of(crew, hand_made, derived)
        wrong = [*in_memory(crew, tests), *anew([fault for fault in tests if not swappable(fault)])]
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
        self.hands = [start.Process(target=work, args=(core, self.tasks, self.outcomes)) for core in CORES]
        for hand in self.hands:
            hand.daemon = True
            hand.start()
        self.collected = [self.next() for _hand in self.hands][0][1]
        return self

    def __exit__(self, *_raised):
        for hand in self.hands:
            self.tasks.put(None)
        for hand in self.hands:
            hand.join()

    def next(self):
        while not self.outcomes._reader.poll(1):
            if not all(hand.is_alive() for hand in self.hands):
                sys.exit("A process of pytest ended early: does bin/test.py work?")
        return self.outcomes.get()

    def do(self, tasks):
        """(name, outcome) of each task, as they are done."""
        for number, task in enumerate(tasks):
            self.tasks.put(task)
            if number >= 2 * len(self.hands):  # a pipe holds so much and no more
                yield self.next()
        for _task in tasks[-2 * len(self.hands) :]:
            yield self.next()


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
        test for test in crew.collected if any(test == name or test.startswith((f"{name}/", f"{name}:")) for name in named)
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
    try:
        return bool(swaps(fault.file, sound(fault.file), fault.planted())) and "triggers" not in fault.file
    except CannotSwap:
        return False


def in_memory(crew, tests):
    """What is wrong, a line each."""
    lines, tasks = [], []
    for fault, asked in tests.items():
        if swappable(fault):
            if asked:
                tasks.append(Task(fault.name, tuple(asked), Planted(fault)))
            else:
                lines.append(f"{fault.name}: SURVIVED, no test comes here")
    for name, outcome in crew.do(tasks):
        print(f"{name}: {outcome.says} {sum(outcome.seconds or [0]) if 0 else ''}", flush=True)
        if outcome.says != CAUGHT:
            lines.append(f"{name}: {outcome.says}")
    return lines


def anew(faults):
    return [f"{fault.name}: {says}" for fault in faults if (says := in_a_copy(fault)) != CAUGHT]


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
