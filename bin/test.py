#!/usr/bin/python3
"""Runs the tests on a throw-away PostgreSQL and Redis: `make test`.

bin/test.py                           everything: linters, suite, journeys
bin/test.py tests/groups -k deputy    a part of it; what follows is pytest's
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import install
import processes
import services

ROOT = install.ROOT
# The suite on both cores, without what `make access` and `make proofs` ask; then the journeys file by file: those of
# one file share a service and what they did to it
EVERYTHING = [
    ["--numprocesses", "2", "-m", "not browser and not access and not proof"],
    ["--numprocesses", "2", "--dist", "loadfile", "-m", "browser and not proof"],
]


def main(arguments):
    for polite in (signal.SIGINT, signal.SIGTERM):  # also where whoever started us ignores them
        signal.signal(polite, signal.default_int_handler)
    install.install("test")
    if not arguments:
        lint()
    with throwaway_services() as environment:
        return max([abs(run_pytest(part, environment)) for part in ([arguments] if arguments else EVERYTHING)])


def run_pytest(arguments, environment):
    return wait_for(
        subprocess.Popen(
            [install.PYTHON, "-m", "pytest", *arguments],
            cwd=ROOT,
            env=os.environ | environment,
            start_new_session=True,
        )
    )


def lint():
    ruff = install.VENV / "bin/ruff"
    for how in (["check"], ["format", "--check"]):
        if subprocess.run([ruff, *how, "--quiet"], cwd=ROOT).returncode:
            sys.exit("The linters found something: `make fix` mends most of it.")


@contextmanager
def throwaway_services():
    """Yields the environment of a database `papg` with every table and the reference data, which the tests clone."""
    folder = Path(tempfile.mkdtemp(prefix="papg-test-"))
    folder.chmod(0o755)  # PostgreSQL's user must get through; the sockets' folder is closed
    (folder / "run").mkdir(mode=0o700)
    (folder / "static").mkdir()
    postgres, redis = running = services.Postgres(folder, throwaway=True), services.Redis(folder)
    try:
        for service in running:
            service.start()
        environment = services.environment(postgres, redis) | {
            "DEMO": "false",
            "FILES_DIR": str(folder / "files"),
            "AUDIT_ANCHOR_FILE": str(folder / "audit-anchors"),
            "STATIC_ROOT": str(folder / "static"),
        }
        processes.manage(processes.PREPARATION, os.environ | environment)
        yield environment
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        services.stop_those_running(running, "immediate")
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(tests):
    """Hands a Ctrl-C or a kill on to the tests, and waits until they have cleaned up behind them."""
    while True:
        try:
            return tests.wait()
        except KeyboardInterrupt:
            os.killpg(tests.pid, signal.SIGINT)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except processes.EndedEarly as why:
        sys.exit(f"{why}. No test was run.")
