"""The handling statement, which is read out and accepted at the start of each meeting."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import Rules
from groups.services.governance import SAVED_MEANWHILE


@transaction.atomic
def change_statement(*, group, text, edition, by):
    """For meetings that open from now on. The same words are no change.

    Raises ValidationError when it is not what the writer saw that would be replaced.
    """
    rules = Rules.objects.select_for_update().get(group=group)
    if rules.statement_in_force == text:
        return rules
    if rules.statement_edition != edition:
        raise ValidationError(SAVED_MEANWHILE, code="stale")
    rules.statement, rules.statement_edition = text, edition + 1
    rules.save(update_fields=["statement", "statement_edition"])
    record(by=by, verb="handling statement changed", target=group, edition=rules.statement_edition)
    return rules
