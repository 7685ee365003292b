"""What the access table asks beyond tests/world.py: every state of the record, on both sides."""

from datetime import timedelta

from django.utils import timezone
from guardian.shortcuts import assign_perm

from actions.models import ActionReader, Update
from documents import store
from documents.makers import MAKERS, WORD_DOCUMENT
from documents.models import Job
from groups.models import (
    PAPG,
    AreaStanding,
    Audience,
    CheckAnswer,
    ChecklistTick,
    Deputyship,
    FactorReset,
    LogExport,
    Marking,
    MemberImport,
    Membership,
    Portfolio,
    TermsAnnex,
    TermsAnnexReader,
)
from groups.roles import Role
from groups.services import answer_objection, begin_terms_draft
from maturity.models import Answer, AnswerReader, Assessment, Criterion, EvidenceNote, Framework, Theme
from meetings.models import (
    EntryReader,
    Meeting,
    Minutes,
    RaisedAction,
)
from meetings.services import approve_minutes
from tests.groups.terms import put, say
from tests.world import SEATS, build_world, make_deputy, make_seat, standing_items_of, what_is_special
from tests.world_decisions import add_decision_log
from tests.world_invited import add_invited
from tests.world_meetings import (
    RESTRICTED,
    add_meetings,
    make_action,
    make_contribution,
    make_item,
)
from tests.world_places import add_places
from tests.world_records import decide, entry_of, record
from tests.world_remarks import add_remarks
from tests.world_room import furnish_rooms
from tests.world_sent import send_up_and_out

NAMED = {"audience": Audience.NAMED}


def build_access_world():
    world = build_world()
    furnish_sibling(world)
    framework = _framework()
    for side in (world, world.other, world.sibling):
        _seats(side)
        _coverage(side)
        _tick(side)
        _upload(side)
        _annexes(side)
        _terms(side)
        _actions(side)
        _agenda(side)
        _records(side)
        _assessments(side, framework)
        _jobs(side)
        add_decision_log(side)
        furnish_rooms(side)
        add_invited(side)
    add_places(world)
    people_on_the_edge(world)
    for side in (world, world.other, world.sibling):
        _copies(side)
    return world


def furnish_sibling(world):
    """Everything that our group has, of the same authority and so with the same offices."""
    side = world.sibling
    PAPG.objects.filter(pk=side.group.pk).update(name=f"{side.word} Protect and Prepare Group")
    side.people["chair"], side.seats["chair"] = side.people["sibling"], side.seats["sibling"]
    for name, (role, organisation) in SEATS.items():
        if name != "chair":
            undertaken = name != "not_undertaken"
            make_seat(side, name, role, organisation, confirmed=name != "unconfirmed", undertaken=undertaken)
    what_is_special(side)
    side.people |= {name: world.people[name] for name in ["administrator", "senior_owner", "auditor"]}
    standing_items_of(side)
    add_meetings(side)


def people_on_the_edge(world):
    """Those of `LIKE` in tests/access_table.py: at the edge of their time, or in two groups."""
    now, day = timezone.now(), timedelta(days=1)
    times = {
        "deputy_to_come": {"starts_at": now + day},
        "expired_deputy": {"ends_at": now - day},
        "deputy_for_now": {"starts_at": now - day, "ends_at": now + day},
    }
    for name, lifetime in times.items():
        deputyship = make_deputy(world, name, "planner", "council")
        Deputyship.objects.filter(pk=deputyship.pk).update(**lifetime)
    make_deputy(world, "deputy_of_ended", "ended", "council")
    seat = make_seat(world, "starts_tomorrow", Role.MEMBER, "council")
    Membership.objects.filter(pk=seat.pk).update(starts_at=now + day)
    make_seat(world, "disabled", Role.MEMBER, "council")
    person = make_seat(world, "two_groups", Role.OBSERVER, "council").user
    make_seat(world.sibling, "two_groups", Role.SECRETARY, "council", person=person)


def grant(thing, readers, permission, person, by, **fields):
    """A live grant to one person on one thing, as the services leave it."""
    row = assign_perm(permission, person, thing)
    readers.objects.filter(pk=row.pk).update(granted_by=by, **fields)


def _seats(side):
    side.things.new_deputyship = make_deputy(side, "new_deputy", "fire", "fire", confirmed=False)
    adviser = side.seats["adviser"]
    FactorReset.objects.create(membership=adviser, person=adviser.user, asked_by=side.people["grantor"])


def _coverage(side):
    area, by = side.things.area, side.people["chair"]
    common = {"group": side.group, "area": area}
    side.things.portfolio = Portfolio.objects.create(**common, name=f"{side.word} portfolio", position=1)
    side.seats["planner"].portfolios.add(side.things.portfolio)
    AreaStanding.objects.create(**common, authority=side.authority, standing="shared", body=f"{side.word} county")
    reason = f"{side.word} has a reason"
    ChecklistTick.objects.create(group=side.group, membership=side.seats["fire"], item="welcomed", ticked_by=by)
    MemberImport.objects.create(group=side.group, uploaded_by=by, rows=[{"line": 2, "Name": f"{side.word} new person"}])
    CheckAnswer.objects.create(group=side.group, key="no_deputy_chair", kind="right", reason=reason, by=by)
    CheckAnswer.objects.create(
        group=side.group, key="partner_missing", about="ambulance", kind="right", reason=reason, by=by
    )


def _terms(side):
    """One version with the members, which the chair can adopt, and a draft after it."""
    things, people = side.things, side.people
    things.put_terms = put(side)
    for name, seat in [("chair", "chair"), ("deputy", "planner"), ("adviser", "adviser")]:
        say(side, things.put_terms, name, seat=seat)
    things.objection = say(side, things.put_terms, "fire", agrees=False, reason=f"{side.word} objection")
    answer_objection(objection=things.objection, text=f"{side.word} reply", by=people["chair"])
    things.terms = begin_terms_draft(terms=things.put_terms, by=people["grantor"])
    things.section = things.terms.sections.get()


def _annexes(side):
    things, people = side.things, side.people
    things.annex = _annex(side, 1, "open")
    things.restricted_annex = _annex(side, 2, "secret", **RESTRICTED)
    things.named_annex = _annex(side, 3, "named", **NAMED)
    for name in ["planner", "adviser"]:
        grant(things.named_annex, TermsAnnexReader, "groups.view_termsannex", people[name], people["chair"])
    assign_perm("groups.view_termsannex", people["chair"], things.named_annex)


def _annex(side, number, word, **fields):
    words = {"title": f"{side.word} {word} annex", "text": f"{side.word} {word} words"}
    lettered = {"number": number, "letter": "ABC"[number - 1]}
    annex = TermsAnnex.objects.create(group=side.group, **lettered, **words, **fields)
    annex.texts.create(edition=0, text=annex.text, by=side.people["chair"])
    return annex


def _actions(side):
    things, people = side.things, side.people
    Update.objects.create(group=side.group, action=things.action, text=f"{side.word} open report", by=people["planner"])
    Update.objects.create(
        group=side.group, action=things.restricted_action, text=f"{side.word} restricted report", by=people["chair"]
    )
    things.closed_action = make_action(side, 3, "planner", "closed action", status="done")
    things.named_action = make_action(side, 4, "planner", "named action", raised_by=people["chair"], **NAMED)
    for name in ["planner", "adviser"]:
        grant(things.named_action, ActionReader, "actions.view_action", people[name], people["chair"])


def _agenda(side):
    """Two matters for which the planner's seat still owes an update; one is begun."""
    things = side.things
    things.open_matter = make_item(side, things.meeting, 3, "open matter")
    unfinished = {"state": "writing", "filed_at": None}
    things.unfinished = make_contribution(side, things.open_matter, "planner", "unfinished update", **unfinished)
    things.closed_matter = make_item(side, things.meeting, 4, "closed matter", **RESTRICTED)


def _records(side):
    things = side.things
    things.secret_decision = decide(side, things.minutes, things.held_threat, 6, 2, "secret decision", **RESTRICTED)
    things.draft_minutes = record(side, 3, Minutes.State.DRAFT)
    things.draft_item = make_item(side, things.draft_minutes.meeting, 1, "draft events")
    things.draft_threat = make_item(side, things.draft_minutes.meeting, 2, "draft threat", **RESTRICTED)
    things.draft_entry = entry_of(side, things.draft_item, 1, "draft entry")
    things.draft_named_entry = entry_of(side, things.draft_item, 2, "draft named entry", **NAMED)
    _name_readers(side, things.draft_named_entry)
    things.draft_raised = RaisedAction.objects.create(
        group=side.group,
        minutes=things.draft_minutes,
        item=things.draft_item,
        position=3,
        action=things.closed_action,
    )
    things.chair_minutes = record(side, 4, Minutes.State.AT_CHAIR)
    checked = make_item(side, things.chair_minutes.meeting, 1, "checked events")
    things.chair_entry = entry_of(side, checked, 1, "checked entry")
    things.open_minutes = record(side, 5, Minutes.State.DRAFT, state=Meeting.State.OPEN, closed_at=None)
    things.open_meeting = things.open_minutes.meeting
    item = things.matter_in_hand = make_item(side, things.open_meeting, 1, "matter in hand")
    make_item(side, things.open_meeting, 2, "matter to come")
    Meeting.objects.filter(pk=things.open_meeting.pk).update(current_item=item)
    things.open_entry = entry_of(side, item, 1, "open discussion")
    things.open_decision = decide(side, things.open_minutes, item, 2, 3, "fresh decision")
    things.final_minutes = record(side, 6, Minutes.State.CIRCULATED)
    final = make_item(side, things.final_minutes.meeting, 1, "final events")
    things.final_entry = entry_of(side, final, 1, "final entry", shareable=f"{side.word} shared words")
    things.exempt_entry = entry_of(side, final, 2, "exempt entry", **RESTRICTED, withheld_because="security")
    approve_minutes(minutes=things.final_minutes, by=side.people["chair"])
    things.later_minutes = record(side, 8, Minutes.State.CIRCULATED)
    later = make_item(side, things.later_minutes.meeting, 1, "later events")
    entry_of(side, later, 1, "later entry", shareable=f"{side.word} shared words", **RESTRICTED)
    approve_minutes(minutes=things.later_minutes, by=side.people["chair"])
    send_up_and_out(side)
    things.corrected_minutes = record(side, 7, Minutes.State.CIRCULATED)
    item = make_item(side, things.corrected_minutes.meeting, 1, "corrected events")
    entry_of(side, item, 1, "corrected entry")
    entry_of(side, item, 2, "secret corrected entry", **RESTRICTED)
    add_remarks(side)


def _name_readers(side, entry):
    assign_perm("meetings.view_minuteentry", side.people["secretary"], entry)
    for name in ["planner", "adviser"]:
        grant(entry, EntryReader, "meetings.view_minuteentry", side.people[name], side.people["secretary"])


def _framework():
    scale = [{"value": level, "label": f"Level {level}", "meaning": f"Meaning {level}"} for level in range(5)]
    framework = Framework.objects.create(
        key="access", version="1", title="Access", status="local", disclaimer="Ours", scale=scale
    )
    theme = Theme.objects.create(framework=framework, code="A", name="Lead", intent="To lead", position=1)
    statements = {str(level): f"Statement {level}" for level in range(1, 5)}
    for position in range(1, 4):
        Criterion.objects.create(
            theme=theme,
            code=f"A{position}",
            title=f"Title {position}",
            question="Is it so?",
            statements=statements,
            position=position,
        )
    return framework


def _tick(side):
    ChecklistTick.objects.create(
        group=side.group, membership=side.seats["unconfirmed"], item="welcomed", ticked_by=side.people["secretary"]
    )
    _upload(side)


def _upload(side):
    """Uploaded by the secretary a moment ago."""
    row = {"line": 2, "name": f"{side.word} Listed", "email": f"listed@{side.word.lower()}.example"}
    row |= {"organisation": "Estuary fire", "role": "Member", "areas": "", "job_title": ""}
    side.things.member_list = MemberImport.objects.create(
        group=side.group, uploaded_by=side.people["secretary"], rows=[row]
    )


def _assessments(side, framework):
    things, people = side.things, side.people
    things.theme = framework.themes.get()
    things.assessment = _assessment(side, framework, "spring")
    things.asked, things.unasked, _last = _answers(side, things.assessment, ["asked answer", "other answer", "last"])
    grant(things.asked, AnswerReader, "maturity.change_answer", people["planner"], people["secretary"])
    things.closed = _assessment(side, framework, "autumn")
    words = ["closed answer", "official answer", "named answer"]
    things.gap, official, named = _answers(side, things.closed, words)
    Answer.objects.filter(pk=official.pk).update(marking=Marking.OFFICIAL, audience=Audience.EVERYONE)
    Answer.objects.filter(pk=named.pk).update(audience=Audience.NAMED)
    things.asked_note = _note(side, things.asked, "asked", "chair", Audience.STATUTORY)
    things.shared_note = _note(side, official, "shared", "chair", Audience.STATUTORY)
    things.restricted_note = _note(side, things.gap, "restricted", "planner", Audience.AUTHORITY)
    for name in ["chair", "adviser"]:
        grant(named, AnswerReader, "maturity.view_answer", people[name], people["secretary"])
    closed = {"state": Assessment.State.CLOSED, "closed_at": timezone.now()}
    Assessment.objects.filter(pk=things.closed.pk).update(**closed)


def _assessment(side, framework, period):
    return Assessment.objects.create(
        group=side.group, authority=side.authority, framework=framework, period=f"{side.word} {period}"
    )


def _answers(side, assessment, texts):
    for criterion, text in zip(Criterion.objects.filter(theme=side.things.theme), texts, strict=True):
        answer = Answer.objects.create(
            group=side.group,
            assessment=assessment,
            criterion=criterion,
            text=f"{side.word} {text}",
            edition=1,
            level=1,
            confidence="high",
            answered_by=side.people["chair"],
            answered_at=timezone.now(),
        )
        answer.texts.create(edition=1, text=answer.text, by=side.people["chair"])
        yield answer


def _note(side, answer, word, author, audience):
    note = EvidenceNote.objects.create(
        group=side.group,
        answer=answer,
        text=f"{side.word} {word} evidence",
        edition=1,
        written_by=side.people[author],
        marking=Marking.OFFICIAL_SENSITIVE,
        audience=audience,
    )
    note.texts.create(edition=1, text=note.text, by=side.people[author])
    return note


def _jobs(side):
    file = store.keep(f"{side.word} document".encode(), "application/pdf")
    side.things.job = _job(side, "planner", state=Job.State.DONE, file=file)
    side.things.failed_job = _job(side, "planner", state=Job.State.FAILED)
    side.things.job_of_ended = _job(side, "ended", state=Job.State.DONE, file=file)
    word = {"kind": "terms_in_word", "file_name": "terms-of-reference-0.1.docx"}
    words = store.keep(f"{side.word} words".encode(), WORD_DOCUMENT)
    side.things.word_job = _job(side, "planner", state=Job.State.DONE, file=words, **word)
    side.things.log_export = export = LogExport.objects.create(authority=side.authority)
    log = {"kind": "audit_log", "subject": export.public_id, "file_name": export.file_name}
    file = store.keep(f"{side.word} log".encode(), "text/csv")
    side.things.log_job = _job(side, "auditor", state=Job.State.DONE, file=file, **log)


def _copies(side):
    """The secretary's own of the minutes: when all stands of which it tells, since it is given while it still does."""
    minutes, reader = side.things.minutes, side.people["secretary"]
    file = store.keep(f"{side.word} copy".encode(), "application/pdf")
    copy = {"kind": "minutes", "subject": minutes.public_id, "file_name": "minutes-1.pdf"}
    kept = {
        "expires_at": timezone.now() + timedelta(days=1),
        "content_sha256": MAKERS["minutes"].hash_for(minutes, reader),
    }
    side.things.minutes_job = _job(side, "secretary", state=Job.State.DONE, file=file, **copy, **kept)


def _job(side, name, **fields):
    terms = {"kind": "terms", "subject": side.things.terms.public_id, "file_name": "terms-of-reference-0.1.pdf"}
    done = {"content_sha256": "0" * 64, "finished_at": timezone.now()}
    return Job.objects.create(by=side.people[name], **{**terms, **done, **fields})
