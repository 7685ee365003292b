from django.shortcuts import render
from django.urls import reverse

from audit.services import record_readings
from groups.markings import highest_marking
from meetings.models import Meeting


def recorded_page(request, template, context, *, shown, page=None, with_receipt=False):
    """A page marked by the highest of what it shows to this reader, whose reading goes into the audit trail.

    `with_receipt`: the reading is recorded though nothing sensitive is shown.
    Without `page` it is a page over several groups: each group's things are recorded as read in that group.
    """
    shown = [thing for thing in shown if thing]
    pages = [(page, shown)] if page else by_group(shown)
    session_key = request.session.session_key
    record_readings(by=request.user, session_key=session_key, pages=pages, with_receipt=with_receipt)
    return render(request, template, {"marking": highest_marking(shown), **context})


def by_group(things):
    """[(group, its things)]."""
    found = {}
    for thing in things:
        found.setdefault(thing.group, []).append(thing)
    return list(found.items())


def record_address(minutes):
    """Where the record is written: on the run page while the meeting goes on, and then on its own."""
    if minutes.meeting.state == Meeting.State.OPEN:
        return reverse("meetings:meeting_run", args=[minutes.meeting.public_id])
    return reverse("meetings:minutes_detail", args=[minutes.public_id])
