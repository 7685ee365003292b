from django.db import migrations

from lib.triggers import append_only, not_truncated

# Each trigger reads the state of the assessment FOR SHARE, so that it waits for a closing under way and then refuses.
# Who may read an answer (marking, handling, audience) may still change: it is no part of what was answered.
FUNCTIONS = """
CREATE FUNCTION maturity_refuse_if_closed(assessment bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    current_state text;
BEGIN
    SELECT state INTO current_state FROM maturity_assessment WHERE id = assessment FOR SHARE;
    IF current_state = 'closed' THEN
        RAISE EXCEPTION 'a closed assessment is final' USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION maturity_answer_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) - 'marking' - 'handling' - 'audience' = to_jsonb(NEW) - 'marking' - 'handling' - 'audience' THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM maturity_refuse_if_closed(OLD.assessment_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM maturity_refuse_if_closed(NEW.assessment_id); RETURN NEW; END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION maturity_text_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM maturity_refuse_if_closed((SELECT assessment_id FROM maturity_answer WHERE id = NEW.thing_id));
    RETURN NEW;
END $$;

CREATE FUNCTION maturity_assessment_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'a closed assessment is final' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION maturity_assessment_is_final();
DROP FUNCTION maturity_text_is_final();
DROP FUNCTION maturity_answer_is_final();
DROP FUNCTION maturity_refuse_if_closed(bigint);
"""


def final(table, function, operations="INSERT OR UPDATE OR DELETE"):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_final BEFORE {operations} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();",
        f"DROP TRIGGER {table}_is_final ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("maturity", "0003_evidence_and_audience")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        final("maturity_answer", "maturity_answer_is_final"),
        final("maturity_answertext", "maturity_text_is_final", "INSERT"),
        final("maturity_assessment", "maturity_assessment_is_final", "UPDATE OR DELETE"),
        not_truncated("maturity_answer"),
        not_truncated("maturity_assessment"),
        # A framework is loaded, never edited: a changed one is a new version.
        append_only("maturity_framework"),
        append_only("maturity_theme"),
        append_only("maturity_criterion"),
    ]
