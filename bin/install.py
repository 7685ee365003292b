#!/usr/bin/python3
"""Installs what is missing: Debian packages and the virtual environment.

bin/install.py machine    what `make run` needs
bin/install.py test       that, and what `make test` needs

Runs on the system's own Python, before anything else is there.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAGES = ["image", "machine", "test"]
# Any will do, the first is the lightest; Ubuntu has no package of two, and of the last only a stub that wants snap
BROWSERS = ["chromium-headless-shell", "chromium", "google-chrome", "chromium-browser"]
# The first of each holds all that is in the second
LOCKS = {"machine": ["requirements.txt"], "test": ["requirements-dev.txt", "requirements.txt"]}


def install(stage):
    install_packages(stage)
    install_python_packages(stage)


def packages(stage):
    wanted = STAGES[: STAGES.index(stage) + 1]
    lines = [line.split() for line in (ROOT / "bin/packages.txt").read_text().splitlines() if not line.startswith("#")]
    return [name for name, needed_from, *_comment in lines if needed_from in wanted]


def install_packages(stage):
    missing = [name for name in packages(stage) if not is_installed(name)]
    if not missing:
        return
    print("Installing Debian packages:", *missing, flush=True)
    if subprocess.run([*as_root(missing), ROOT / "bin/packages.sh", *missing]).returncode:
        sys.exit("apt could not install them.")


def is_installed(package):
    if package in BROWSERS and browser():
        return True
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True)
    return asked.stdout == "install ok installed"


def browser():
    """The path of a browser that the journeys can drive, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def as_root(missing):
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        sys.exit(f"Install these Debian packages, as root, and try again: {' '.join(missing)}")
    return ["sudo"]


def install_python_packages(stage):
    fullest, *_held = locks = [ROOT / name for name in LOCKS[stage]]
    if is_up_to_date(locks[-1]) and is_up_to_date(fullest):
        return
    print(f"Installing Python packages from {fullest.name}", flush=True)
    if not PYTHON.exists():
        subprocess.run(["/usr/bin/python3", "-m", "venv", VENV], check=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "--requirement", fullest], check=True)
    for lock in locks:
        stamp(lock).write_text(fingerprint(lock))


def is_up_to_date(lock):
    return PYTHON.exists() and stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock)


def stamp(lock):
    return VENV / f"{lock.name}.sha256"


def fingerprint(lock):
    return hashlib.sha256(lock.read_bytes()).hexdigest()


if __name__ == "__main__":
    install(sys.argv[1])
