"""When each seat last said what it had to say for an item: filed, nothing to report, or not answered.

Only of items that everybody in the group may read; an item that is withheld from some counts for nobody. An update
that is itself for fewer readers is "filed", as the agenda says of it, and nothing else: neither when, nor whether there
was something to report.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from groups.models import Audience, Marking
from meetings.agenda import FILED
from meetings.models import AgendaItem, Contribution, Meeting

FOR_EVERYONE = {"marking": Marking.OFFICIAL, "audience": Audience.EVERYONE}
NOT_ANSWERED = ""
State = Contribution.State


@dataclass(frozen=True)
class LastUpdate:
    meeting_at: datetime
    state: str
    filed_at: datetime | None

    @property
    def is_answered(self):
        return self.state != NOT_ANSWERED

    @property
    def words(self):
        return {State.FILED: "filed", State.NOTHING: "nothing to report"}.get(self.state, "not answered")


def last_updates(group):
    """{key of a seat: what it said for the latest meeting that asked it}; one query.

    Of several items at one meeting the one counts that was not answered.
    """
    filed = Contribution.objects.filter(item=OuterRef("pk"), seat=OuterRef("owner"), state__in=FILED)
    for_all = filed.filter(**FOR_EVERYONE)
    state = Case(When(Q(said__isnull=False, open_state__isnull=True), then=Value(State.FILED)), default=F("open_state"))
    asked = (
        AgendaItem.objects.filter(_asked(group), group=group, owner__isnull=False, **FOR_EVERYONE)
        .annotate(
            said=Subquery(filed.values("pk")[:1]),
            open_state=Subquery(for_all.values("state")[:1]),
            filed_at=Subquery(for_all.values("filed_at")[:1]),
        )
        .annotate(last_state=Coalesce(state, Value(NOT_ANSWERED), output_field=CharField()))
        .order_by("owner", "-meeting__starts_at", F("said").asc(nulls_first=True), F("filed_at").desc(nulls_last=True))
        .distinct("owner")
    )
    rows = asked.values_list("owner", "meeting__starts_at", "last_state", "filed_at")
    return {seat: LastUpdate(*last) for seat, *last in rows}


def _asked(group):
    """Items of meetings that were, and of the next one: nobody owes an update for those after it."""
    coming = Meeting.objects.filter(group=group).to_come().values("pk")[:1]
    return ~Q(meeting__state=Meeting.State.PLANNED) | Q(meeting__in=coming)
