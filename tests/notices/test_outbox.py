"""The outbox, with a kind of notice of its own."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from notices import kinds, sweeps
from notices.models import Heartbeat, Notice
from notices.services import lease_next, plan_and_send, plan_due_notices, send_due_notices
from notices.tasks import sweep


@pytest.fixture
def owed(db):
    """A kind that owes what `owed.due` holds, for as long as `owed.still` says so."""
    before = dict(kinds.KINDS)
    kinds.KINDS.clear()
    owed = SimpleNamespace(due=[], still=True)
    kinds.register(
        "trial",
        find_due=lambda: owed.due,
        still_owed=lambda notice: owed.still,
        template="meeting_reminder",
        context=lambda notice: {"page": "https://papg.example/meetings/abc/"},
        verb="notice sent",
    )
    yield owed
    kinds.KINDS.clear()
    kinds.KINDS.update(before)


def owe(owed, count=1):
    people = [User.objects.create(email=f"p{number}@westhaven.example", name="P") for number in range(count)]
    owed.due = [(person, "abc:1", timezone.now()) for person in people]
    return people


def entries():
    return Entry.objects.filter(target_kind="notice")


def test_what_is_due_goes_out_once_however_often_it_is_asked(owed):
    [person] = owe(owed)

    for _ in range(3):
        plan_and_send()

    [message] = mail.outbox
    notice = Notice.objects.get()
    assert message.to == [person.email]
    assert message.extra_headers["Message-ID"] == notice.message_id == f"<{notice.public_id}@papg.example>"
    [entry] = entries()
    assert (entry.verb, entry.target, entry.actor) == ("notice sent", notice.public_id, "")
    assert entry.detail == {"person": person.public_id, "occasion": "abc:1"}


def test_what_is_not_due_waits(owed):
    owe(owed)
    owed.due = [(person, occasion, due_at + timedelta(minutes=1)) for person, occasion, due_at in owed.due]

    plan_and_send()
    assert mail.outbox == []

    Notice.objects.update(due_at=timezone.now())
    plan_and_send()
    assert len(mail.outbox) == 1


def test_what_is_no_longer_owed_is_dropped_and_written_down(owed):
    owe(owed)
    owed.still = False

    plan_and_send()
    owed.still = True
    plan_and_send()

    assert mail.outbox == []
    assert Notice.objects.get().dropped_at is not None
    assert [entry.verb for entry in entries()] == ["notice dropped"]


def test_refused_mail_is_tried_again_later_and_shows_as_late(owed, settings):
    owe(owed, 2)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    plan_and_send()
    assert [notice.tries for notice in Notice.objects.all()] == [1, 1]
    assert not entries().exists()

    send_due_notices()
    assert [notice.tries for notice in Notice.objects.all()] == [1, 1]
    assert not Notice.objects.late().exists()

    Notice.objects.update(due_at=timezone.now() - timedelta(minutes=16), leased_until=timezone.now())
    assert Notice.objects.late().count() == 2
    settings.EMAIL_BACKEND = working
    send_due_notices()
    assert (len(mail.outbox), Notice.objects.late().count()) == (2, 0)


def test_each_pause_is_twice_as_long_up_to_four_hours(owed, settings):
    owe(owed)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    plan_due_notices()

    pauses = []
    for _ in range(8):
        send_due_notices()
        notice = Notice.objects.get()
        pauses.append(round((notice.leased_until - timezone.now()) / timedelta(minutes=1)))
        Notice.objects.update(leased_until=None)

    assert pauses == [5, 10, 20, 40, 80, 160, 240, 240]


def test_killed_after_the_mail_left_sends_it_again_under_the_same_message_id(owed):
    owe(owed)
    plan_and_send()
    Notice.objects.update(sent_at=None, leased_until=timezone.now() - timedelta(seconds=1))  # as if never written

    send_due_notices()

    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second


def test_leased_notice_is_left_alone(owed):
    owe(owed)
    plan_due_notices()

    assert lease_next() is not None
    assert lease_next() is None


def test_two_senders_at_once_send_each_notice_once(own_database, owed):
    owe(owed, 40)
    start = threading.Barrier(4)

    def work():
        start.wait()
        plan_and_send()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.outbox) == 40
    assert len({message.to[0] for message in mail.outbox}) == 40
    assert Entry.objects.filter(verb="notice sent").count() == 40


def test_sweep_beats_the_heart_of_each_step_that_ended_well(owed):
    before = dict(sweeps.STEPS)
    sweeps.STEPS.clear()
    sweeps.register("broken", lambda: 1 / 0)
    sweeps.register("reminders", plan_and_send)
    owe(owed)
    try:
        sweep()
    finally:
        sweeps.STEPS.clear()
        sweeps.STEPS.update(before)

    assert [beat.part for beat in Heartbeat.objects.all()] == ["reminders"]
    assert len(mail.outbox) == 1
