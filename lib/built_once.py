"""Queries that each page asks, whose building in Python takes longer than the database's answer."""

from functools import cache, wraps

from django.db import connection

# What stands for the first key while a query is built; for the second, one less. No row has such a key.
FIRST = -(2**62)


def built_once(build):
    """The rows of the values_list that `build(*keys)` makes, built at the first call and then asked with other keys.

    Keys are whole numbers, and nothing but they may differ from call to call. The rows hold what the driver gives:
    JSON is text.
    """

    @wraps(build)
    def rows(*keys):
        sql, parameters = _built(build, len(keys))
        with connection.cursor() as cursor:
            cursor.execute(sql, [keys[FIRST - value] if _is_key(value) else value for value in parameters])
            return cursor.fetchall()

    return rows


@cache
def _built(build, number_of_keys):
    """(SQL, its parameters), in which stand-ins are where the keys go."""
    return build(*range(FIRST, FIRST - number_of_keys, -1)).query.sql_with_params()


def _is_key(value):
    return type(value) is int and value <= FIRST


forget = _built.cache_clear
