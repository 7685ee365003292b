"""Every kind of entry that the audit trail can hold: doing it leaves that entry once, and undone, nothing.

The kinds are found in the source, so that a new one fails until it stands here, in test_posted_events.py or in
tests/accounts/test_events.py. The access table counts the entries of everything that it does, for everybody.
"""

import ast
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.services import record_reading
from documents import services as documents
from documents.access import access_job
from groups import services as groups
from groups.models import Authority, Office
from maturity.management.commands.load_framework import SHIPPED
from meetings import services as meetings
from meetings.models import EntryReader
from notices.kinds import KINDS
from notices.models import Notice
from notices.services import drop, mark_sent
from tests.access_bodies import OPEN, RESTRICTED
from tests.audit.events import kinds_in_source, leaves
from tests.audit.test_posted_events import POSTED
from tests.groups.terms import put
from tests.world_access import grant

HERE = Path(__file__)
FILES = [HERE, HERE.parent.parent / "accounts/test_events.py"]
AUTHORITY = ["--authority", "Westhaven City Council"]
NAMED = {"marking": "official", "audience": "named", "reason": "They asked"}
# What no page does, or only after something else ----------------------------------------------------------------------


def test_action_is_restricted_and_readers_are_taken_away_with_what_it_came_out_of(world):
    people, things = world.people, world.things
    readers = [world.seats[name] for name in ["secretary", "venue"]]
    groups.set_limits(thing=things.entry, **NAMED, readers=readers, by=people["chair"])
    with leaves("action restricted", "named reader taken away", "who may read it set"):
        groups.set_limits(thing=things.held_item, **RESTRICTED, by=people["chair"])


def test_second_person_answers_a_wish_to_open(world):
    thing, people = world.things.entry, world.people
    groups.set_limits(thing=thing, **RESTRICTED, by=people["chair"])
    for agreed, kind in [(False, "widening refused"), (True, "who may read it set")]:
        widening = groups.set_limits(thing=thing, **OPEN, reason="It is public now", by=people["secretary"])
        with leaves(kind):
            groups.answer_widening(widening=widening, agreed=agreed, by=people["chair"])


@pytest.mark.parametrize(("agreed", "kind"), [(True, "reader agreed to"), (False, "reader refused")])
def test_second_person_answers_for_a_reader_from_outside(world, agreed, kind):
    thing, venue = world.things.entry, world.seats["venue"]
    groups.set_limits(thing=thing, **NAMED, readers=[venue], by=world.people["secretary"])
    with leaves(kind):
        groups.answer_reader(thing=thing, person=venue.user, agreed=agreed, by=world.people["chair"])


def test_attendance_is_recorded(world):
    line = world.things.held.roll.first()
    with leaves("attendance recorded"):
        meetings.mark_attendance(attendance=line, came="online", by=world.people["chair"])


def test_meeting_goes_back_and_an_item_gives_its_time_and_the_next_meeting_takes_what_is_left_over(world):
    things, by = world.things, world.people["chair"]
    meetings.open_meeting(meeting=things.meeting, by=by)
    meeting = type(things.meeting).objects.get(pk=things.meeting.pk)
    meetings.step_to(meeting=meeting, item=things.threat, by=by)
    with leaves("meeting went back to an item"):
        meetings.step_back(meeting=meeting, item=things.item, by=by)
    with leaves("agenda item gave its time"):
        meetings.take_minutes(item=things.item, giver=things.threat, by=by)
    about = {"starts_at": meeting.starts_at, "minutes_long": 60, "place": "", "joining_link": ""}
    meetings.schedule_meeting(group=world.group, **about, by=by)
    with leaves("meeting closed", "agenda items carried forward"):
        meetings.close_meeting(meeting=meeting, by=by)


def test_terms_are_put_to_the_members_and_another_draft_begins(world):
    with leaves("terms put to the members"):
        terms = put(world)
    with leaves("terms draft begun"):
        groups.begin_terms_draft(terms=terms, by=world.people["chair"])
    with leaves():
        groups.begin_terms_draft(terms=terms, by=world.people["chair"])


def test_meeting_is_changed_and_stays_at_its_time(world):
    meeting = world.things.meeting
    about = {"starts_at": meeting.starts_at, "minutes_long": 60, "place": "Room 2", "joining_link": ""}
    with leaves("meeting changed"):
        meetings.change_meeting(meeting=meeting, **about, by=world.people["chair"])


def test_document_is_made_and_taken_or_not_made(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    planner, terms = world.people["planner"], world.things.terms
    job = documents.ask_for_document(kind="terms", subject=terms, file_name="terms.pdf", by=planner)
    with leaves("document made"):
        documents.make_document(job_id=job.pk)
    job, _may = access_job(planner, job.public_id)
    with leaves("document taken"):
        documents.take_document(job=job, by=planner)
    with leaves("document not made"):
        documents.fail_job(job)


def test_document_that_was_made_for_one_reader_is_let_go(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    chair = world.people["chair"]
    job = meetings.export_minutes(minutes=world.things.minutes, ending="docx", by=chair)
    documents.make_document(job_id=job.pk)
    job, _may = access_job(chair, job.public_id)
    with leaves("document let go"):
        documents.let_go(job)


@pytest.mark.parametrize("name", KINDS)
def test_notice_is_sent(world, name):
    with leaves(KINDS[name].verb):
        mark_sent(notice_of(world, name), message_id="<a@b>", verb=KINDS[name].verb)


def notice_of(world, kind):
    return Notice.objects.create(kind=kind, person=world.people["chair"], occasion="1", due_at=timezone.now())


def test_notice_is_dropped(world):
    notice = notice_of(world, "meeting_reminder")
    with leaves("notice dropped"):
        drop(notice)


def test_reading_of_what_is_sensitive_is_recorded_once(world):
    threat = world.things.threat
    about = {"by": world.people["chair"], "session_key": "one", "page": world.things.meeting, "shown": [threat]}
    with leaves("read"):
        record_reading(**about)
        record_reading(**about)


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("spills searched for", ["find_spills"]),
        ("organisation added", ["add_organisation", "--kind", "police", "--name", "Estuary Police"]),
        ("office given", ["appoint_senior_owner", *AUTHORITY, "--name", "New", "--email", "new@westhaven.example"]),
    ],
)
def test_command_leaves_its_entry(world, kind, command):
    Office.objects.filter(role="senior_owner").delete()
    with leaves(kind):
        call_command(*command, verbosity=0)


def test_group_moves(world):
    Authority.objects.create(name="Estuary Council", gss="E00000909", nation="England")
    with leaves("group moved"):
        call_command("move_group", "--group", world.group.public_id, "--to", "E00000909", verbosity=0)


def test_authorities_are_loaded_and_one_is_renamed(world, tmp_path):
    table = tmp_path / "authorities.csv"
    table.write_text("name,gss,type,nation\nWesthaven Council,E00000901,Unitary,England\n")
    with leaves("authority renamed", "authorities loaded"):
        call_command("load_authorities", table, verbosity=0)


def test_officer_is_given_a_new_start(world):
    people = {"person": world.people["administrator"], "voucher": world.people["chair"]}
    with leaves("reset vouched for", "all sessions ended", "second factor reset"):
        groups.give_new_start(**people)


def test_framework_is_loaded(world, tmp_path):
    another = tmp_path / "another.json"
    another.write_text(json.dumps(json.loads(SHIPPED.read_text()) | {"version": "0.0"}))
    with leaves("framework loaded"):
        call_command("load_framework", another, verbosity=0)


def test_what_nobody_confirmed_in_time_lapses(world):
    seat, deputyship = world.seats["fire"], world.things.deputyship
    for place in (seat, deputyship):
        long_ago = timezone.now() - timedelta(days=200)
        type(place).objects.filter(pk=place.pk).update(reviewed_at=long_ago, confirmed_at=long_ago)
    with leaves("deputyship lapsed", "membership lapsed"):
        groups.lapse_memberships()


def test_grants_of_who_left_end(world):
    grant(world.things.entry, EntryReader, "meetings.view_minuteentry", world.people["ended"], world.people["chair"])
    with leaves("grants of those who left ended"):
        groups.end_what_was_granted()


# All of them ----------------------------------------------------------------------------------------------------------


def test_every_kind_stands_here():
    """In the table or in a `leaves(…)` of these files; and at least the sixty of the policy."""
    known = {*POSTED, *(kind.verb for kind in KINDS.values())} | {word for path in FILES for word in words_in(path)}
    assert kinds_in_source() - known == set()
    assert len(kinds_in_source()) >= 60


def words_in(path):
    """The texts of a file outside its docstrings."""
    return {node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)}
