"""Queries that each page asks, whose building and planning take longer than the database's answer."""

from collections import OrderedDict
from datetime import date
from functools import lru_cache, wraps
from hashlib import sha256
from types import SimpleNamespace
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import Col, RawSQL, Value
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from psycopg2.extensions import AsIs

# What stands for the first key while a query is built; for the second, one less. No row has such a key.
FIRST = -(2**62)
WORD = "\0key "  # the same for words, with the place behind it: no text of the database has such a character
TYPES = {int: "bigint", str: "text"}
# The most that a process keeps of what it has built, and a session of the database of what it has planned
BUILT, PREPARED = 1000, 100

_prepared_on = WeakKeyDictionary()  # driver's connection: names of its session's statements, the last asked at the end


def built_once(build):
    """The things that the queryset `build(*keys)` finds, built at the first call and then asked with other keys.

    Keys are whole numbers or words, and nothing but they may differ from call to call: so a build asks no clock (Now()
    is the database's) and no table, which is refused. For each `fixed`, such as a model, a query is built of its own.
    Of a values_list the rows hold what the driver gives: JSON is text. `within` is the same as a sub-query.
    A session of the database prepares each query once, so that it is not planned anew for each page either:
    a pooler that hands sessions from one transaction to the next may not stand between.
    """

    @wraps(build)
    def found(*keys, **fixed):
        built = _built(build, tuple(map(type, keys)), **fixed)
        return built.found(keys) if built else []

    def within(*keys, **fixed):
        built = _built(build, tuple(map(type, keys)), **fixed)
        parameters = [value if (place := _place_of(value)) is None else keys[place] for value in built.parameters]
        return RawSQL(built.sql, parameters)  # noqa: S611 -- Django's own

    found.within = within
    return found


@lru_cache(BUILT)
def _built(build, types, **fixed):
    """None for a queryset of which Django knows that it is empty."""
    with connection.execute_wrapper(_refuse):
        queryset = build(*[_stand_in(kind, place) for place, kind in enumerate(types)], **fixed)
    try:
        return Built(queryset, types)
    except EmptyResultSet:
        return None


def _refuse(*_asked):
    raise TypeError("A query that is built once may not hang on what is in the database now.")


class Built:
    """What is kept of a queryset: its SQL, in which stand-ins are where the keys go, and what makes things of rows."""

    def __init__(self, queryset, types):
        if queryset._prefetch_related_lookups:
            raise TypeError("What is fetched besides would ask with the stand-ins of the keys.")
        compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.parameters = compiler.as_sql()
        self.types = types
        self.makes_things = queryset._iterable_class is ModelIterable
        self.of_compiler = _without_queries(compiler) if self.makes_things else {}
        self._check()
        self.name = "built_once_" + sha256(repr((types, self.sql, self.parameters)).encode()).hexdigest()[:32]

    def _check(self):
        """A key within another value would never be asked for, which to an exclusion means that it lets all through."""
        fixed = [value for value in self.parameters if _place_of(value) is None]
        if any(isinstance(value, date) for value in fixed):
            raise TypeError("A query that is built once would ask of the time of its building for ever.")
        if any(stand_in in repr((self.sql, fixed)) for stand_in in (str(FIRST)[:-4], repr(WORD)[1:-1])):
            raise TypeError("A key of a query that is built once has to be a value of its own.")

    def found(self, keys):
        rows = self._rows(keys)
        return list(ModelIterable(self._as_if_asked(rows))) if self.makes_things else rows

    def _rows(self, keys):
        with connection.cursor() as cursor:
            self._prepare(cursor.connection)
            cursor.execute(f"EXECUTE {self.name}" + _in_brackets(["%s"] * len(keys)), keys)
            return cursor.fetchall()

    def _as_if_asked(self, rows):
        """The queryset as far as Django needs it to make things of rows."""
        compiler = SQLCompiler.__new__(SQLCompiler)
        vars(compiler).update(self.of_compiler, connection=connection, execute_sql=lambda **_how: [rows])
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        return SimpleNamespace(query=query, db=connection.alias, _known_related_objects={})

    def _prepare(self, session):
        """By the driver alone: for whom counts queries, it is none. What was not asked for longest makes room."""
        prepared = _prepared_on.setdefault(session, OrderedDict())
        if self.name not in prepared:
            # What is no key is written into the query as it is
            places = [(_place_of(value), value) for value in self.parameters]
            values = [value if place is None else AsIs(f"${place + 1}") for place, value in places]
            with session.cursor() as cursor:
                types = _in_brackets([TYPES[kind] for kind in self.types])
                cursor.execute(f"PREPARE {self.name}{types} AS {self.sql}", values)
                if len(prepared) == PREPARED:
                    cursor.execute(f"DEALLOCATE {prepared.popitem(last=False)[0]}")
        prepared[self.name] = None
        prepared.move_to_end(self.name)


def _without_queries(compiler):
    """What it has found out of the columns. Of one that is a sub-query no more than its type: it is asked no more."""
    columns = [
        (column if isinstance(column, Col) else Value(None, column.output_field),) for column, *_ in compiler.select
    ]
    found_out = {name: getattr(compiler, name) for name in ("col_count", "klass_info", "annotation_col_map")}
    return {"select": columns, **found_out}


def _stand_in(kind, place):
    return FIRST - place if kind is int else f"{WORD}{place}"


def _place_of(value):
    """Of the key for which this stands; None for a value of the query's own."""
    if type(value) is int and value <= FIRST:
        return FIRST - value
    return int(value.removeprefix(WORD)) if type(value) is str and value.startswith(WORD) else None


def _in_brackets(words):
    return f" ({', '.join(words)})" if words else ""


forget = _built.cache_clear
