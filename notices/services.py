"""The outbox: what is owed stands in the database, and leaves it once.

A notice is written down once for a person, kind and occasion. To be sent it is leased under a row lock, so two workers
never send the same one. A worker that dies after the mail server took the mail, and before that is written down, leaves
a lease that runs out: the mail goes once more, under the same Message-ID, by which mail systems may drop the second.
Nothing can close that gap; the other order would lose mails instead.
"""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from audit.services import record
from lib import wall
from lib.mail import send_mail_from_template
from notices.kinds import KINDS
from notices.models import Notice

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than a mail server may take (EMAIL_TIMEOUT)
LONGEST_PAUSE = timedelta(hours=4)  # between two tries, which go on for as long as the notice is owed
SENDING_TIME = 40  # seconds of one sweep, so that the next one finds a free worker


def plan_and_send():
    plan_due_notices()
    send_due_notices()


def plan_due_notices():
    """Writes down what each kind owes by now; what stands there already stays as it is."""
    for kind in KINDS.values():
        with wall.down():
            due = kind.find_due()
        owed = [
            Notice(person=person, kind=kind.name, occasion=occasion, due_at=due_at) for person, occasion, due_at in due
        ]
        Notice.objects.bulk_create(owed, ignore_conflicts=True)


def send_due_notices():
    """Sends what is due, one after the other, until nothing is left or the time is up."""
    stop_at = time.monotonic() + SENDING_TIME
    while time.monotonic() < stop_at and (notice := lease_next()):
        send_or_drop(notice)


@transaction.atomic
def lease_next():
    """The next notice that is due and that nobody else is sending, taken for as long as the lease holds."""
    notice = Notice.objects.due().select_for_update(skip_locked=True).order_by("due_at", "pk").first()
    if notice:
        Notice.objects.filter(pk=notice.pk).update(leased_until=Now() + LEASE, tries=F("tries") + 1)
        notice.refresh_from_db()
    return notice


def send_or_drop(notice):
    kind = KINDS[notice.kind]
    with wall.within_groups_of(notice.person_id):
        context = kind.context(notice) if kind.still_owed(notice) else None
    if context is None:
        drop(notice)
        return
    try:
        message_id = send_mail_from_template(
            to=notice.person.email, template=kind.template, context=context, name=notice.public_id
        )
    except Exception:  # whatever it was, it may not keep the other notices from going out
        log.exception("notice %s not sent, try %d", notice.public_id, notice.tries)
        put_off(notice)
    else:
        mark_sent(notice, message_id=message_id, verb=kind.verb)


@transaction.atomic
def mark_sent(notice, *, message_id, verb):
    Notice.objects.filter(pk=notice.pk).update(sent_at=Now(), message_id=message_id, leased_until=None)
    record(by=None, verb=verb, target=notice, person=notice.person.public_id, occasion=notice.occasion)


@transaction.atomic
def drop(notice):
    """No longer owed: the meeting moved, was held, or the person left. More than one try says that it never got out."""
    Notice.objects.filter(pk=notice.pk).update(dropped_at=Now(), leased_until=None)
    about = {"person": notice.person.public_id, "occasion": notice.occasion, "tries": notice.tries}
    record(by=None, verb="notice dropped", target=notice, **about)


def put_off(notice):
    """Each try waits twice as long as the one before. No audit entry: nothing was done to anybody."""
    pause = min(LEASE * 2 ** (notice.tries - 1), LONGEST_PAUSE)
    Notice.objects.filter(pk=notice.pk).update(leased_until=Now() + pause)
