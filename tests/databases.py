"""Clones of the database that bin/test.py migrated: each worker, journey and race gets one, in about 0.15 seconds."""

import os
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.db import connection, connections
from psycopg2.sql import SQL, Identifier

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
MIGRATED = "papg"


def environment_on(database):
    """The environment of a process that serves on this database, which does not know the owner."""
    hidden = {"OWNER_DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    known = {name: value for name, value in os.environ.items() if name not in hidden}
    return known | {"DATABASE_URL": os.environ["DATABASE_URL"].removesuffix(MIGRATED) + database}


def administer(statement, **names):
    """Runs a statement as the cluster's superuser, whom only the rig knows; outside any transaction."""
    connection = psycopg2.connect(host=settings.DATABASES["default"]["HOST"], user="postgres", dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(SQL(statement).format(**{key: Identifier(name) for key, name in names.items()}))
    finally:
        connection.close()


def clone(template, name):
    drop(name)
    leave(template)
    administer("CREATE DATABASE {name} TEMPLATE {template} OWNER papg_owner", name=name, template=template)
    administer("REVOKE ALL ON DATABASE {name} FROM PUBLIC", name=name)
    administer("GRANT CONNECT ON DATABASE {name} TO papg_app, papg_backup", name=name)


def clone_once(template, name, fill):
    """A clone that all workers share as their template: the first to come fills it, the others wait for that one."""
    queue = psycopg2.connect(host=settings.DATABASES["default"]["HOST"], user="postgres", dbname="postgres")
    try:
        with queue.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if cursor.rowcount == 0:
                unfilled = f"{name}_{WORKER}"
                clone(template, unfilled)
                fill(unfilled)
                administer("ALTER DATABASE {unfilled} RENAME TO {name}", unfilled=unfilled, name=name)
    finally:
        queue.close()


def drop(name):
    administer("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)


def connect_to(name):
    """Points both users' connections at another database, in this thread and in those that start later."""
    for alias in connections:
        if connections[alias].settings_dict["NAME"] != name:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name


def leave(name):
    """Closes what this thread has open on a database, which PostgreSQL copies only when nobody is in it."""
    for alias in connections:
        if connections[alias].settings_dict["NAME"] == name:
            connections[alias].close()


@contextmanager
def connected_to(name):
    before = connections["default"].settings_dict["NAME"]
    connect_to(name)
    try:
        yield
    finally:
        connect_to(before)


@contextmanager
def as_superuser():
    """This thread's connection as the cluster's superuser, in a mode in which no trigger of ours fires."""
    known = connection.settings_dict
    before = {"USER": known["USER"], "OPTIONS": known["OPTIONS"]}
    connection.close()
    known |= {"USER": "postgres", "OPTIONS": {"options": "-c session_replication_role=replica"}}
    try:
        yield
    finally:
        connection.close()
        known |= before


@contextmanager
def cloned(template, name):
    clone(template, name)
    try:
        with connected_to(name):
            yield
    finally:
        drop(name)


# What a transaction within that of the test says besides: in the service it begins and ends without a query
OF_THE_TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config", "SELECT current_setting", "SET papg")


def asked_in(captured):
    """The queries that the service would have made."""
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(OF_THE_TRANSACTION)]
