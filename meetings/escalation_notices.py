"""The senior owner is told that a request waits for an answer, and the chair that it was answered. No mail says more.

Whoever answers before the mail leaves gets none; neither does a chair who may not read the item it came from.
"""

from datetime import timedelta

from django.db.models.functions import Now

from groups.models import Membership, Office
from groups.roles import Role
from meetings.models import Escalation
from notices import kinds

WAITS, ANSWERED = "escalation_waits", "escalation_answered"
LATELY = timedelta(days=14)  # whoever takes the chair later finds it in the list


def register():
    kinds.register(
        WAITS,
        find_due=requests_waiting,
        still_owed=request_still_waits,
        template=WAITS,
        context=lambda notice: {},
        verb="senior owner told of a request",
    )
    kinds.register(
        ANSWERED,
        find_due=answers_given,
        still_owed=answer_still_theirs,
        template=ANSWERED,
        context=lambda notice: {},
        verb="chair told of an answer",
    )


def requests_waiting():
    return [
        (person, asked.public_id, asked.asked_at)
        for asked in Escalation.objects.unanswered().select_related("group")
        for person in senior_owners(asked)
    ]


def senior_owners(asked):
    offices = Office.objects.active().filter(authority=asked.group.lead_authority_id, role=Role.SENIOR_OWNER)
    return [office.user for office in offices.filter(user__is_active=True).select_related("user")]


def request_still_waits(notice):
    asked = Escalation.objects.unanswered().filter(public_id=notice.occasion).select_related("group").first()
    return asked is not None and notice.person in senior_owners(asked)


def answers_given():
    return [
        (person, asked.public_id, asked.answer.at)
        for asked in Escalation.objects.filter(answer__at__gt=Now() - LATELY).with_answers()
        for person in chairs(asked)
    ]


def chairs(asked):
    """Those who may read what was asked."""
    seats = Membership.objects.active().filter(group=asked.group_id, role=Role.CHAIR, user__is_active=True)
    people = [seat.user for seat in seats.select_related("user")]
    return [person for person in people if Escalation.objects.visible_to(person).filter(pk=asked.pk).exists()]


def answer_still_theirs(notice):
    asked = Escalation.objects.filter(public_id=notice.occasion).first()
    return asked is not None and notice.person in chairs(asked)
