"""Looks through everything that is kept for protective markings above OFFICIAL-SENSITIVE. Never shows a text."""

from collections import deque
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from audit.models import Entry
from documents.models import StoredFile
from documents.store import Lost, bytes_of
from groups.models import PAPG
from lib.marked_files import Unreadable, texts_of
from lib.protective_markings import markings_in

ENDINGS = {"application/pdf": "pdf", "text/plain": "txt", "text/csv": "csv"}
NOT_LOOKED_AT = "could not be looked at"


@dataclass(frozen=True)
class Spill:
    kind: str
    thing: str  # its public id, or the row's number where it has none
    group: str  # public id, or empty
    place: str  # column
    found: str


def find_spills():
    """Each place where a marking was found, and each stored file that could not be looked at."""
    for model in apps.get_models():
        yield from _in_table(model)
    for file in StoredFile.objects.order_by("pk").iterator():
        yield from _in_file(file)


def record_search(found):
    """One entry of the system, in no group's name: how many places were found, and which."""
    return Entry.objects.create(
        verb="spills searched for",
        target_kind="service",
        detail={"found": len(found), "things": sorted({spill.thing for spill in found})},
    )


def text_columns(model):
    """A new model is covered by itself. Not the session store, which is sealed, and ends with the session."""
    if model._meta.app_label == "sessions":
        return []
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, kinds)]


def _in_table(model):
    columns, about = text_columns(model), [_public_id_of(model), _way_to_group(model)]
    if not columns:
        return
    rows = model._base_manager.order_by("pk").values(*columns, **_named(about))
    for row in rows.iterator():
        for column in columns:
            for found in markings_in(_text_of(row[column])):
                yield Spill(model._meta.verbose_name, str(row["_thing"]), row["_group"] or "", column, found)


def _named(about):
    thing, group = about
    return {"_thing": models.F(thing), "_group": models.F(group) if group else models.Value("")}


def _text_of(value):
    """Of JSON each text by itself: its brackets would hide a marking that stands alone."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        return "\n\n".join(map(_text_of, value))
    return value if isinstance(value, str) else ""


def _in_file(file):
    ending = ENDINGS.get(file.media_type, file.media_type.rsplit(".", 1)[-1])
    try:
        found = dict.fromkeys(mark for text in texts_of(ending, bytes_of(file)) for mark in markings_in(text))
    except (Unreadable, Lost):
        found = [NOT_LOOKED_AT]
    for one in found:
        yield Spill("stored file", file.public_id, "", "file", one)


def _public_id_of(model):
    names = {field.name for field in model._meta.concrete_fields}
    if "public_id" in names:
        return "public_id"
    return "thing__public_id" if "thing" in names else "pk"


def _way_to_group(model):
    """The nearest way to a group over foreign keys, as a lookup; None where there is none."""
    ways, seen = deque([(model, "")]), {model}
    while ways:
        at, way = ways.popleft()
        if at is PAPG:
            return f"{way}public_id"
        for field in at._meta.concrete_fields:
            if field.many_to_one and field.related_model not in seen:
                seen.add(field.related_model)
                ways.append((field.related_model, f"{way}{field.name}__"))
    return None
