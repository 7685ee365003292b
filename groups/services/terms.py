"""The words of the terms of reference."""

from django.db import transaction

from audit.services import record
from lib.editions import save_text


@transaction.atomic
def save_terms_section(*, section, text, edition, by):
    """True when it changed anything. Raises lib.editions.StaleEdition when somebody else saved first."""
    changed = save_text(section, text=text, edition=edition, by=by)
    if changed:
        record(by=by, verb="terms section saved", target=section, edition=section.edition)
    return changed
