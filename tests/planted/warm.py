"""A pytest that collects the tests once and then forks a child for each fault, which has it planted in memory."""

import os
import pickle
import select
import signal
import sys
import time
import traceback
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field

import pytest
from django.db import connections

from bin.processes import end_with_parent

# Seconds for one child: a lock between connections can hold for ever; what only takes notes is waited for
LONGEST, LONGEST_WITHOUT_FAULT = 900, 1800
# The house rules read the source, journeys, the real service and the drill start processes: none sees a fault in memory
COLLECTED = ["tests", *[f"--ignore=tests/{part}" for part in ["house", "browser", "papg", "backups/test_restore.py"]]]
ASKS_NO_PAGE = "tests/test_access_table.py::test_states"  # and leaves none that a child would take for its own
CAUGHT, SURVIVED, HUNG, BROKEN = "caught", "SURVIVED", "HUNG", "NOT ASKED"


@dataclass(frozen=True)
class Task:
    """Tests to be run by a child, each called within the context."""

    name: str
    tests: tuple
    within: object
    to_the_end: bool = False  # and not only to the first that fails


@dataclass
class Outcome:
    says: str
    seconds: dict = field(default_factory=dict)  # {test: how long it took}
    failed: tuple = ()
    reached: dict = None  # what the context noted


class Warm:
    """A plugin that takes tasks until it gets None, and puts (name of the task, outcome)."""

    def __init__(self, tasks, outcomes):
        self.tasks, self.outcomes = tasks, outcomes

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        self.items = {item.nodeid: item for item in session.items}
        self.make_what_tests_share()
        self.outcomes.put([(item.nodeid, is_long(item)) for item in session.items])
        while (task := self.tasks.get()) is not None:
            self.outcomes.put((task.name, in_a_child(self.run, task)))
        return True

    def make_what_tests_share(self):
        """The worlds and the crowd, once, so that a child need not. Nothing stays open that two of them would use."""
        world = next(test for test, item in self.items.items() if "world" in item.fixturenames)
        crowd = next(test for test, item in self.items.items() if "crowd" in item.fixturenames)
        house = next(test for test in self.items if test.startswith(ASKS_NO_PAGE))
        elsewhere = next(item for item in self.items.values() if item.parent is not self.items[house].parent)
        outcome = self.run(Task("", (world, crowd, house), nullcontext()), then=elsewhere)
        assert outcome.says == SURVIVED, outcome
        connections.close_all()

    def run(self, task, then=None):
        self.within, self.failed, self.broken, self.seconds = task.within, [], [], {}
        chosen = [self.items[test] for test in task.tests]
        for item, following in zip(chosen, [*chosen[1:], then or chosen[-1]], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if (self.failed or self.broken) and not task.to_the_end:
                break
        says = CAUGHT if self.failed else BROKEN if self.broken else SURVIVED
        seconds = self.seconds if task.to_the_end else {}
        return Outcome(says, seconds, (*self.failed, *self.broken), getattr(self.within, "reached", None))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        """The world is built by sound code: the fault stands only while the test itself runs."""
        if hasattr(self.within, "now"):
            self.within.now = item.nodeid
        with self.within:
            return (yield)

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration
        if report.failed:
            (self.failed if report.when == "call" else self.broken).append(report.nodeid)


def is_long(item):
    """Of `make access` or `make proofs`: asked where a fault names it, and not of each guard."""
    return bool(item.get_closest_marker("access") or item.get_closest_marker("proof"))


def in_a_child(work, task):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        end_with_parent()
        os.close(reading)
        with suppress(BaseException), os.fdopen(writing, "wb") as answer:
            answer.write(pickle.dumps(answer_of(work, task)))
            answer.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        try:
            return answer_in_time(answer, LONGEST_WITHOUT_FAULT if task.to_the_end else LONGEST)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def answer_of(work, task):
    try:
        return work(task)
    except Exception:
        return Outcome(f"{BROKEN}\n{traceback.format_exc()}")


def answer_in_time(answer, longest):
    said, until = b"", time.monotonic() + longest
    while select.select([answer], [], [], max(0, until - time.monotonic()))[0]:
        if not (more := os.read(answer.fileno(), 1 << 16)):
            return pickle.loads(said) if said else Outcome(BROKEN)  # noqa: S301 -- our own child
        said += more
    return Outcome(HUNG)


def work(name, tasks, outcomes):
    """One core's share, in a process of its own."""
    end_with_parent()
    os.environ["PYTEST_XDIST_WORKER"] = name  # gives it a database and a Redis of its own
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    own_folder = f"--basetemp={os.environ['FILES_DIR']}-{name}"
    options = ["--quiet", "--tb=no", "-p", "no:cacheprovider", own_folder]
    sys.exit(pytest.main([*options, *COLLECTED], plugins=[Warm(tasks, outcomes)]))
