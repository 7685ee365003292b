"""What the pages post."""

from tests.lib.typed import typed_date


def editing(action, **changes):
    return {
        "text": "New words",
        "edition": action.edition,
        "owner": action.owner.public_id,
        **typed_date("due_on", action.due_on),
        **changes,
    }
