"""What stands on the page of minutes, for one reader."""

from groups.roles import Permission
from meetings.carrying import carried_from, items_in
from meetings.decision_log import decisions_in, done_by
from meetings.following import roll_of
from meetings.open_summary import has_open_words
from meetings.paper_pages import papers_of
from meetings.read_by import read_by, reads_as, yours
from meetings.reasons import without_reason
from meetings.record import add_bands, record_of, shown_in
from meetings.remarks import add_remarks
from meetings.steps import next_steps


def page_of(minutes, user, may):
    """(context, the things shown), the things as far as this reader may see them."""
    to_approve = Permission.APPROVE_MINUTES in may and not minutes.is_final
    sections = record_of(minutes, user, with_custody=to_approve)
    add_bands(sections)
    on_roll = add_remarks(minutes, sections)
    done = done_by(minutes, user, [(each["pk"], each["number"]) for each in minutes.changed_places])
    carried = carried_from(minutes.meeting, user) if minutes.carries_items else []
    words_open = Permission.EDIT_MINUTES in may and not minutes.is_out
    who_came = roll_of(minutes, user)
    context = {
        "group": minutes.group,
        "minutes": minutes,
        "meeting": minutes.meeting,
        "may": may,
        "sections": sections,
        "done": done,
        "carried": carried,
        "words_open": words_open,
        "to_reason": without_reason(minutes, sections)[0] if words_open else [],
        "shares_nothing": words_open and not _has_words_to_share(sections),
        "papers": papers_of(minutes, user, may),
        "on_roll": on_roll,
        "reads_as": reads_as(minutes, user),
        **who_came,
        **read_by(minutes, who_came["roll"], user, may),
        **yours(sections, on_roll, user, may),
        **next_steps(minutes, may),
    }
    return context, shown_in(sections) + decisions_in(done) + items_in(carried) + who_came["items_on_roll"]


def _has_words_to_share(sections):
    return any(has_open_words(paragraph) for section in sections for paragraph in section.paragraphs)
