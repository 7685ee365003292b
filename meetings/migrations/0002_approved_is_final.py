from django.db import migrations

from lib.triggers import append_only, not_truncated

# Each trigger reads the state of the minutes FOR SHARE, so that it waits for an approval under way and then refuses;
# `approve_minutes` takes the row FOR UPDATE before it reads and hashes. Who may read (marking, handling, audience)
# may still change: it is no part of the words.
FUNCTIONS = """
CREATE FUNCTION meetings_refuse_if_final(minutes_of_meeting bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    current_state text;
BEGIN
    SELECT state INTO current_state FROM meetings_minutes WHERE meeting_id = minutes_of_meeting FOR SHARE;
    IF current_state = 'approved' THEN
        RAISE EXCEPTION 'approved minutes are final' USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION meetings_same_words(old_row jsonb, new_row jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT old_row - 'marking' - 'handling' - 'audience' = new_row - 'marking' - 'handling' - 'audience'
$$;

CREATE FUNCTION meetings_part_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF meetings_same_words(to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM meetings_refuse_if_final(OLD.meeting_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM meetings_refuse_if_final(NEW.meeting_id); RETURN NEW; END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION meetings_paragraph_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF meetings_same_words(to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM meetings_refuse_if_final((SELECT meeting_id FROM meetings_minutes WHERE id = OLD.minutes_id));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM meetings_refuse_if_final((SELECT meeting_id FROM meetings_minutes WHERE id = NEW.minutes_id));
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION meetings_text_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM meetings_refuse_if_final((
        SELECT minutes.meeting_id FROM meetings_minuteentry entry
        JOIN meetings_minutes minutes ON minutes.id = entry.minutes_id WHERE entry.id = NEW.thing_id
    ));
    RETURN NEW;
END $$;

CREATE FUNCTION meetings_record_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'approved' THEN
        RAISE EXCEPTION 'approved minutes are final' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION meetings_meeting_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM meetings_refuse_if_final(OLD.id);
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION meetings_meeting_is_final();
DROP FUNCTION meetings_record_is_final();
DROP FUNCTION meetings_text_is_final();
DROP FUNCTION meetings_paragraph_is_final();
DROP FUNCTION meetings_part_is_final();
DROP FUNCTION meetings_same_words(jsonb, jsonb);
DROP FUNCTION meetings_refuse_if_final(bigint);
"""


def final(table, function, operations="INSERT OR UPDATE OR DELETE"):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_final BEFORE {operations} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();",
        f"DROP TRIGGER {table}_is_final ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        final("meetings_minuteentry", "meetings_paragraph_is_final"),
        final("meetings_decision", "meetings_paragraph_is_final"),
        final("meetings_raisedaction", "meetings_paragraph_is_final"),
        final("meetings_attendance", "meetings_part_is_final"),
        final("meetings_agendaitem", "meetings_part_is_final"),
        final("meetings_minuteentrytext", "meetings_text_is_final", "INSERT"),
        final("meetings_minutes", "meetings_record_is_final", "UPDATE OR DELETE"),
        final("meetings_meeting", "meetings_meeting_is_final", "UPDATE OR DELETE"),
        append_only("meetings_minuteentrytext"),
        append_only("meetings_contributiontext"),
        not_truncated("meetings_minuteentry"),
        not_truncated("meetings_decision"),
        not_truncated("meetings_raisedaction"),
        not_truncated("meetings_attendance"),
        not_truncated("meetings_agendaitem"),
        not_truncated("meetings_minutes"),
        not_truncated("meetings_meeting"),
    ]
