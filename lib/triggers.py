"""Migration operations for the promises that the database keeps. Errors arrive in Python as IntegrityError."""

from django.db.migrations import RunSQL

REFUSE = """
CREATE FUNCTION papg_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""


def refusing_function():
    return RunSQL(REFUSE, "DROP FUNCTION papg_refuse();")


def append_only(table):
    """Rows of `table` are inserted and read, never changed, deleted or truncated, by nobody who is no owner."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION papg_refuse();
        CREATE TRIGGER {table}_is_not_truncated BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION papg_refuse();
        """,
        f"DROP TRIGGER {table}_is_append_only ON {table}; DROP TRIGGER {table}_is_not_truncated ON {table};",
    )


def not_truncated(table):
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_is_not_truncated BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION papg_refuse();
        """,
        f"DROP TRIGGER {table}_is_not_truncated ON {table};",
    )
