#!/usr/bin/python3
"""Plants faults in a copy of what is committed and asks whether the tests see them: `make planted`.

Words may follow, of which the name of a fault holds one: bin/planted.py lost-update meetings/access.py
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import install

sys.dont_write_bytecode = True
ROOT = install.ROOT


def main(words):
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
            planting = [".venv/bin/python", "-B", "-m", "tests.planted.plant", *words]
            seen = str(ROOT / "tests/planted/seen.json")
            environment = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "papg.settings", "PLANTED_SEEN": seen}
            return subprocess.run(planting, cwd=copy, env=environment).returncode


def copy_of_what_is_committed(copy):
    copy.mkdir()
    archive = subprocess.Popen(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE)
    subprocess.run(["tar", "x"], cwd=copy, stdin=archive.stdout, check=True)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
