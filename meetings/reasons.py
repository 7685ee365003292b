"""Which withheld passages still lack the reason why they are: without it minutes do not go round.

A passage is withheld when not everybody in the group reads it, unless all its words are shared. What is for named
readers goes up to nobody, so that nobody outside is ever told why.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.urls import reverse

from groups.models import Audience, Marking
from meetings.record import KINDS, record_of
from meetings.upward import going_up

LIMITED = ~Q(marking=Marking.OFFICIAL, audience=Audience.EVERYONE)
LIMITED_ACTION = LIMITED | ~Q(action__marking=Marking.OFFICIAL, action__audience=Audience.EVERYONE)
# Of an entry the words are all there is; decisions and actions say more than what is shared of them
WITHHELD = {"entry": LIMITED & ~Q(shareable=F("text")), "decision": LIMITED, "action": LIMITED_ACTION}
CHOSEN_ON = {"entry": "entry_edit", "decision": "decision_edit", "action": "raised_share"}


@dataclass(frozen=True)
class Passage:
    number: int
    address: str  # of the page on which its reason is chosen


class WithoutReason(ValidationError):
    """`passages`: those that the person reads, and so can mend; `others`: how many besides."""

    def __init__(self, passages, others):
        super().__init__("Some of what is withheld has no reason yet.")
        self.passages, self.others = passages, others


def refuse_without_reason(minutes, by):
    passages, others = without_reason(minutes, record_of(minutes, by))
    if passages or others:
        raise WithoutReason(passages, others)


def without_reason(minutes, sections):
    """(the passages among these sections, how many besides), in one query."""
    positions = set(_positions(minutes))
    paragraphs = [paragraph for section in sections for paragraph in section.paragraphs if paragraph.thing]
    mine = [_passage(paragraph) for paragraph in paragraphs if paragraph.thing.position in positions]
    return mine, len(positions) - len(mine)


def _positions(minutes):
    lacking = [going_up(kind, minutes).filter(WITHHELD[kind], withheld_because="").order_by() for kind in KINDS]
    places = [passages.values_list("position", flat=True) for passages in lacking]
    return places[0].union(*places[1:], all=True)


def _passage(paragraph):
    address = reverse(f"meetings:{CHOSEN_ON[paragraph.kind]}", args=[paragraph.thing.public_id])
    return Passage(paragraph.number, f"{address}#id_withheld_because")
