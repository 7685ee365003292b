#!/usr/bin/python3
"""Plants faults in a copy of what is committed, one at a time, and asks whether the tests see them: `make planted`.

Each of tests/planted/faults.py, then the tables of the policy (tests/planted/tables.py). Names of faults may follow:

bin/planted.py lost-update superuser-sees
"""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import install

sys.dont_write_bytecode = True
ROOT = install.ROOT
MIGRATES = {"migrations", "triggers.py"}  # a fault there needs a database made anew
PYTEST = [".venv/bin/python", "-B", "-m", "pytest", "--quiet", "--exitfirst", "--tb=no", "--no-header"]
SEEN, ALL_PASSED, HUNG = 1, 0, None  # the first two are pytest's exit codes
LONGEST = 300  # seconds; a lock between connections can hold for ever


def main(names):
    for polite in (signal.SIGINT, signal.SIGTERM):
        signal.signal(polite, signal.default_int_handler)
    install.install("test")
    with tempfile.TemporaryDirectory(prefix="papg-planted-") as folder:
        copy = copy_of_what_is_committed(Path(folder) / "copy")
        sys.path.insert(0, str(copy / "bin"))
        for known in ["install", "processes", "services"]:
            sys.modules.pop(known, None)
        from test import throwaway_services  # the copy's own

        with throwaway_services() as environment:
            return plant_all(copy, os.environ | environment | {"DJANGO_SETTINGS_MODULE": "papg.settings"}, names)


def copy_of_what_is_committed(copy):
    copy.mkdir()
    archive = subprocess.Popen(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE)
    subprocess.run(["tar", "x"], cwd=copy, stdin=archive.stdout, check=True)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


def plant_all(copy, environment, names):
    sys.path.insert(0, str(copy))
    from tests.planted.faults import FAULTS  # of what is committed

    faults = [fault for fault in FAULTS if not names or fault.name in names]
    if run_tests(copy, environment, sorted({test for fault in faults for test in fault.tests})) != ALL_PASSED:
        sys.exit("The tests fail before any fault is planted.")
    print("Without a fault all is well. With each of these:", flush=True)
    caught = [is_caught(copy, environment, fault) for fault in faults]
    tables = subprocess.run([".venv/bin/python", "-B", "-m", "tests.planted.tables"], cwd=copy, env=environment)
    print(f"planted: {sum(caught)} of {len(caught)} caught")
    return 0 if all(caught) and tables.returncode == 0 else 1


def run_tests(copy, environment, tests):
    return exit_code([*PYTEST, *tests], copy, environment)


def exit_code(command, copy, environment):
    """Of pytest; HUNG when it did not end in time."""
    with subprocess.Popen(
        command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    ) as asked:
        try:
            return asked.wait(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            return HUNG
        finally:
            end(asked)


def end(asked):
    """Ctrl-C, so that what the tests started is cleared away; then the end."""
    for last_word in (signal.SIGINT, signal.SIGKILL):
        if asked.poll() is None:
            os.killpg(asked.pid, last_word)
            with suppress(subprocess.TimeoutExpired):
                asked.wait(timeout=15)


def is_caught(copy, environment, fault):
    code = code_with(fault, copy, environment)
    says = {SEEN: "caught", ALL_PASSED: "SURVIVED", HUNG: "HUNG"}.get(code, f"NOT ASKED: pytest ended with {code}")
    print(f"  {fault.name}: {says}", flush=True)
    return code == SEEN


def code_with(fault, copy, environment):
    """What pytest says while the fault stands in the copy."""
    file = copy / fault.file
    sound = file.read_text()
    if sound.count(fault.stands) != 1:
        sys.exit(f"{fault.name} no longer fits {fault.file}: plant it anew.")
    file.write_text(sound.replace(fault.stands, fault.becomes))
    try:
        if MIGRATES & set(file.parts):
            return exit_code([sys.executable, "bin/test.py", *PYTEST[4:], *fault.tests], copy, os.environ)
        return run_tests(copy, environment, fault.tests)
    finally:
        file.write_text(sound)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
