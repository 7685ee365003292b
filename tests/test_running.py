"""The places where the service runs are the same service: make run, docker-compose.yml and the Dockerfile."""

import re
import subprocess
from platform import freedesktop_os_release

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache
from django.db import ProgrammingError, connection

from bin.install import packages
from bin.processes import PREPARATION, PROGRAMS, commands
from bin.services import Postgres
from tests.databases import MIGRATED, environment_on

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())["services"]
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()
SERVING = ["web", "worker", "beat"]
BY_HAND = ["backup", "restore"]


def test_compose_has_the_services_of_make_run():
    assert set(COMPOSE) == {"db", "redis", "migrate", *SERVING, *BY_HAND}
    assert {name: COMPOSE[name]["command"].split() for name in SERVING} == commands()


def test_compose_prepares_a_version_as_make_run_does():
    steps = " && ".join(f"python manage.py {command}" for command in PREPARATION)
    assert COMPOSE["migrate"]["command"] == f'sh -c "{steps}"'


def test_compose_has_the_versions_that_run_here(db):
    """Debian 12's; on a newer system make run has newer ones, never older."""
    postgres = connection.pg_version // 10000
    redis = cache._cache.get_client().info()["redis_version"]
    composed = [tuple(map(int, image_version(name).split("."))) for name in ("db", "redis")]
    running = [(postgres,), tuple(map(int, redis.split(".")[:2]))]

    assert running == composed if freedesktop_os_release()["VERSION_CODENAME"] == "bookworm" else running >= composed


def image_version(service):
    return re.fullmatch(r"\w+:([\d.]+)-bookworm", COMPOSE[service]["image"])[1]


def test_names_sort_alike_everywhere(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM unnest(ARRAY['Zoë', 'émile', 'Eve', 'zack']) AS name ORDER BY name")
        assert [name for (name,) in cursor.fetchall()] == ["émile", "Eve", "zack", "Zoë"]
    assert COMPOSE["db"]["environment"]["POSTGRES_INITDB_ARGS"].split() == Postgres.LOCALE


def test_only_the_one_that_migrates_knows_the_owner():
    assert [name for name, service in COMPOSE.items() if "OWNER_DATABASE_URL" in service.get("environment", {})] == [
        "migrate"
    ]
    assert COMPOSE["web"]["environment"]["DATABASE_URL"].startswith("postgres://papg_app:")


@pytest.mark.parametrize(
    "secret, knowing",
    [
        ("BACKUP_KEY", ["backup", "restore"]),
        ("BACKUP_DATABASE_URL", ["backup"]),
        ("SUPERUSER_DATABASE_URL", ["restore"]),
    ],
)
def test_what_opens_every_row_is_known_where_it_is_used_alone(secret, knowing):
    assert [name for name, service in COMPOSE.items() if secret in service.get("environment", {})] == knowing


def test_backup_and_restore_run_when_somebody_asks():
    assert [name for name, service in COMPOSE.items() if service.get("profiles") == ["by-hand"]] == BY_HAND
    assert [COMPOSE[name]["entrypoint"] for name in BY_HAND] == ["python -m bin.backup", "python -m bin.restore"]


def test_nothing_of_ours_runs_as_root():
    *_before, last_user = re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE)
    assert last_user == "papg"
    assert [name for name in ("migrate", *SERVING, *BY_HAND) if "user" in COMPOSE[name]] == []


def test_the_image_installs_what_make_run_installs():
    assert "bin/packages.txt" in DOCKERFILE and '&& $2 == "image"' in DOCKERFILE
    assert "--require-hashes -r requirements.txt" in DOCKERFILE
    assert set(packages("image")) < set(packages("machine")) < set(packages("test"))


def test_no_secret_stands_in_a_file():
    text = (settings.BASE_DIR / "docker-compose.yml").read_text()
    given = re.findall(r"^ *(\w*(?:PASSWORD|KEY)): *(.*)$", text, re.MULTILINE)
    assert given and all(value == f"${{{name}:?}}" for name, value in given)
    example = re.findall(r"^(\w*(?:PASSWORD|KEY))=(.*)$", documented(), re.MULTILINE)
    assert example and all(value == "" for _name, value in example)


def test_every_setting_of_a_place_is_documented():
    read = re.findall(
        r"""(?:env(?:\.\w+)?|database)\(\s*"(\w+)\"""", (settings.BASE_DIR / "papg/settings.py").read_text()
    )
    composed = re.findall(r"\$\{(\w+)", (settings.BASE_DIR / "docker-compose.yml").read_text())
    assert {*read, *composed} - set(re.findall(r"^#?(\w+)=", documented(), re.MULTILINE)) == set()


def documented():
    return (settings.BASE_DIR / ".env.example").read_text()


def test_production_passes_the_checks_for_deployment():
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", PRODUCTION="true", SITE_ADDRESS="https://papg.example"
    )
    assert (done.returncode, done.stderr.count("WARNING")) == (0, 0), done.stderr


def test_production_refuses_the_demo():
    done = manage("check", PRODUCTION="true", DEMO="true")
    assert done.returncode != 0
    assert "cannot run with PRODUCTION on" in done.stderr


def manage(*words, **environment):
    return subprocess.run(
        [PROGRAMS / "python", "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment_on(MIGRATED) | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE audit_entry",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TABLE accounts_user",
        "SET ROLE papg_owner",
        "SET session_replication_role = replica",
    ],
)
def test_the_user_that_serves_changes_no_table(db, statement):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied|must be owner"):
        cursor.execute(statement)


def test_the_user_that_serves_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole)")
        assert cursor.fetchall() == [("papg_app", 0)]
