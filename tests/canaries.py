"""Canaries: a word that stands nowhere else in every text field of every leaf, and how strays are found.

The fields come from the models, so that a new one is planted without a line here.
"""

import re
from functools import cache

import psycopg2
from django.apps import apps
from django.conf import settings
from django.db import models
from psycopg2.sql import SQL, Identifier, Literal

from groups.models import NamedReader, Sensitive
from lib.editions import KeptText
from lib.public_ids import PublicIdField
from tests.canary_readers import readers_of

CANARY_WORD = re.compile(r"zq(\d+)f(\d+)n(\d+)z", re.IGNORECASE)
POSTED = "zq9999f0n1z"  # stands in what the sweep itself types
SHORTEST = 20  # characters that a field must hold for a canary to fit

# What everybody in the group may know and nobody outside: the fields, by model.
KNOWN_INSIDE = {
    "meetings.Meeting": ["place", "joining_link", "statement"],
    "meetings.Attendance": ["deputy_name", "name", "job_title"],
    "meetings.Stay": ["name"],
    "groups.Membership": ["name", "job_title", "brings"],
    "groups.Deputyship": ["name", "job_title"],
    "groups.Portfolio": ["name"],
    "groups.AreaStanding": ["body"],
    "groups.CheckAnswer": ["reason"],
    "meetings.Nomination": ["name", "job_title"],
    "groups.Governance": ["parent_body", "prevent_reason", "adopted_by"],
    "groups.TermsSection": ["title", "text"],
    "groups.TermsSectionText": ["text"],
    "groups.TermsReply": ["name", "text"],
    "groups.Undertaking": ["text"],
    "maturity.Assessment": ["period"],
    "groups.Rules": ["statement"],
    "groups.Participation": ["reason"],
    "groups.Commission": ["purpose"],
    "meetings.SubgroupReport": ["text"],
    "meetings.SubgroupReportText": ["text"],
    "meetings.SentReport": ["text", "sent_by_name"],
    "meetings.UpwardReport": ["text"],
    "meetings.UpwardReportText": ["text"],
}
# What hangs on a leaf and is neither a text that it had nor a named reader of it.
ON_A_LEAF = {
    "actions.Update": ["text"],
    "meetings.DecisionStanding": ["reason"],
    "groups.Widening": ["handling", "reason"],
    "meetings.GuestLine": ["name", "organisation", "reason"],
    "meetings.Declaration": ["interest"],
    "meetings.Escalation": ["text", "reason"],
    "meetings.EscalationAnswer": ["text"],
    "meetings.Correction": ["stood", "should_say", "reason", "answer"],
    "meetings.Addendum": ["text"],
}
# Texts that are nobody's secret within the service, or no words at all, and why.
NOT_PLANTED = {
    "groups.MemberImport": "a list between its upload and the press that invites, for whoever uploaded it alone",
    "accounts.User": "the account: its pages are those of the person and of their seats",
    "accounts.AddressChange": "the account",
    "groups.LogExport": "what an auditor looked for",
    "accounts.Invitation": "a hash",
    "audit.Seal": "hashes",
    "audit.Entry": "where canaries are looked for",
    "documents.Job": "where canaries are looked for",
    "documents.StoredFile": "where canaries are looked for",
    "notices.Notice": "where canaries are looked for",
    "notices.Heartbeat": "where canaries are looked for",
    "groups.Authority": "reference",
    "groups.Organisation": "reference",
    "groups.BusinessArea": "reference",
    "groups.PAPG": "the group's name stands in the audit trail",
    "groups.TermsVersion": "what it froze of sections, members and agenda, which are planted themselves",
    "groups.TermsAnswer": "its reason stands beside the reply, which is planted, on the same pages",
    "groups.Acceptance": "a hash",
    "meetings.Minutes": "a hash",
    "meetings.OpenSummary": "copies of what is shareable of paragraphs, which are planted themselves",
    "meetings.DecisionLogExport": "numbers",
    "maturity.Framework": "reference",
    "maturity.Theme": "reference",
    "maturity.Criterion": "reference",
    "actions.RagMark": "reference",
}

# Of these, parts of the record that keep copies of other parts: what is posted may leave words there
HOLD_COPIES = {"groups.TermsVersion", "groups.TermsAnswer", "meetings.OpenSummary"}

# The fields -----------------------------------------------------------------------------------------------------------


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in settings.ROOMS]


def texts_of(model):
    """The fields of people's words; JSON that holds such words counts."""
    return [field for field in model._meta.concrete_fields if is_text(field)]


def is_text(field):
    if isinstance(field, PublicIdField | models.SlugField) or field.choices or field.primary_key:
        return False
    if field.max_length and field.max_length < SHORTEST:
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def fields_of(model):
    """What of a model holds canaries: every text of a leaf, or of what hangs on one; of the rest what is said above."""
    if names := [*ON_A_LEAF.get(model._meta.label, []), *KNOWN_INSIDE.get(model._meta.label, [])]:
        return [model._meta.get_field(name) for name in names]
    hangs = issubclass(model, KeptText) and issubclass(model._meta.get_field("thing").related_model, Sensitive)
    return texts_of(model) if hangs or issubclass(model, Sensitive | NamedReader) else []


@cache
def planted():
    """[(model, [field])] of all that carries canaries, in an order that does not change within a run."""
    return [(model, fields) for model in our_models() if (fields := fields_of(model))]


def unplanted_models():
    known = {model for model, _fields in planted()}
    return {model._meta.label for model in our_models() if model not in known and texts_of(model)}


def tables_with_canaries():
    models = [model for model, _fields in planted()] + [apps.get_model(name) for name in HOLD_COPIES]
    return {model._meta.db_table for model in models}


# Planting -------------------------------------------------------------------------------------------------------------


FORMS = {
    models.URLField: "'https://meet.example/' || {word}",
    models.JSONField: "jsonb_build_object('number', 7, 'text', {word}, 'owner', {word}, 'due_on', '2031-03-27', "
    "'status', 'open')",
}


def plant(database):
    """Puts its canary at the head of each text field of each row, by the cluster's superuser: some rows are final."""
    connection = psycopg2.connect(host=settings.DATABASES["default"]["HOST"], user="postgres", dbname=database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for place, (model, fields) in enumerate(planted()):
                for number, field in enumerate(fields):
                    cursor.execute(_planting(model, field, f"zq{place}f{number}n"))
    finally:
        connection.close()


def _planting(model, field, start):
    word = SQL("{start} || id || 'z'").format(start=Literal(start))
    new = SQL(FORMS.get(type(field), "{word} || ' ' || {old}")).format(word=word, old=Identifier(field.column))
    if field.max_length:
        new = SQL("left({new}, {most})").format(new=new, most=Literal(field.max_length))
    return SQL("UPDATE {table} SET {column} = {new}").format(
        table=Identifier(model._meta.db_table), column=Identifier(field.column), new=new
    )


# Looking --------------------------------------------------------------------------------------------------------------


def readers_of_all(world):
    """{(place of the model, number of the field, primary key): names of those who may have what stands there}."""
    return {
        (place, number, row.pk): readers_of(world, row, field)
        for place, (model, fields) in enumerate(planted())
        for row in model._base_manager.all()
        for number, field in enumerate(fields)
    }


def keys_in(text):
    """(place of the model, number of the field, primary key) of each canary in this text."""
    return {tuple(int(part) for part in word) for word in CANARY_WORD.findall(text)}


def strays(text, name, readers):
    """The canaries in this text that this persona may not have, as `model.field` and key."""
    return {called(key) for key in keys_in(text) if name not in readers.get(key, ())}


def called(key):
    place, number, pk = key
    if place >= len(planted()):
        return "what was posted"
    model, fields = planted()[place]
    return f"{model._meta.label}.{fields[number].name} {pk}"


def is_of_a_leaf(key):
    """Of something with readers of its own, or typed by the sweep; not the name of a member, which the group knows."""
    return key[0] >= len(planted()) or planted()[key[0]][0]._meta.label not in KNOWN_INSIDE


def must_be_read(name, readers):
    """Of each leaf the words that this persona may read, all of which some page shows but for handling instructions.

    What may be shared of a paragraph stands only where it is written, and in the open summary.
    """
    ours = [key for key, names in readers.items() if name in names]
    return {(place, number, pk) for place, number, pk in ours if is_shown(*planted()[place], number)}


def is_shown(model, fields, number):
    return issubclass(model, Sensitive) and fields[number].name not in ("handling", "shareable")


def everything_in(held):
    """Every key and value of one database of Redis: cache, sessions, messages to Celery and results."""
    reads = {b"string": held.get, b"list": lambda key: held.lrange(key, 0, -1), b"set": held.smembers}
    reads |= {b"hash": held.hgetall, b"zset": lambda key: held.zrange(key, 0, -1)}
    return " ".join(f"{key} {reads[held.type(key)](key)}" for key in held.scan_iter() if held.exists(key))
