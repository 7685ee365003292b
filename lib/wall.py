"""The wall between groups: PostgreSQL itself shows a transaction the rows of its groups, and no others.

A second wall behind the application's own filters, which decide inside a group; docs/decisions/0013 says why and how.
A transaction that says nothing of its groups sees no row of any. The owner of the tables, who migrates and backs up,
stands outside; web and worker refuse to serve as that one.
"""

from contextlib import contextmanager
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.migrations import RunSQL
from django.db.models.expressions import RawSQL

SETTING = "papg.groups"  # "1,2": the keys of the groups; "all"; empty or not set: none
ALL = "all"
MAY_SEE = f"""(SELECT current_setting('{SETTING}', true)) = '{ALL}' OR {{group}} = ANY (
    (SELECT string_to_array(nullif(current_setting('{SETTING}', true), '{ALL}'), ',')::bigint[])::bigint[])"""


# In a request and in a task -------------------------------------------------------------------------------------------


def around_a_request(get_response):
    """One transaction for a request of somebody who is signed in, which shows nothing until it is known who asks.

    Nothing of a request that broke is kept.
    """

    def middleware(request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        with _standing("%s", ""):
            response = get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        return response

    return middleware


def raised_round(person):
    """For the query that looks a person up, whose key is `person`: from there on the transaction sees their groups."""
    return RawSQL(f"set_config(%s, papg_groups_of({person}), true)", [SETTING])  # noqa: S611 -- ours


def within_groups_of(person_id):
    """A transaction that sees the groups in which this person has any place now."""
    return _standing("papg_groups_of(%s)", person_id)


def down():
    """A transaction that sees all groups: for what the service does by itself, in the places that a test knows."""
    return _standing("%s", ALL)


@contextmanager
def _standing(groups, parameter):
    """The end of a transaction forgets by itself; within another one, that one sees afterwards what it saw before."""
    before = _seen() if connection.in_atomic_block else None
    with transaction.atomic():
        if before is not None or parameter:
            _set(groups, parameter)
        yield
        if before is not None and not connection.needs_rollback:
            _set("%s", before)


def open_to(group_id):
    """Lets the rest of the transaction see a group that it has just made."""
    known = _seen()
    if known != ALL:
        _set("%s", f"{known},{group_id}" if known else str(group_id))


@contextmanager
def opened_to(*group_ids):
    """Lets a question see another group that is related to one's own, and sees afterwards what it saw before.

    Who asks has found the relation in the database, and gives on of the other group what both may know, no more.
    """
    known = _seen()
    with transaction.atomic():
        for group_id in group_ids:
            open_to(group_id)
        yield
        if not connection.needs_rollback:
            _set("%s", known)


def _seen():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        return cursor.fetchone()[0] or ""


def _set(groups, parameter):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config(%s, {groups}, true)", [SETTING, parameter])


# In the migrations ----------------------------------------------------------------------------------------------------


def walled(*tables, group="group_id"):
    """The wall round tables whose rows say themselves which group they belong to."""
    return [_wall(table, MAY_SEE.format(group=group)) for table in tables]


def walled_by(parent, column, *tables):
    """The wall round tables whose rows hang by `column` on a row of `parent`, a table with a wall."""
    seen = f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {column})"
    return [_wall(table, seen) for table in tables]


def _wall(table, may_see):
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY wall ON {table} USING ({may_see}) WITH CHECK ({may_see});
        """,
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;",
    )


# Before anything is served --------------------------------------------------------------------------------------------

STANDS_OUTSIDE = """
    SELECT rolsuper OR rolbypassrls OR EXISTS (
        SELECT FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relowner = pg_roles.oid)
    FROM pg_roles WHERE rolname = current_user
"""


def stands_outside():
    with connection.cursor() as cursor:
        cursor.execute(STANDS_OUTSIDE)
        return cursor.fetchone()[0]


def refuse_to_serve_outside():
    """Raises ImproperlyConfigured where the database's user is one whom the wall does not hold."""
    if stands_outside():
        raise ImproperlyConfigured("DATABASE_URL names a user whom no wall between groups holds. Use papg_app.")
    connection.close()
