"""The weekly mail to auditors, with which the audit trail is anchored where nobody can change it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.anchors import line_of
from audit.models import Seal
from audit.services import seal_and_anchor
from groups.models import Office
from groups.roles import Role
from notices.models import Notice
from notices.services import plan_and_send, plan_due_notices, send_due_notices


@pytest.fixture
def sealed(world):
    """With one auditor, and a seal."""
    others = Office.objects.filter(role=Role.AUDITOR).exclude(user=world.people["auditor"])
    others.update(ends_at=timezone.now())
    seal_and_anchor()
    return world


def sent():
    return [message for message in mail.outbox if message.subject == "The audit trail this week"]


def test_auditor_gets_the_head_once_a_week(sealed):
    plan_and_send()
    plan_and_send()
    [message] = sent()
    assert message.to == [sealed.people["auditor"].email]
    assert line_of(Seal.objects.newest()) in message.body.splitlines()

    last_week = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 7)
    Notice.objects.filter(kind="audit_anchor").update(occasion=str(last_week))
    plan_and_send()
    assert len(sent()) == 2


def test_the_mail_names_nothing_of_the_trail(sealed):
    plan_and_send()

    [message] = sent()
    for word in ["Westhaven", sealed.group.name, sealed.people["auditor"].name]:
        assert word not in f"{message.subject} {message.body}"


def test_nobody_gets_it_where_nobody_is_appointed(sealed):
    Office.objects.filter(role=Role.AUDITOR).update(ends_at=timezone.now())
    plan_and_send()

    assert (sent(), Notice.objects.filter(kind="audit_anchor").count()) == ([], 0)


def test_who_is_auditor_no_more_when_it_goes_out_gets_none(sealed):
    plan_due_notices()
    Office.objects.filter(role=Role.AUDITOR).update(ends_at=timezone.now())
    send_due_notices()

    assert sent() == []
    assert Notice.objects.get(kind="audit_anchor").dropped_at


def test_account_that_is_closed_gets_none(sealed):
    sealed.people["auditor"].is_active = False
    sealed.people["auditor"].save()
    plan_and_send()

    assert sent() == []


def test_auditor_of_two_authorities_gets_one(sealed):
    auditor = sealed.people["auditor"]
    Office.objects.create(
        user=auditor, authority=sealed.other.authority, role=Role.AUDITOR, granted_by=sealed.people["chair"]
    )
    plan_and_send()

    assert len([message for message in sent() if message.to == [auditor.email]]) == 1


def test_nothing_is_sent_before_the_first_seal(world):
    plan_and_send()

    assert sent() == []
