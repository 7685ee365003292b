"""Who has read what, from the audit trail: never more of a thing than its kind and its number."""

from dataclasses import dataclass
from datetime import datetime
from string import Formatter

from django.apps import apps
from django.db.models import Exists, Max, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from audit.models import Entry, Kind
from groups.models import Membership
from groups.names import names_in

AT_ONCE = 50


@dataclass(frozen=True)
class Reading:
    person: str  # public id
    name: str
    at: datetime
    thing: str = ""  # public id
    words: str = ""
    taken: bool = False  # as a document


def readings_of(thing):
    """The latest reading of this thing by each person, newest first: for `templates/groups/_readings.html`.

    For those who hold VIEW_READERS. Counts the pages on which the thing stood among others.
    """
    by_person = _readings(thing.group, thing=thing.public_id).order_by().values("actor")
    latest = by_person.annotate(latest=Max("at"), account=Max("actor_name")).order_by("-latest")
    names = names_in(thing.group)
    return [Reading(row["actor"], names.get(row["actor"], row["account"]), row["latest"]) for row in latest]


def readings_for_page(group, asked):
    """`asked`: what the address says of "person", "thing" and "page"."""
    person, thing, page = asked.get("person", ""), asked.get("thing", ""), page_of(asked.get("page", ""))
    found = _readings(group, person, thing)
    entries = list(found.newest_first()[(page - 1) * AT_ONCE : page * AT_ONCE + 1])
    names = names_in(group)
    things = spoken_in(group, {thing, *(entry.target for entry in entries)})
    members = members_of(group, thing)
    return {
        "readings": [_reading(entry, names, things) for entry in entries[:AT_ONCE]],
        "person": person,
        "name": names.get(person) or next((entry.actor_name for entry in entries), "Somebody from outside"),
        "thing": thing,
        "words": things.get(thing, "this"),
        "newer": page - 1,
        "older": page + 1 if len(entries) > AT_ONCE else 0,
        "members": members,
        "read_count": sum(member.has_read for member in members),
        "not_yet": [member for member in members if not member.has_read],
    }


def page_of(text):
    """The number in the address, counted from 1; what is no such number is the first."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _readings(group, person="", thing=""):
    found = Entry.objects.of_group(group).readings()
    found = found.by_person(person) if person else found
    return found.that_showed(thing) if thing else found


def _reading(entry, names, things):
    return Reading(
        person=entry.actor,
        name=names.get(entry.actor, entry.actor_name),
        at=entry.at,
        thing=entry.target,
        words=things.get(entry.target, entry.target_kind),
        taken=entry.kind == Kind.EXPORT,
    )


def members_of(group, thing):
    """Those who sit in the group now, and whether each `has_read`: anything, or this thing."""
    theirs = _readings(group, thing=thing).filter(actor=OuterRef("user__public_id"))
    return Membership.objects.active().filter(group=group).annotate(has_read=Exists(theirs)).order_by("name")


# Kind and number ------------------------------------------------------------------------------------------------------


def spoken_in(group, public_ids):
    """{public id: kind and number} of those of these things that are this group's.

    A model says how its things are spoken of: SPOKEN = "action {number}". Of the rows, nothing else is loaded.
    """
    first, *others = [
        model.objects.filter(group=group, public_id__in=public_ids)
        .order_by()
        .values_list("public_id", words_of(model.SPOKEN))
        for model in apps.get_models()
        if hasattr(model, "SPOKEN")
    ]
    return {group.public_id: "the group’s own pages", **dict(first.union(*others, all=True))}


def words_of(spoken):
    """The text with its fields filled in, as an expression."""
    parts = []
    for text, field, _form, _conversion in Formatter().parse(spoken):
        parts += [Value(text)] + ([Cast(field, TextField())] if field else [])
    return Concat(Value(""), *parts, output_field=TextField())
