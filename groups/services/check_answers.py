"""Why a group leaves a warning as it is."""

from django.db import transaction

from audit.services import record
from groups.models import CheckAnswer


@transaction.atomic
def answer_check(*, group, check, kind, reason, ask_again_on, by):
    """One more answer; those before it are kept. `check`: as groups.checks has it now."""
    answer = CheckAnswer.objects.create(
        group=group,
        key=check.key,
        about=check.about,
        facts=list(check.facts),
        kind=kind,
        reason=reason,
        ask_again_on=ask_again_on,
        by=by,
    )
    record(by=by, verb="warning answered", target=answer, key=check.key, about=check.about)
    return answer
