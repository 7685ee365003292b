"""The last line of `make access`: how many cases were asked, and how many were answered otherwise than the policy says.

A pytest plugin. The tests say their counts as properties, which xdist carries over from its workers.
"""

from collections import Counter

import pytest

counted, failed = Counter(), set()


def pytest_runtest_logreport(report):
    if report.failed:
        failed.add(report.nodeid)
    if report.when == "teardown":
        counted.update(dict(report.user_properties))
        if report.nodeid in failed and not any(dict(report.user_properties).get(name) for name in UNEXPECTED):
            counted["unexpected"] += 1  # a test that broke before it could count


UNEXPECTED = ["unexpected", "routes"]


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        cases, unexpected, routes = counted["cases"], counted["unexpected"], counted["routes"]
        print(f"access: {cases} cases, {unexpected} unexpected, {routes} routes without a line")
