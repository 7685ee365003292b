from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.services import share_readers
from lib.editions import save_text
from meetings.models import Contribution

VERBS = {
    Contribution.State.WRITING: "contribution saved",
    Contribution.State.FILED: "contribution filed",
    Contribution.State.NOTHING: "nothing to report filed",
}


@transaction.atomic
def save_contribution(*, item, seat, text, edition, marking, audience, handling, state, by):
    """Save what a seat puts in for an item; `state` says whether it is being written, filed or nothing to report.

    Raises StaleEdition when the member and a deputy wrote at once: the second is told and loses nothing.
    """
    contribution, is_new = Contribution.objects.get_or_create(
        item=item, seat=seat, defaults={"group": item.group, "author": by, "marking": marking, "audience": audience}
    )
    was_for = None if is_new else contribution.audience
    save_text(contribution, text=text, edition=edition, by=by)
    contribution.marking, contribution.audience, contribution.handling = marking, audience, handling
    contribution.state, contribution.author = state, by
    contribution.filed_at = None if state == Contribution.State.WRITING else timezone.now()
    contribution.save(update_fields=["marking", "audience", "handling", "state", "author", "filed_at"])
    if was_for != audience:
        share_readers(item, contribution)
    record(by=by, verb=VERBS[state], target=contribution)
    return contribution
