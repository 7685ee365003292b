"""The sensitive leaves of a self-assessment."""

from actions.models import Action
from groups.leaves import register, register_whole
from maturity.models import Answer
from maturity.services import check_asked_still_read


def register_own():
    register(
        Answer,
        words="Answer to {}",
        number="criterion__code",
        page="maturity:answer_readers",
        check=check_asked_still_read,
    )
    register_whole(Action, answer_behind)


def answer_behind(action):
    gap = getattr(action, "gap", None)
    return gap.answer if gap else None
