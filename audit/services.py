"""Writing the audit trail. Called inside the transaction of what it describes, so that neither stands alone."""

import hashlib
from datetime import timedelta

from django.db.models.functions import Now

from audit.models import Entry, Kind

READING_HOLDS = timedelta(hours=12)  # the longest session


def record(*, by, verb, target, kind=Kind.CHANGE, **detail):
    """One entry: `by` (None: the system) did `verb` (past tense, plain English) to `target`; `detail`: ids only."""
    group = getattr(target, "group", None)
    authority = group.lead_authority if group else getattr(target, "authority", "")
    return Entry.objects.create(
        kind=kind,
        actor=by.public_id if by else "",
        actor_name=by.name if by else "",
        verb=verb,
        target_kind=target._meta.verbose_name,
        target=target.public_id,
        group=group.public_id if group else "",
        group_name=group.name if group else "",
        authority=str(authority or ""),
        detail=detail,
    )


def record_reading(*, by, session_key, page, shown):
    """An entry for the OFFICIAL-SENSITIVE things among `shown`, once per session until one of them changes.

    `page` is the thing whose page it was. Nothing sensitive among `shown`: no entry, no query.
    """
    sensitive = [thing for thing in shown if getattr(thing, "is_sensitive", False)]
    if not sensitive:
        return None
    seen = _digest(f"{thing.public_id}:{getattr(thing, 'edition', 0)}" for thing in sensitive)
    session = _digest([session_key or ""])
    if _already_recorded(by, page, seen, session):
        return None
    read = sorted(thing.public_id for thing in sensitive)
    return record(by=by, verb="read", target=page, kind=Kind.READING, read=read, seen=seen, session=session)


def _already_recorded(by, page, seen, session):
    return Entry.objects.filter(
        actor=by.public_id,
        target=page.public_id,
        kind=Kind.READING,
        at__gt=Now() - READING_HOLDS,
        detail__seen=seen,
        detail__session=session,
    ).exists()


def _digest(parts):
    return hashlib.sha256("|".join(sorted(parts)).encode()).hexdigest()[:16]
