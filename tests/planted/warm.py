"""A pytest that collects the tests once and then forks a child for each fault, which has it planted in memory."""

import os
import pickle
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass

import pytest

LONGEST = 120  # seconds for one child; a lock between connections can hold for ever
# The house rules read the source, journeys and the real service start processes: none of them sees a fault in memory
COLLECTED = ["tests", "--ignore=tests/house", "--ignore=tests/browser", "--ignore=tests/papg"]
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
    reached: dict = None  # what the context gathered
    seconds: dict = None  # {test: how long it took}
    failed: tuple = ()


class Warm:
    """A plugin that takes tasks until it gets None."""

    def __init__(self, tasks, outcomes):
        self.tasks, self.outcomes = tasks, outcomes

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        self.outcomes.put(("collected", [item.nodeid for item in session.items]))
        while (task := self.tasks.get()) is not None:
            self.outcomes.put((task.name, in_a_child(lambda task=task: self.run(session, task))))
        return True

    def run(self, session, task):
        """In the child."""
        self.planted, self.failed, self.broken, self.seconds = task.within, [], [], {}
        items = {item.nodeid: item for item in session.items}
        chosen = [items[test] for test in task.tests]
        for item, following in zip(chosen, [*chosen[1:], chosen[-1]], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if (self.failed or self.broken) and not task.to_the_end:
                break
        says = CAUGHT if self.failed else BROKEN if self.broken or not chosen else SURVIVED
        return Outcome(says, getattr(self.planted, "reached", None), self.seconds, (*self.failed, *self.broken))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        """The world is built by sound code: the fault stands only while the test itself runs."""
        if hasattr(self.planted, "now"):
            self.planted.now = item.nodeid
        with self.planted:
            return (yield)

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration
        if report.failed:
            (self.failed if report.when == "call" else self.broken).append(report.nodeid)


def in_a_child(work):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with suppress(BaseException), os.fdopen(writing, "wb") as answer:
            answer.write(pickle.dumps(answer_of(work)))
            answer.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        try:
            return answer_in_time(answer)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def answer_of(work):
    try:
        return work()
    except Exception:
        return Outcome(f"{BROKEN}\n{traceback.format_exc()}")


def answer_in_time(answer):
    said, until = b"", time.monotonic() + LONGEST
    while select.select([answer], [], [], max(0, until - time.monotonic()))[0]:
        if not (more := os.read(answer.fileno(), 1 << 16)):
            return pickle.loads(said) if said else Outcome(BROKEN)  # noqa: S301 -- our own child
        said += more
    return Outcome(HUNG)


def work(name, tasks, outcomes):
    """One core's share, in a process of its own."""
    os.environ["PYTEST_XDIST_WORKER"] = name  # gives it a database and a Redis of its own
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(pytest.main(["--quiet", "--tb=no", "-p", "no:cacheprovider", *COLLECTED], plugins=[Warm(tasks, outcomes)]))
