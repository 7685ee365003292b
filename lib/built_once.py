"""Queries that each page asks, whose building and planning take longer than the database's answer."""

from functools import cache, wraps
from hashlib import sha256
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models.expressions import RawSQL
from psycopg2.extensions import AsIs

# What stands for the first key while a query is built; for the second, one less. No row has such a key.
FIRST = -(2**62)

_prepared_on = WeakKeyDictionary()  # driver's connection: names of the statements that its session has prepared


def built_once(build):
    """The rows of the values_list that `build(*keys)` makes, built at the first call and then asked with other keys.

    Keys are whole numbers, and nothing but they may differ from call to call; for each `fixed`, such as a model, a
    query is built of its own. The rows hold what the driver gives: JSON is text. `within` is the same as a sub-query.
    A session of the database prepares each query once, so that it is not planned anew for each page either:
    a pooler that hands sessions from one transaction to the next may not stand between.
    """

    @wraps(build)
    def rows(*keys, **fixed):
        with connection.cursor() as cursor:
            cursor.execute(_execution(cursor, *_built(build, len(keys), **fixed), len(keys)), keys)
            return cursor.fetchall()

    rows.within = lambda *keys, **fixed: RawSQL(*_asked_with(keys, *_built(build, len(keys), **fixed)))  # noqa: S611 -- Django's own
    return rows


@cache
def _built(build, number_of_keys, **fixed):
    """(SQL, its parameters), in which stand-ins are where the keys go."""
    return build(*range(FIRST, FIRST - number_of_keys, -1), **fixed).query.sql_with_params()


def _asked_with(keys, sql, parameters):
    return sql, [keys[FIRST - value] if _is_key(value) else value for value in parameters]


def _is_key(value):
    return type(value) is int and value <= FIRST


def _execution(cursor, sql, parameters, number_of_keys):
    """The statement that asks the prepared query with other keys; prepares it where this session has not yet."""
    name = "built_once_" + sha256(repr((sql, parameters)).encode()).hexdigest()[:32]
    prepared = _prepared_on.setdefault(cursor.connection, set())
    if name not in prepared:
        _prepare(cursor.connection, name, sql, parameters, number_of_keys)
        prepared.add(name)
    return f"EXECUTE {name}" + (f" ({', '.join(['%s'] * number_of_keys)})" if number_of_keys else "")


def _prepare(session, name, sql, parameters, number_of_keys):
    """What is no key is written into the query as it is. By the driver alone: for whom counts queries, it is none."""
    types = f" ({', '.join(['bigint'] * number_of_keys)})" if number_of_keys else ""
    values = [AsIs(f"${FIRST - value + 1}") if _is_key(value) else value for value in parameters]
    with session.cursor() as cursor:
        cursor.execute(f"PREPARE {name}{types} AS {sql}", values)


forget = _built.cache_clear
