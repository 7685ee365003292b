"""Plants every fault there is and says which no test catches: `make planted`, which runs this in a copy.

The faults of faults.py, each way of taking a guard away (guards.py), and the tables of the policy (tables.py). Most are
planted in memory, in children of two processes that have everything loaded; what Django or PostgreSQL make when they
start is planted in a copy in which all begins anew. First it asks the test that saw each last time; for what is left, a
run notes which tests pass which guard.
"""

import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import django

django.setup()

from tests.planted import tables  # noqa: E402
from tests.planted.contexts import Noting, Planted  # noqa: E402
from tests.planted.fault import ROOT  # noqa: E402
from tests.planted.faults import FAULTS  # noqa: E402
from tests.planted.guards import Guard, guards, sound  # noqa: E402
from tests.planted.seen import Seen  # noqa: E402
from tests.planted.swap import CannotSwap, swaps  # noqa: E402
from tests.planted.warm import ASKS_NO_PAGE, CAUGHT, HUNG, SURVIVED, Task, work  # noqa: E402

CORES = ["gw0", "gw1"]
TABLE = "tests/test_access_table.py"
SWEEP = "tests/security/test_canaries"  # reads every page: too long to be noted, and asked only where a fault names it
AT_ONCE = 12  # tests noted by one child
MANY = 100  # tests that pass a guard
LAST_TIME = Seen()
PATIENCE = 600  # seconds for a database made anew and the tests
SEEN, ALL_PASSED = 1, 0  # as pytest ends


def main(words):
    began = time.monotonic()
    hand_made = [fault for fault in FAULTS if chosen(fault.name, words)]
    derived = [guard for guard in guards() if chosen(guard.name, words)]
    began_anew = [fault for fault in hand_made if not swappable(fault)]
    with Crew() as crew:
        became = by_the_test_of_last_time(crew, [*hand_made, *derived])
        left = [fault for fault in [*hand_made, *derived] if fault not in began_anew and fault.name not in became]
        became |= in_memory(crew, tests_of(crew, left))
    became |= anew(began_anew)
    wrong = [f"{name}: {says}" for name, says in became.items() if says != CAUGHT]
    cells = [] if words else list(tables.found())
    wrong += [f"{what}: SURVIVED" for what, caught in cells if not caught]
    for line in wrong:
        print(f"  {line}")
    asked = len(hand_made) + len(derived) + len(cells)
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
        collected = [self.next() for _hand in self.hands][0]
        self.collected = [test for test, _is_long in collected]
        self.suite = [test for test, is_long in collected if not (is_long or test.startswith(SWEEP))]
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
        tasks, under_way = iter(tasks), 0
        while True:
            for task in islice(tasks, 2 * len(self.hands) - under_way):  # the pipe holds so much and no more
                self.tasks.put(task)
                under_way += 1
            if not under_way:
                return
            yield self.next()
            under_way -= 1


# Which tests to ask ---------------------------------------------------------------------------------------------------


def by_the_test_of_last_time(crew, faults):
    """{name of the fault: CAUGHT} of those that the same test sees again."""
    last_time = {fault: test for fault in faults if (test := LAST_TIME.test_for(fault)) in crew.collected}
    passing = passing_tests(crew, sorted(set(last_time.values())))
    asked = {fault: [test] for fault, test in last_time.items() if test in passing and swappable(fault)}
    again = {name: says for name, says in in_memory(crew, asked, tell=False).items() if says == CAUGHT}
    print(f"{len(again)} are caught by the test that saw them last time.", flush=True)
    return again


def passing_tests(crew, tests):
    """Those that pass without a fault."""
    parts = [tests[start : start + AT_ONCE] for start in range(0, len(tests), AT_ONCE)]
    tasks = [Task(f"part {number}", tuple(part), nullcontext(), to_the_end=True) for number, part in enumerate(parts)]
    outcomes = [outcome for _name, outcome in crew.do(tasks)]  # one that hung or broke says of no test that it passes
    return {test for outcome in outcomes for test in outcome.seconds.keys() - set(outcome.failed)}


def tests_of(crew, faults):
    """{fault: tests to ask, those first that are likeliest to see it}. A test that fails by itself is not asked."""
    if not faults:
        return {}
    derived = [fault for fault in faults if isinstance(fault, Guard)]
    hand_made = [fault for fault in faults if fault not in derived]
    named = matching(crew.collected, [test for fault in hand_made for test in fault.tests])
    asked = {*named, *(crew.suite if derived else ())}
    reached, seconds, failed = noted(crew, [test for test in crew.collected if test in asked])
    print(f"Without a fault {len(seconds) - len(failed)} tests pass.", flush=True)
    for test in sorted(failed):
        print(f"  fails without a fault, and is not asked: {test}", flush=True)
    sound_tests = [test for test in seconds if test not in failed]
    by_hand = {fault: matching(sound_tests, fault.tests) for fault in hand_made}
    passing = {guard: reached.get((guard.file, guard.number), set()) - failed for guard in derived}
    return by_hand | {guard: sorted(tests, key=seconds.get) for guard, tests in passing.items()}


def matching(tests, named):
    """Those that these names of files, folders and tests mean."""
    starts = tuple(f"{name}{mark}" for name in named for mark in "/:[")
    return [test for test in tests if test in named or test.startswith(starts)]


def likeliest_first(fault, tests):
    """Those that saw most other faults of this file; a line of the access table, which asks everybody at once, or, of
    what many tests pass and is of the rule, those of the rule. Then the others, as they come."""
    if not isinstance(fault, Guard):
        return tests
    saw = Counter(test for key, test in LAST_TIME.by.items() if key.startswith(f"{fault.file}: "))
    first = TABLE if len(tests) < MANY else (ASKS_NO_PAGE, "tests/test_the_rule.py")
    return sorted(tests, key=lambda test: (-saw[test], not test.startswith(first)))


def noted(crew, tests):
    """Which tests pass each guard, how long each test takes, and which fail without any fault."""
    parts = [tests[start : start + AT_ONCE] for start in range(0, len(tests), AT_ONCE)]
    tasks = [Task(f"noting {number}", tuple(part), Noting(), to_the_end=True) for number, part in enumerate(parts)]
    reached, seconds, failed = {}, {}, set()
    for name, outcome in crew.do(tasks):
        if not outcome.seconds:
            sys.exit(f"{name}: {outcome.says}")
        seconds |= outcome.seconds
        failed.update(outcome.failed)
        for guard, passing in outcome.reached.items():
            reached.setdefault(guard, set()).update(passing)
    return reached, seconds, failed


# Planting -------------------------------------------------------------------------------------------------------------


def swappable(fault):
    if isinstance(fault, Guard):
        return fault.in_function
    try:
        # By the migrations, read by another process, or told to other rooms when the apps start
        made_once = "triggers" in fault.file or "wall" in fault.file or "MORE_" in fault.stands
        return bool(swaps(fault.file, sound(fault.file), fault.planted())) and not made_once
    except CannotSwap:
        return False


def in_memory(crew, tests, tell=True):
    """{name of the fault: what became of it}."""
    by_name = {fault.name: fault for fault in tests}
    became = {fault.name: f"{SURVIVED}: no test comes here" for fault in tests}
    faults = (fault for fault, asked in tests.items() if asked)
    for name, outcome in crew.do(
        Task(fault.name, tuple(likeliest_first(fault, tests[fault])), Planted(fault)) for fault in faults
    ):
        became[name] = outcome.says
        if outcome.says == CAUGHT:
            LAST_TIME.note(by_name[name], outcome.failed[0])
        elif tell:
            print(f"  {name}: {outcome.says}", flush=True)
    return became


def anew(faults):
    """The same, of what must begin with the fault in it."""
    with ThreadPoolExecutor(len(CORES)) as at_once:
        return dict(zip([fault.name for fault in faults], at_once.map(in_a_copy, faults), strict=True))


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
