"""What the seats say about a version of the terms: one seat, one voice; silence is shown as silence."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Now

from groups.live_parts import in_order
from groups.models import Membership, TermsAnswer
from groups.quorum import Quorum, quorum
from groups.roles import AGREE_THE_TERMS


@dataclass
class Voice:
    """One seat and all that was said for it. A line of the roll, too, of those whose agreeing makes a quorum."""

    seat: Membership
    said: list = field(default_factory=list)  # oldest first

    @property
    def answer(self):
        """What counts: the member's own word, or else the deputy's; of each the latest."""
        own = [answer for answer in self.said if not answer.stands_in]
        return (own or self.said or [None])[-1]

    @property
    def earlier(self):
        return [answer for answer in self.said if answer is not self.answer]

    @property
    def is_silent(self):
        return self.answer is None

    @property
    def agrees(self):
        return not self.is_silent and self.answer.agrees

    @property
    def objects(self):
        return not self.is_silent and not self.answer.agrees

    @property
    def replies(self):
        return replies_to(self.answer) if self.objects else []

    @property
    def waits_for_reply(self):
        return self.objects and not self.replies

    # as a line of the roll (groups.quorum)

    @property
    def is_represented(self):
        return self.agrees

    @property
    def role(self):
        return self.seat.role

    @property
    def organisation_kind(self):
        return self.seat.organisation.kind

    @property
    def areas(self):
        return [area.code for area in self.seat.areas.all()]


def replies_to(answer):
    return sorted(answer.replies.all(), key=lambda reply: reply.pk)


@dataclass
class Voices:
    lines: list
    quorum: Quorum | None = None  # that those make who agreed

    @property
    def agreed(self):
        return [voice for voice in self.lines if voice.agrees]

    @property
    def objecting(self):
        return [voice for voice in self.lines if voice.objects]

    @property
    def silent(self):
        return [voice for voice in self.lines if voice.is_silent]

    @property
    def waiting_for_reply(self):
        return [voice for voice in self.lines if voice.waits_for_reply]

    @property
    def can_be_adopted(self):
        return self.quorum.met and not self.waiting_for_reply


def voices_on(terms):
    """Five queries, however many seats there are. Of a closed version: the seats of the day on which it was closed."""
    answers = {}
    for answer in TermsAnswer.objects.filter(version=terms).prefetch_related("replies").order_by("pk"):
        answers.setdefault(answer.seat_id, []).append(answer)
    lines = [Voice(seat, answers.get(seat.pk, [])) for seat in in_order(seats_asked(terms).prefetch_related("areas"))]
    return Voices(lines, quorum(terms.quorum(), lines))


def seats_asked(terms):
    day = terms.closed_at or Now()
    sat = Q(starts_at__lte=day) & (Q(ends_at=None) | Q(ends_at__gt=day))
    seats = Membership.objects.filter(sat, group=terms.group_id, role__in=AGREE_THE_TERMS)
    return seats.select_related("organisation")
