from django.shortcuts import render

from audit.services import record_readings
from groups.markings import highest_marking


def recorded_page(request, template, context, *, shown, page=None):
    """A page marked by the highest of what it shows to this reader, whose reading goes into the audit trail.

    Without `page` it is a page over several groups: each group's things are recorded as read in that group.
    """
    shown = [thing for thing in shown if thing]
    pages = [(page, shown)] if page else by_group(shown)
    record_readings(by=request.user, session_key=request.session.session_key, pages=pages)
    return render(request, template, {"marking": highest_marking(shown), **context})


def by_group(things):
    """[(group, its things)]."""
    found = {}
    for thing in things:
        found.setdefault(thing.group, []).append(thing)
    return list(found.items())
