"""The sensitive leaves of a self-assessment."""

from actions.models import Action
from groups.leaves import register, register_whole
from maturity.models import Answer, EvidenceNote
from maturity.services import check_asked_still_read, narrow_note


def register_own():
    register(
        Answer,
        words="Answer to {}",
        number="criterion__code",
        page="maturity:answer_readers",
        check=check_asked_still_read,
        narrow_parts=narrow_note,
    )
    register(EvidenceNote, words="Evidence for {}", number="answer__criterion__code", page="maturity:evidence_readers")
    register_whole(EvidenceNote, lambda note: note.answer)
    register_whole(Action, answer_behind)


def answer_behind(action):
    gap = getattr(action, "gap", None)
    return gap.answer if gap else None
