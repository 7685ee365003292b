"""The canary sweep of what is made and sent without a page: documents, mails, and what commands print."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from audit.services import seal_and_anchor
from documents import store
from documents.makers import MAKERS
from documents.models import Job
from documents.services import make_document
from groups.models import Acceptance, FactorReset
from notices.kinds import KINDS
from notices.models import Notice
from notices.services import plan_and_send
from tests.access_house import case, thing_of
from tests.canaries import CANARY_WORD, strays
from tests.canary_house import behind, in_mails, text_of
from tests.canary_readers import INSIDE
from tests.channels import COMMANDS, DOCUMENTS
from tests.groups.test_access_review import age

DAY = timedelta(days=1)
LEADING = ["chair", "deputy_chair", "secretary"]
ASKED = [
    (kind, name)
    for kind in sorted(MAKERS)
    for name in sorted({DOCUMENTS[kind][1], *(LEADING if MAKERS[kind].shown else [])})
]

pytestmark = pytest.mark.proof


@pytest.mark.parametrize(("kind", "name"), ASKED)
def test_no_document_holds_more_than_its_readers_may_have(canary_house, logged, kind, name):
    """What is the same for all, than everybody in the group may; what is made for one reader, than this one may."""
    subject, by = thing_of(canary_house.world, DOCUMENTS[kind][0]), canary_house.world.people[name]
    readers = [name] if MAKERS[kind].shown else INSIDE
    with case():
        job = Job.objects.create(by=by, kind=kind, subject=subject.public_id, file_name="a.pdf")
        make_document(job_id=job.pk)
        job.refresh_from_db()
        told = text_of(store.bytes_of(job.file))
        left = behind()
    assert canary_house.world.word in told  # it was read
    assert {name: strays(told, name, canary_house.readers) for name in readers} == dict.fromkeys(readers, set())
    assert left + CANARY_WORD.findall(logged.getvalue()) == []


def test_no_mail_holds_anything_of_the_record(canary_house, logged):
    mail.outbox.clear()
    with case():
        everything_falls_due(canary_house.world)
        plan_and_send()
        kinds = set(Notice.objects.exclude(sent_at=None).values_list("kind", flat=True))
        left = behind()
    assert kinds == set(KINDS)
    assert CANARY_WORD.findall(in_mails()) + left + CANARY_WORD.findall(logged.getvalue()) == []


def everything_falls_due(world):
    """A meeting tomorrow, a seat made by an office, an undertaking that runs out and a new one beside it, a seal;
    a group that has moved, a subgroup that ends, terms and a decision to be reviewed, places to be looked at, one that
    lapsed."""
    seal_and_anchor()
    meeting, seat = world.things.meeting, world.seats["unconfirmed"]
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + DAY)
    type(seat).objects.filter(pk=seat.pk).update(granted_by=world.people["administrator"])
    FactorReset.objects.create(
        membership=seat,
        person=seat.user,
        asked_by=world.people["secretary"],
        state="agreed",
        answered_by=world.people["chair"],
        answered_at=timezone.now(),
    )
    world.group.moves.create(from_authority=world.things.partner, to_authority=world.authority)
    type(world.group).objects.filter(parent=world.group).update(ends_on=timezone.localdate() + 2 * DAY)
    text = world.things.undertaking
    Acceptance.objects.create(
        person=world.people["not_undertaken"], sha256=text.sha256, at=timezone.now() - timedelta(days=360)
    )
    other = world.other
    type(text).objects.create(group=other.group, number=2, text=other.things.undertaking.text, sha256="0" * 64)
    for side, days in [(other, -1), (world.sibling, 20)]:
        adopted = {"state": "agreed", "adopted_at": timezone.now(), "adopted_by": side.people["chair"]}
        put = type(side.things.put_terms).objects.filter(pk=side.things.put_terms.pk)
        put.update(**adopted, review_on=timezone.localdate() + days * DAY)
    decision = world.things.decision
    type(decision).objects.filter(pk=decision.pk).update(review_on=timezone.localdate() + 10 * DAY)
    age(world.seats["fire"], days=160)
    age(*other.seats.values(), days=200)
    lapsed = type(seat).objects.filter(pk=world.seats["venue"].pk)
    lapsed.update(lapsed=True, ends_at=timezone.now())


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_prints_anything_of_the_record(canary_house, capsys, command):
    with case():
        try:
            call_command(command, *COMMANDS[command])
        except Exception as refusal:  # what it says then counts too
            print(repr(refusal))
    assert CANARY_WORD.findall("".join(capsys.readouterr())) == []
