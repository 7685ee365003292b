"""The three processes of the service, as bin/Procfile has them: docker-compose.yml has the same, which a test holds."""

import ctypes
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv/bin"
# The manage.py commands that a new version begins with
PREPARATION = ["migrate --database owner", "load_reference", "load_framework"]
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class EndedEarly(Exception):
    """One of the processes stopped by itself; the message says which and how."""


def commands():
    lines = (ROOT / "bin/Procfile").read_text().splitlines()
    return {name: command.split() for name, command in (line.split(": ", 1) for line in lines)}


def manage(commands, environment):
    """Runs manage.py commands in one process, since starting Django takes longer than most of them."""
    lines = ["from django.core.management import execute_from_command_line"]
    for command in commands:
        words = ["manage.py", *command.split(), "--verbosity", "0", "--skip-checks"]
        lines.append(f"execute_from_command_line({words})")
    environment = environment | {"DJANGO_SETTINGS_MODULE": "papg.settings"}
    done = subprocess.run(
        [PROGRAMS / "python", "-c", "\n".join(lines)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    if done.returncode:
        raise EndedEarly(f"Could not get ready: {', '.join(commands)}")


class Processes:
    """Web, worker and beat in sessions of their own, so that Ctrl-C reaches them only through stop()."""

    def __init__(self, environment, address, output=None):
        self.environment, self.address, self.output = environment, address, output
        self.running = {}

    def start(self):
        # The commands say no address, so that they are the same in each place
        bind = {"GUNICORN_CMD_ARGS": f"--bind {self.address}", "PYTHONUNBUFFERED": "1"}
        for name, (program, *arguments) in commands().items():
            self.running[name] = subprocess.Popen(
                [PROGRAMS / program, *arguments],
                cwd=ROOT,
                env=self.environment | bind,
                start_new_session=True,
                preexec_fn=end_with_parent,
                stdout=self.output,
                stderr=self.output,
            )

    def check(self):
        for name, process in self.running.items():
            if process.poll() is not None:
                raise EndedEarly(f"{name} ended by itself (code {process.returncode}), so everything stops.")

    def wait_until_it_answers(self, seconds=60):
        patience = time.monotonic() + seconds
        while not answers(f"http://{self.address}/healthz"):
            self.check()
            if time.monotonic() > patience:
                raise EndedEarly(f"http://{self.address} gave no answer in {seconds} seconds.")
            time.sleep(0.1)

    def stop(self):
        for process in reversed(self.running.values()):
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(url):
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def end_with_parent():
    """In the child: be told to end when whoever started it is gone, even by a kill that cannot be caught."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
