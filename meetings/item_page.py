"""What stands on the page of an agenda item, for one reader: what was filed for it, and what came of it."""

from groups.roles import Permission
from groups.sensitivity import knows_of
from meetings.access import may_open_minutes
from meetings.agenda import line_of, shown_on
from meetings.invited import about_item
from meetings.record import KINDS, NumberedParagraph, RecordSection, readable_paragraphs, sections_of, shown_in
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
    readable = {kind: readable_paragraphs(kind, minutes, user, item=item) for kind in KINDS}
    if not opens:
        paragraphs = [NumberedParagraph(0, "decision", decision) for decision in readable["decision"].values()]
        section = RecordSection(item.number, paragraphs) if paragraphs else None
    else:
        sections = sections_of(minutes, readable)
        section = next((section for section in sections if section.item_number == item.number), None)
    if section:
        section.item = item
        add_remarks(minutes, [section])
    return section
