"""What a database holds, in a line each: how many rows and the SHA-256 of all of them, for every table and for what
stands around the tables (bin/tally.sql): owners, grants, constraints, triggers, policies, functions."""

import hashlib
import re
from pathlib import Path

import psycopg2

TABLES = """SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p')
AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1"""
ROWS = 'COPY (SELECT r::text COLLATE "C" FROM ({}) AS r ORDER BY 1) TO STDOUT'
# PostgreSQL spells the casts of a condition otherwise once it has read its own spelling: compared without
AROUND = r"SELECT regexp_replace(r::text, '[()]|::(text|character varying)(\[\])?', '', 'g') FROM ({}) AS r"
# How text is written; and an error, rather than fewer rows, for whoever may not read all of them
SETTINGS = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET row_security = off"


def connect(database, autocommit=False):
    """One view of the database from the first question to the last, unless `autocommit`."""
    connection = psycopg2.connect(**database)
    connection.set_session(isolation_level="REPEATABLE READ", autocommit=autocommit)
    return connection


def tally(connection):
    """{name: [rows, SHA-256 of the sorted rows]}"""
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        tables = {f"table {table}": f"TABLE {table}" for table in tables_of(cursor)}
        return {name: lines_of(cursor, query) for name, query in (tables | around_the_tables()).items()}


def tables_of(cursor):
    """Their names, quoted where they need it."""
    return asked(cursor, TABLES)


def around_the_tables():
    queries = Path(__file__).with_suffix(".sql").read_text()
    found = re.findall(r"^-- ([\w ]+)\n([^;]+);", queries, re.MULTILINE)
    return {name: AROUND.format(query) for name, query in found}


def is_table(name):
    return name.startswith("table ")


def asked(cursor, query):
    """The first column."""
    cursor.execute(query)
    return [first for first, *_others in cursor.fetchall()]


def lines_of(cursor, query):
    lines = Lines()
    cursor.copy_expert(ROWS.format(query), lines)
    return [lines.number, lines.sha256.hexdigest()]


class Lines:
    """COPY writes a row as one line here, and nothing is kept of it."""

    def __init__(self):
        self.number, self.sha256 = 0, hashlib.sha256()

    def write(self, content):
        self.number += content.count(b"\n")
        self.sha256.update(content)
        return len(content)


def differences(expected, found):
    """Names of what one holds and the other does not, or holds otherwise."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
