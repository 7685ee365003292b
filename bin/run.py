#!/usr/bin/python3
"""Runs the whole service with its demo on this machine, until Ctrl-C: `make run`."""

import os
import signal
import socket
import sys
import time

import install
import processes
import services

ADDRESS = "127.0.0.1:8000"
NOT_SERVED_WITH = {"OWNER_DATABASE_URL", "BACKUP_KEY", "BACKUP_KEY_FILE"}


def main():
    for polite in (signal.SIGINT, signal.SIGTERM):  # also where whoever started us ignores them
        signal.signal(polite, signal.default_int_handler)
    if is_taken(ADDRESS):
        sys.exit(f"Something else answers at {ADDRESS}: stop it first.")
    install.install("machine")
    ours = services.resting()
    try:
        for service in ours:
            service.start()
        serve(prepare())
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    except processes.EndedEarly as why:
        sys.exit(f"\n{why}")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second, impatient Ctrl-C must not leave PostgreSQL behind
        services.stop_those_running(ours)


def prepare():
    """Brings database and pages up to date, and returns the environment to serve in, without what it must not know."""
    print("Bringing database, demo and pages up to date", flush=True)
    environment = {**services.read_environment(), **os.environ}
    processes.manage([*processes.PREPARATION, "demo", "collectstatic --no-input"], environment)
    return {name: value for name, value in environment.items() if name not in NOT_SERVED_WITH}


def serve(environment):
    running = processes.Processes(environment, ADDRESS)
    try:
        running.start()
        running.wait_until_it_answers()
        print(f"\n  PAPG runs at http://{ADDRESS}/   (Ctrl-C stops it)\n", flush=True)
        while True:
            running.check()
            time.sleep(0.5)
    finally:
        running.stop()


def is_taken(address):
    host, port = address.split(":")
    with socket.socket() as attempt:
        return attempt.connect_ex((host, int(port))) == 0


if __name__ == "__main__":
    main()
