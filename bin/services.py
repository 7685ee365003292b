#!/usr/bin/python3
"""The private PostgreSQL and Redis, which listen on sockets in a closed folder and nowhere else.

bin/services.py start    under var/, to stay; writes var/env, which the settings read
bin/services.py stop

bin/test.py makes throw-away ones in a temporary folder.
"""

import base64
import hashlib
import os
import pwd
import secrets
import shlex
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LONGEST_SOCKET = 107  # bytes; the kernel's limit for the address of a unix socket
FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]  # for data that nobody will miss


class Postgres:
    """A cluster of our own. PostgreSQL refuses to run as root: then it runs as the user that Debian made for it."""

    # Names sort as people in Britain expect
    LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-GB"]

    def __init__(self, folder, throwaway=False):
        self.folder, self.data, self.sockets = folder, folder / "postgres", folder / "run"
        self.log, self.throwaway = folder / "run/postgres.log", throwaway

    def url(self, user, database="papg"):
        return f"postgres://{user}@/{self.sockets}/{database}"

    def is_running(self):
        return self._is_made() and self._run("pg_ctl", "status", check=False).returncode == 0

    def start(self):
        check_length(self.sockets / ".s.PGSQL.5432")
        if not self._is_made():
            self._make()
        settings = [f"unix_socket_directories={self.sockets}", "listen_addresses="] + FORGETFUL * self.throwaway
        options = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        self._run("pg_ctl", "start", "--wait", "--log", self.log, "--options", options)
        superuser = ["--host", self.sockets, "--username", "postgres"]
        self._run("psql", "--quiet", "--no-psqlrc", *superuser, input=(ROOT / "bin/database.sql").read_bytes())

    def stop(self, how="fast"):
        self._run("pg_ctl", "stop", "--wait", "--mode", how)

    def _is_made(self):
        return (self.data / "PG_VERSION").exists()

    def _make(self):
        self.data.mkdir(mode=0o700, exist_ok=True)
        for folder in (self.data, self.sockets):
            os.chown(folder, *server_ids())
        # Nobody needs a password who can open the folder of the socket
        haste = ["--no-sync"] * self.throwaway
        self._run("initdb", "--username=postgres", "--auth=trust", "--no-instructions", *self.LOCALE, *haste)

    def _run(self, program, *arguments, check=True, input=b""):
        """Runs one of PostgreSQL's programs, and shows what it said only when it failed."""
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGDATA": str(self.data)}
        done = subprocess.run(
            [self._programs() / program, *arguments],
            input=input,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=environment,
            **as_server(),
        )
        if check and done.returncode:
            log = self.log.read_text() if self.log.exists() else ""
            sys.exit(f"{program} failed:\n{done.stdout.decode()}{log[-2000:]}")
        return done

    def _programs(self):
        """The newest PostgreSQL there is, or the one that made the data."""
        if self._is_made():
            return Path("/usr/lib/postgresql", (self.data / "PG_VERSION").read_text().strip(), "bin")
        return newest_programs()


class Redis:
    def __init__(self, folder):
        self.folder, self.socket = folder, folder / "run/redis.sock"

    def url(self, database=0):
        return f"unix://{self.socket}?db={database}"

    def is_running(self):
        return self._ask("ping") == "PONG"

    def start(self):
        check_length(self.socket)
        listen = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        keep = ["--save", "", "--appendonly", "no", "--databases", "32"]
        place = ["--daemonize", "yes", "--dir", self.folder, "--logfile", self.folder / "run/redis.log"]
        subprocess.run(["redis-server", *listen, *keep, *place], check=True, stdout=subprocess.DEVNULL)
        patience = time.monotonic() + 10
        while not self.is_running():
            if time.monotonic() > patience:
                sys.exit(f"Redis does not answer: see {self.folder}/run/redis.log")
            time.sleep(0.02)

    def stop(self, how="fast"):
        self._ask("shutdown", "nosave")

    def _ask(self, *words):
        return subprocess.run(["redis-cli", "-s", self.socket, *words], capture_output=True, text=True).stdout.strip()


def newest_programs():
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda programs: int(programs.parent.name))


def server_ids():
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return user.pw_uid, user.pw_gid


def as_server():
    """How subprocess.run becomes the user that PostgreSQL runs as."""
    user, group = server_ids()
    return {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}


def check_length(socket):
    if len(os.fsencode(socket)) > LONGEST_SOCKET:
        sys.exit(f"{socket} is too long for the address of a socket: move the checkout to a shorter path.")


# Under var/: what stays ----------------------------------------------------------------------------------------------


def prepared_var():
    """Makes var/, or, where PostgreSQL's user cannot reach it, a link to a place that it can."""
    if not VAR.exists() and not reachable(ROOT):
        place = Path("/var/lib/papg") / hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
        place.mkdir(parents=True, exist_ok=True)
        VAR.symlink_to(place)
    VAR.mkdir(exist_ok=True)
    folder = VAR.resolve()
    for name in ("run", "mail", "files"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    return folder


def reachable(folder):
    return subprocess.run(["test", "-x", folder], cwd="/", **as_server()).returncode == 0


def private_services():
    folder = prepared_var()
    return [Postgres(folder), Redis(folder)]


def resting():
    """The private services that do not run yet; var/env is there afterwards."""
    postgres, redis = services = private_services()
    write_environment(postgres, redis)
    return [service for service in services if not service.is_running()]


def start():
    for service in resting():
        service.start()


def stop():
    stop_those_running(private_services())


def stop_those_running(services, how="fast"):
    for service in services:
        if service.is_running():
            service.stop(how)


def write_environment(postgres, redis):
    """Writes var/env once; what stands there is kept, so that secrets stay and choices last."""
    path = postgres.folder / "env"
    path.touch(mode=0o600)
    known = read_environment(path)
    with path.open("a") as file:
        for name, value in environment(postgres, redis).items():
            if name not in known:
                file.write(f"{name}={value}\n")


def environment(postgres, redis):
    return {
        "PRODUCTION": "false",
        "DEMO": "true",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "MFA_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "DATABASE_URL": postgres.url("papg_app"),
        "OWNER_DATABASE_URL": postgres.url("papg_owner"),
        "REDIS_URL": redis.url(),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_ADDRESS": "http://127.0.0.1:8000",
        "EMAIL_URL": f"filemail:///{postgres.folder}/mail",
    }


def read_environment(path=VAR / "env"):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


if __name__ == "__main__":
    {"start": start, "stop": stop}[sys.argv[1]]()
