from django.shortcuts import render

from audit.services import record_reading
from groups.markings import highest_marking


def recorded_page(request, template, context, *, page, shown):
    """A page marked by the highest of what it shows to this reader, whose reading goes into the audit trail."""
    shown = [thing for thing in shown if thing]
    record_reading(by=request.user, session_key=request.session.session_key, page=page, shown=shown)
    return render(request, template, {"marking": highest_marking(shown), **context})
