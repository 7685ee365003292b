"""Approved minutes and closed assessments are final in the database itself, whatever the runtime user tries.

What is final is found from the models: each table of the app that hangs on the record, by however many steps. A new
one is tried by itself; one that is meant to live on is named in LIVES_ON.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from psycopg2.sql import SQL, Identifier

from groups.models import NamedReader
from groups.services import set_limits
from lib.public_ids import PublicIdField
from maturity.models import Answer, Assessment, GapAction
from meetings.models import (
    Addendum,
    Attendance,
    Contribution,
    ContributionText,
    DecisionLogExport,
    DecisionStanding,
    EntryReader,
    EscalationAnswer,
    Meeting,
    MinuteEntry,
    Minutes,
    Nomination,
    OpenSummary,
    SentReport,
    SubgroupReport,
    SubgroupReportText,
    UpwardReport,
    UpwardReportText,
)
from meetings.services import approve_minutes
from meetings.services.minutes import hash_of
from tests.access_house import case

# Put in or decided before the meeting; raised from results afterwards
BECAME = {DecisionStanding, DecisionLogExport}  # of the meeting that did it: tests/meetings/test_decision_standing.py
REPORTS = {SubgroupReport, SubgroupReportText, SentReport}  # a subgroup’s own, sent before the meeting
# What comes after approval is final by itself, which test_corrections, test_open_summary and test_upward_report ask
AFTERWARDS = {Addendum, OpenSummary, UpwardReport, UpwardReportText}
LIVES_ON = {Contribution, ContributionText, Nomination, GapAction, EscalationAnswer, *REPORTS, *BECAME, *AFTERWARDS}
WHO_MAY_READ = {"marking", "handling", "audience"}  # no part of the words
REFUSALS = {"23001": "by a trigger", "42501": "for want of the right"}


@pytest.fixture
def final(house):
    """The world with its minutes approved; one assessment of it is closed already."""
    with case():
        approve_minutes(minutes=house.world.things.minutes, by=house.world.people["chair"])
        yield house.world


# What is final --------------------------------------------------------------------------------------------------------


def parts_of(root, beside=None):
    """{model: the lookup that leads from its rows to the record}. `beside` is {model: lookup} that belongs to it."""
    found = {root: "pk", **(beside or {})}
    models_left = [
        model
        for model in apps.get_app_config(root._meta.app_label).get_models()
        if model not in LIVES_ON and not issubclass(model, NamedReader)
    ]
    grown = True
    while grown:
        grown = False
        for model in models_left:
            for field in model._meta.concrete_fields:
                to = field.related_model
                if model not in found and to in found and to is not model:
                    found[model] = field.name if found[to] == "pk" else f"{field.name}__{found[to]}"
                    grown = True
    return found


MINUTES = parts_of(Minutes, {Meeting: "record"})
ASSESSMENT = parts_of(Assessment)


def records(world):
    """(what is final of it, the record, another that is not final)."""
    things = world.things
    return [(MINUTES, things.minutes, things.draft_minutes), (ASSESSMENT, things.closed, things.assessment)]


def rows_of(model, lookup, record):
    return list(model.objects.filter(**{lookup: record.pk}).order_by("pk"))


def words_of(parts, record):
    """Every value of every row of the record, but for who may read it."""
    return {
        (model.__name__, row.pk, field.attname): getattr(row, field.attname)
        for model, lookup in parts.items()
        for row in rows_of(model, lookup, record)
        for field in model._meta.concrete_fields
        if field.name not in WHO_MAY_READ
    }


# Attempts -------------------------------------------------------------------------------------------------------------


def other_value(field, value):
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateField):
        return (value or timezone.now()) + timedelta(days=1)
    if isinstance(field, models.DateField):
        return (value or timezone.localdate()) + timedelta(days=1)
    if isinstance(field, models.JSONField):
        return {"other": 1}
    if isinstance(field, models.IntegerField | models.ForeignKey | models.AutoField):
        return (value or 0) + 1
    return "y" if value == "x" else "x"


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def changes(row):
    """Ways to change each field of the row, as functions."""
    model, table = type(row), Identifier(row._meta.db_table)
    for field in model._meta.concrete_fields:
        if field.name in WHO_MAY_READ:
            continue
        value = other_value(field, getattr(row, field.attname))
        stored = field.get_db_prep_save(value, connection)
        change = SQL("UPDATE {} SET {} = %s WHERE id = %s").format(table, Identifier(field.column))
        yield lambda c=change, v=stored: sql(c, v, row.pk)
        if not field.primary_key:
            yield lambda f=field, v=value: model.objects.filter(pk=row.pk).update(**{f.attname: v})
            yield lambda f=field, v=value: save(row, f, v, lambda r: r.save(update_fields=[f.name]))
            yield lambda f=field, v=value: save(row, f, v, lambda r: model.objects.bulk_update([r], [f.name]))


def save(row, field, value, how):
    changed = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    changed._state.adding = False
    setattr(changed, field.attname, value)
    how(changed)


def additions_and_removals(row):
    table = Identifier(row._meta.db_table)
    names = [Identifier(field.column) for field in row._meta.concrete_fields if not field.primary_key]
    insert = SQL("INSERT INTO {0} (id, {1}) SELECT %s, {1} FROM {0} WHERE id = %s").format(table, SQL(", ").join(names))
    upsert = SQL("{} ON CONFLICT (id) DO UPDATE SET {} = DEFAULT").format(insert, names[-1])
    beside = SQL("DELETE FROM {0} USING {0} other WHERE {0}.id = other.id AND other.id = %s").format(table)
    yield lambda: sql(SQL("DELETE FROM {} WHERE id = %s").format(table), row.pk)
    yield lambda: sql(beside, row.pk)
    yield lambda: type(row).objects.filter(pk=row.pk)._raw_delete("default")
    yield lambda: sql(upsert, row.pk, row.pk)
    if type(row) not in {Minutes, Meeting, Assessment}:  # a record of one's own is no part of this one
        yield lambda: sql(insert, 10**6 + row.pk, row.pk)
        yield lambda: type(row).objects.bulk_create([copy_of(row)])
        yield lambda: copy_of(row).save(force_insert=True)


def copy_of(row):
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, models.AutoField | PublicIdField)]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})


def moves(model, lookup, record, other):
    """Rows of another record into this one; the way out is among the changes of each row."""
    for field in model._meta.concrete_fields:
        if field.related_model in {*MINUTES, *ASSESSMENT} and field.name == lookup.split("__")[0]:
            here, there = rows_of(model, lookup, record), rows_of(model, lookup, other)
            for row in there:
                place = getattr(here[0], field.attname)
                yield lambda r=row, f=field, p=place: model.objects.filter(pk=r.pk).update(**{f.attname: p})


def of_the_table(table):
    """What would take the guard itself away."""
    return [
        lambda statement=statement: sql(statement.format(table))
        for statement in [
            "TRUNCATE {}",
            "TRUNCATE {} CASCADE",
            "ALTER TABLE {} DISABLE TRIGGER ALL",
            "ALTER TABLE {} DISABLE TRIGGER USER",
            "ALTER TABLE {} OWNER TO papg_app",
            "DROP TABLE {} CASCADE",
            "DROP TRIGGER {0}_is_final ON {0}",
            "CREATE RULE none AS ON INSERT TO {} DO INSTEAD NOTHING",
            "CREATE TEMP TABLE {} (id bigint, state text)",  # it would be found before the real one
            "CREATE SCHEMA {}",
            "CREATE TABLE public.own_{} (id bigint)",
            "SET LOCAL session_replication_role = replica",
            "SET LOCAL ROLE papg_owner",
        ]
    ]


def refused(attempt):
    """Whether the database itself said no, and for no lesser reason such as a wrong type."""
    try:
        with transaction.atomic():
            attempt()
            sql("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return getattr(error.__cause__, "pgcode", None) in REFUSALS
    return False


def attempts_at(parts, record, other):
    for model, lookup in parts.items():
        rows = rows_of(model, lookup, record)
        assert rows, f"the world has no {model.__name__} in {record}"
        for row in rows:
            yield from ((model.__name__, "change", attempt) for attempt in changes(row))
            yield from ((model.__name__, "add, remove", attempt) for attempt in additions_and_removals(row))
        yield from ((model.__name__, "move in", attempt) for attempt in moves(model, lookup, record, other))
        yield from ((model.__name__, "table", attempt) for attempt in of_the_table(model._meta.db_table))


def test_database_refuses_every_change_to_what_is_final(final):
    tried, let_through = 0, []
    for parts, record, other in records(final):
        before = words_of(parts, record)
        for what, how, attempt in attempts_at(parts, record, other):
            tried += 1
            if not refused(attempt):
                let_through.append((tried, what, how))
        assert words_of(parts, record) == before
    minutes = Minutes.objects.get(pk=final.things.minutes.pk)
    assert let_through == []
    assert tried >= 1000
    assert hash_of(minutes) == minutes.sha256


def test_every_part_that_the_hash_covers_is_tried():
    assert {Minutes, Meeting, MinuteEntry, Attendance} <= set(MINUTES)
    assert {"Decision", "RaisedAction", "AgendaItem", "MinuteEntryText"} <= {model.__name__ for model in MINUTES}
    assert {model.__name__ for model in ASSESSMENT} >= {"Assessment", "Answer", "AnswerText"}


def test_who_may_read_what_is_final_can_still_change(final):
    things, by = final.things, final.people["secretary"]
    limits = {"marking": "official_sensitive", "audience": "authority", "handling": "Do not forward"}

    for thing in [things.entry, things.decision, things.raised, things.held_item, things.gap]:
        assert type(thing).objects.filter(pk=thing.pk).update(**limits) == 1
    named = {**limits, "audience": "named"}
    set_limits(thing=things.entry, **named, readers=[final.seats["chair"]], reason="Theirs", by=by)
    EntryReader.objects.filter(content_object=things.entry, user=final.people["chair"]).delete()

    minutes = Minutes.objects.get(pk=things.minutes.pk)
    assert hash_of(minutes) == minutes.sha256
    assert list(things.entry.readers.values_list("user", flat=True)) == [by.pk]
    assert Answer.objects.get(pk=things.gap.pk).audience == "authority"
