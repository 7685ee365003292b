"""What stands on the page of an agenda item, for one reader: what was filed for it, and what came of it."""

from groups.roles import Permission
from groups.sensitivity import knows_of
from meetings.access import may_open_minutes
from meetings.agenda import line_of, shown_on
from meetings.invited import about_item
from meetings.record import NumberedParagraph, RecordSection, paragraphs_in, section_of, shown_in
from meetings.remarks import add_remarks


def page_of(item, user, may):
    """(context, the things shown). A guest, who has no place at the meeting, sees the item alone."""
    context = {"group": item.group, "meeting": item.meeting, "item": item, "may": may, **about_item(item, may)}
    if not knows_of(user, item.group_id, item.meeting_id):
        return context, [item]
    line, minutes = line_of(item, user), getattr(item.meeting, "record", None)  # none before the meeting opens
    opens = minutes is not None and may_open_minutes(minutes, may)
    section = _came_of(item, minutes, user, opens) if minutes else None
    context |= {
        "line": line,
        "section": section,
        "minutes": minutes if opens else None,
        "words_open": opens and Permission.EDIT_MINUTES in may and not minutes.is_out,
    }
    return context, [*shown_on([line]), *shown_in([section] if section else [])]


def _came_of(item, minutes, user, opens):
    """Its part of the record, or None. Who may not open that yet sees the decisions which they may read, unnumbered."""
    if opens:
        section = section_of(item, minutes, user)
    else:
        decisions = paragraphs_in("decision", minutes, user, item=item).values()
        paragraphs = [NumberedParagraph(0, "decision", decision) for decision in decisions]
        section = RecordSection(item.number, paragraphs) if paragraphs else None
    if section:
        section.item = item
        add_remarks(minutes, [section])
    return section
