"""Who may have the words of each row that holds a canary: from the literal tables and the rows as they stand.

The tables are those of tests/access_table.py and tests/access_people.py; of the code that answers, nothing is asked.
"""

from django.apps import apps
from django.utils import timezone

from groups.models import NamedReader, Sensitive, Widening
from lib.editions import KeptText
from meetings.models import Decision, MinuteEntry, RaisedAction
from meetings.models.remark import Remark
from tests.access_people import AS_IN_SIBLING, LIKE
from tests.access_table import BLOCKS, PERSONAS, READING, ROUTES, STATES

LEADING = {"chair", "deputy_chair", "secretary", "secretary_and_administrator"}  # who name readers and are told why
OFFICES = {"administrator", "senior_owner", "secretary_and_administrator"}  # who see each group of their authority
HANGS_BY = {"actions.Update": "action", "meetings.DecisionStanding": "decision"}
TOGETHER = {"chair", "senior_owner"}  # who name a reader of what has none: each reads why the other names one


def named_in(cells):
    flat = cells.replace(" ", "")
    assert len(flat) == sum(BLOCKS.values())
    return {name for name, cell in zip(PERSONAS, flat, strict=True) if cell == "x"}


READS = {case: named_in(cells) for case, cells in READING.items()}
ADMITS = {state: named_in(cells) for state, cells in STATES.items()}
INSIDE = READS["everyone", "official"]
SEATED = READS["named", "official"]
[LIST_OF_ASSESSMENTS] = [route for route in ROUTES if route.name == "maturity:assessment_list"]
KNOW_ASSESSMENTS = named_in(LIST_OF_ASSESSMENTS.cells.replace("o", "x"))


ON_AN_ITEM = {"meetings.GuestLine", "meetings.Declaration"}


def readers_of(world, row, field):
    """Names of personas, those of LIKE too; in the groups beside ours, of those of ours who are somebody there."""
    if names := readers_in_subgroup(world, row):
        return names
    side = side_of(world, row)
    names = inside(side, row)
    if side is world.other:
        return {"stranger"} if "chair" in names else set()
    if side is world.sibling:
        return {name for name, like in AS_IN_SIBLING.items() if like in names}
    names |= {name for name, like in LIKE.items() if like in names}
    return names | invited(side, row, field)


def readers_in_subgroup(world, row):
    """Of a row of a subgroup: its chair, and but for the report in hand the offices of its authority."""
    chairs = {"chair": world, "stranger": world.other, "sibling": world.sibling}
    for chair, side in chairs.items():
        if group_of(row) == side.things.subgroup.pk:
            in_hand = row._meta.label.startswith("meetings.SubgroupReport")
            return {chair} | (set() if in_hand or side is world.other else OFFICES)
    return set()


def side_of(world, row):
    group = group_of(row)
    return next(side for side in (world, world.other, world.sibling) if side.group.pk == group)


def group_of(row):
    thing = leaf_under(row) or row
    return thing.group_id if hasattr(thing, "group_id") else thing.thing.group_id


def leaf_under(row):
    """The leaf on which a row hangs: a text that it had, a report on it, its reader, a wish to open it, its end; the
    item of a guest or an interest on the roll, the paragraph that a correction is about.
    """
    if row._meta.label in ON_AN_ITEM:
        return row.item
    if isinstance(row, Remark):
        return paragraph_beside(row)
    if isinstance(row, Widening):
        return apps.get_model(row.kind).objects.get(public_id=row.thing)
    if isinstance(row, KeptText):
        return row.thing if isinstance(row.thing, Sensitive) else None
    to_leaf = "content_object" if isinstance(row, NamedReader) else HANGS_BY.get(row._meta.label)
    return getattr(row, to_leaf) if to_leaf else None


def paragraph_beside(remark):
    """What it is said of: the paragraph of its minutes at that place."""
    for kind in (MinuteEntry, Decision, RaisedAction):
        if found := kind.objects.filter(minutes=remark.minutes_id, position=remark.position).first():
            return found
    return None


def inside(side, row):
    """Those of the columns of the tables who may have it, in the row's own group."""
    thing = leaf_under(row)
    if isinstance(row, NamedReader | Widening):
        return told_why(side, row, thing)
    if row._meta.label.startswith("meetings.Escalation"):
        return between_group_and_owner(side, row)
    if thing or isinstance(row, Sensitive):
        return readers_of_leaf(side, thing or row)
    if row._meta.label.startswith("meetings.UpwardReport"):
        return report_readers(row)
    return KNOW_ASSESSMENTS if row._meta.label == "maturity.Assessment" else INSIDE


def between_group_and_owner(side, row):
    """Those who run the group and read the item that it comes from, and the senior owner to whom it was sent."""
    asked = getattr(row, "escalation", row)
    return {"senior_owner"} | LEADING & readers_of_leaf(side, asked.item)


def report_readers(row):
    """Who writes and approves it, and once it is approved the senior owner."""
    return LEADING | ({"senior_owner"} if getattr(row, "thing", row).state == "approved" else set())


def told_why(side, row, thing):
    names = (LEADING | authors_of(side, thing)) & readers_of_leaf(side, thing)
    waits = isinstance(row, NamedReader) and row.needs_second and not any(map(counts, rows_that_name(thing)))
    return names | TOGETHER if waits else names


def readers_of_leaf(side, row):
    read = READS[row.audience, row.marking] & admitted(side, row)
    if row.audience == "named":
        read &= named_by_row(side, row)
    read |= sent_up(row)
    if isinstance(row, RaisedAction):
        read &= readers_of_leaf(side, row.action)
    if row._meta.model_name == "evidencenote":
        read &= readers_of_leaf(side, row.answer)
    return read | authors_of(side, row)


# By name --------------------------------------------------------------------------------------------------------------


def rows_that_name(row):
    return row.readers.filter(permission__codename__startswith="view_") if hasattr(row, "readers") else []


def counts(reader):
    """Within its dates, and agreed to where it needs a second person."""
    in_time = reader.until is None or reader.until > timezone.now()
    return in_time and (not reader.needs_second or reader.agreed_by_id is not None)


def named_by_row(side, row):
    row = row.action if isinstance(row, RaisedAction) else row  # a line that tells of an action is for whom that names
    return personas_of(side, {reader.user_id for reader in rows_that_name(row) if counts(reader)})


def personas_of(side, people):
    return {name for name in PERSONAS if name in side.people and side.people[name].pk in people}


def authors_of(side, row):
    """Who wrote it alone reads it while they sit in the group."""
    field = {"contribution": "author_id", "action": "raised_by_id", "evidencenote": "written_by_id"}
    author = field.get(row._meta.model_name)
    return personas_of(side, {getattr(row, author)}) & SEATED if author else set()


# By the state ---------------------------------------------------------------------------------------------------------


def admitted(side, row):
    """Whom the state of it admits, before audience and marking."""
    match row._meta.model_name:
        case "contribution":
            return ADMITS["unfinished"] if row.state == "writing" else set(PERSONAS)
        case "answer":
            return admitted_to_answer(side, row)
        case "evidencenote":
            return admitted_to_answer(side, row.answer)
    return ADMITS[state_of_record(row)] if hasattr(row, "minutes_id") else set(PERSONAS)


def admitted_to_answer(side, answer):
    if answer.assessment.state == "closed":
        return ADMITS["gap"]
    asked = answer.readers.filter(permission__codename="change_answer").values_list("user", flat=True)
    return ADMITS["unasked"] | personas_of(side, set(asked))


def state_of_record(row):
    if row.minutes.meeting.state == "open":
        return "open_decision" if row._meta.model_name == "decision" else "open_entry"
    return {"draft": "draft_entry", "at_chair": "chair_entry"}.get(row.minutes.state, "entry")


def sent_up(row):
    """Closed results and approved reports go up to the senior owner, but for what is kept for named readers."""
    answer = {"answer": row, "evidencenote": getattr(row, "answer", None)}.get(row._meta.model_name)
    is_result = answer is not None and answer.assessment.state == "closed" and row.audience != "named"
    return {"senior_owner"} if is_result or is_reported(row) else set()


def is_reported(row):
    """A passage of minutes whose report is approved: what is shareable of it, or why it is withheld, is written."""
    if not hasattr(row, "minutes_id") or row.audience == "named" or not (row.shareable or row.withheld_because):
        return False
    return getattr(getattr(row.minutes, "upward_report", None), "state", "") == "approved"


# Without a seat -------------------------------------------------------------------------------------------------------


def invited(side, row, field):
    """The nominee has of one meeting's things what a deputy has; the guest the one item; both what is around it."""
    thing = row if isinstance(row, Sensitive) else leaf_under(row)
    if isinstance(row, NamedReader | Widening):
        return set()
    if thing is None:
        return around_meeting(side, row, field)
    stands_in = meeting_of(thing) == side.things.meeting.pk and thing.audience != "named"
    nominee = {"nominee"} if stands_in and "deputy" in readers_of_leaf(side, thing) else set()
    return nominee | ({"guest"} if thing == side.things.threat else set())


def meeting_of(thing):
    match thing._meta.model_name:
        case "agendaitem":
            return thing.meeting_id
        case "contribution":
            return thing.item.meeting_id
    return thing.minutes.meeting_id if hasattr(thing, "minutes_id") else None


def around_meeting(side, row, field):
    """When, where and with whom; and the undertaking, which both have to accept."""
    if field.model._meta.label == "groups.Undertaking":
        return {"nominee", "guest"}
    if row == side.things.meeting:
        return {"nominee", "guest"}
    if row._meta.label == "meetings.SentReport":
        return {"nominee"}
    if field.name == "name" and row == side.things.threat.owner:
        return {"nominee", "guest"}
    return {"nominee"} if field.name == "name" and is_at_meeting(row, side.things.meeting) else set()


def is_at_meeting(row, meeting):
    """A member with something to do there, a line of its roll, a deputy for it alone."""
    if row._meta.label == "groups.Membership":
        there = [row.agendaitems.filter(meeting=meeting), row.nominations.filter(meeting=meeting)]
        return any(some.exists() for some in [*there, row.contributions.filter(item__meeting=meeting)])
    return getattr(row, "meeting_id", None) == meeting.pk
