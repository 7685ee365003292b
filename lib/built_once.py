"""Queries that each page asks, whose building in Python takes longer than the database's answer."""

from functools import cache, wraps

from django.db import connection
from django.db.models.expressions import RawSQL

# What stands for the first key while a query is built; for the second, one less. No row has such a key.
FIRST = -(2**62)


def built_once(build):
    """The rows of the values_list that `build(*keys)` makes, built at the first call and then asked with other keys.

    Keys are whole numbers, and nothing but they may differ from call to call; for each `fixed`, such as a model, a
    query is built of its own. The rows hold what the driver gives: JSON is text. `within` is the same as a sub-query.
    """

    @wraps(build)
    def rows(*keys, **fixed):
        with connection.cursor() as cursor:
            cursor.execute(*_asked_with(keys, *_built(build, len(keys), **fixed)))
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


forget = _built.cache_clear
