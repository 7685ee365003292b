"""Writing the audit trail, inside the transaction of what it describes, so that neither stands alone. Sealed later."""

import hashlib

from django.conf import settings

from audit.anchors import anchor_newest_seal
from audit.models import Entry, Kind
from audit.seals import seal_new_entries
from audit.where import address_now


def record(*, by, verb, target, kind=Kind.CHANGE, **detail):
    """One entry: `by` (None: the system) did `verb` (past tense, plain English) to `target`; `detail`: ids only."""
    entry = entry_of(by=by, verb=verb, target=target, kind=kind, **detail)
    entry.save(force_insert=True)
    return entry


def entry_of(*, by, verb, target, kind, **detail):
    group = getattr(target, "group", None)
    authority = group.lead_authority if group else getattr(target, "authority", "")
    return Entry(
        kind=kind,
        actor=by.public_id if by else "",
        actor_name=by.name if by else "",
        verb=verb,
        target_kind=target._meta.verbose_name,
        target=target.public_id,
        group=group.public_id if group else "",
        group_name=group.name if group else "",
        authority=str(authority or ""),
        address=address_now(),
        detail=detail,
    )


def record_reading(*, by, session_key, page, shown):
    """An entry for the OFFICIAL-SENSITIVE things among `shown`, once per session until one of them changes.

    `page` is the thing whose page it was. Nothing sensitive among `shown`: no entry, no query. The constraint
    a_reading_is_recorded_once_a_session tells a repeated reading, in the one INSERT.
    """
    record_readings(by=by, session_key=session_key, pages=[(page, shown)])


def record_readings(*, by, session_key, pages, with_receipt=False):
    """As record_reading, for a page on which several things have their part: [(page, shown)].

    `with_receipt`: though nothing among them is sensitive, since the page says who has read it.
    """
    session = _digest([session_key or ""])
    entries = [
        entry_of(by=by, verb="read", target=page, kind=Kind.READING, session=session, **_reading_of(sensitive))
        for page, shown in pages
        if (sensitive := [thing for thing in shown if getattr(thing, "is_sensitive", False)]) or with_receipt
    ]
    if entries:
        Entry.objects.bulk_create(entries, ignore_conflicts=True)


def _reading_of(sensitive):
    return {
        "read": sorted(thing.public_id for thing in sensitive),
        "seen": _digest(f"{thing.public_id}:{_state_of(thing)}" for thing in sensitive),
    }


def _state_of(thing):
    """What tells that a thing has changed: its edition, or the values of one that has none."""
    known = [thing.__dict__.get(field.attname) for field in thing._meta.concrete_fields]
    return thing.edition if hasattr(thing, "edition") else _digest(map(str, known))


def _digest(parts):
    return hashlib.sha256("|".join(sorted(parts)).encode()).hexdigest()[:16]


def seal_and_anchor():
    """The sealing task of each minute. Raises what keeps it from its work, so that /healthz tells that it is late."""
    seal_new_entries()
    anchor_newest_seal(settings.AUDIT_ANCHOR_FILE)
