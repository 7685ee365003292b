"""Each week the auditors are mailed the head of the audit trail, which nobody can call back. It names no group."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from audit.anchors import line_of
from audit.models import Seal
from groups.models import Office
from groups.roles import Role
from notices import kinds


def register():
    kinds.register(
        "audit_anchor",
        find_due=auditors_of_this_week,
        still_owed=still_auditor,
        template="audit_anchor",
        context=lambda notice: {"line": line_of(Seal.objects.newest())},
        verb="auditor sent the head of the audit trail",
    )


def auditors_of_this_week():
    """(auditor, Monday, now): one mail a week, in however many authorities; the first when they are appointed."""
    if not Seal.objects.exists():
        return []
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return [(auditor, str(monday), timezone.now()) for auditor in auditors()]


def auditors():
    offices = Office.objects.active().filter(role=Role.AUDITOR)
    return User.objects.filter(pk__in=offices.values("user"), is_active=True)


def still_auditor(notice):
    return auditors().filter(pk=notice.person_id).exists()
