"""Of the decisions of each side of the world one waits, with a quorum in the open meeting; one is withdrawn; one is
restricted, of an item that is for everyone."""

from datetime import timedelta

from django.utils import timezone

from documents import store
from documents.makers import MAKERS
from documents.models import Job
from meetings.models import DecisionLogExport, DecisionStanding
from tests.meetings.decisions import decided, proposed
from tests.world_meetings import RESTRICTED, make_roll


def add_decision_log(side):
    side.things.proposed_decision = proposed(side, "proposed decision")
    side.things.kept_decision = decided(side, "kept decision", **RESTRICTED)
    make_roll(side, side.things.open_meeting)
    _withdrawn(side)
    _taken(side)


def _withdrawn(side):
    """By the chair, for a reason that only the readers of the decision know."""
    withdrawn = {"decision": side.things.secret_decision, "standing": "withdrawn", "reason": f"{side.word} way back"}
    DecisionStanding.objects.create(group=side.group, set_by=side.people["chair"], **withdrawn)


def _taken(side):
    """The chair's own file of one decision."""
    chair = side.people["chair"]
    export = side.things.decision_export = DecisionLogExport.objects.create(
        group=side.group, asked_by=chair, numbers=[1], withheld=[], is_sensitive=False
    )
    side.things.decisions_job = Job.objects.create(
        by=chair,
        kind="decision_log",
        subject=export.public_id,
        file_name=export.file_name,
        state=Job.State.DONE,
        file=store.keep(f"{side.word} decisions".encode(), "text/csv"),
        content_sha256=MAKERS["decision_log"].hash_for(export, chair),
        finished_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
