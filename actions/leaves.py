"""The sensitive leaf of the action plan."""

from actions.models import Action
from actions.services import refuse_blind_owner
from groups.leaves import register


def register_own():
    register(
        Action,
        words="Action {}",
        number="number",
        page="actions:action_readers",
        check=refuse_blind_owner,
        author="raised_by",
    )
