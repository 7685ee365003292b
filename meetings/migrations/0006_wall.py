from django.db import migrations

from lib.wall import walled, walled_by

# By what somebody may have a place in a group. It runs as the owner of the tables, who sees all of them.
GROUPS_OF = """
CREATE FUNCTION papg_groups_of(person bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(string_agg(DISTINCT place.group_id::text, ','), '')
    FROM (
        SELECT group_id, starts_at, ends_at FROM groups_membership WHERE user_id = person
        UNION ALL SELECT group_id, starts_at, ends_at FROM groups_deputyship WHERE user_id = person
        UNION ALL SELECT group_id, starts_at, ends_at FROM meetings_nomination WHERE user_id = person
        UNION ALL SELECT led.id, office.starts_at, office.ends_at
            FROM groups_office AS office JOIN groups_papg AS led ON led.lead_authority_id = office.authority_id
            WHERE office.user_id = person
        UNION ALL SELECT item.group_id, statement_timestamp(), guest.until
            FROM meetings_itemreader AS guest JOIN meetings_agendaitem AS item ON item.id = guest.content_object_id
            WHERE guest.user_id = person
    ) AS place
    WHERE place.starts_at <= statement_timestamp()
        AND (place.ends_at IS NULL OR place.ends_at > statement_timestamp());
$$;
REVOKE ALL ON FUNCTION papg_groups_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION papg_groups_of TO papg_app;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_places_on_the_agenda"), ("actions", "0004_wall"), ("groups", "0013_wall")]

    operations = [
        *walled(
            "meetings_meeting",
            "meetings_agendaitem",
            "meetings_attendance",
            "meetings_contribution",
            "meetings_minutes",
            "meetings_minuteentry",
            "meetings_decision",
            "meetings_raisedaction",
            "meetings_nomination",
        ),
        *walled_by("meetings_contribution", "thing_id", "meetings_contributiontext"),
        *walled_by("meetings_minuteentry", "thing_id", "meetings_minuteentrytext"),
        *walled_by("meetings_agendaitem", "content_object_id", "meetings_itemreader"),
        *walled_by("meetings_contribution", "content_object_id", "meetings_contributionreader"),
        *walled_by("meetings_minuteentry", "content_object_id", "meetings_entryreader"),
        *walled_by("meetings_decision", "content_object_id", "meetings_decisionreader"),
        migrations.RunSQL(GROUPS_OF, "DROP FUNCTION papg_groups_of;"),
    ]
