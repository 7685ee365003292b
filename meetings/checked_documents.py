"""Which document a fingerprint belongs to. To whoever may not open the document, it belongs to none."""

from dataclasses import dataclass
from datetime import datetime

from groups.access import hats_of
from groups.models import TermsVersion
from groups.roles import Permission
from meetings.models import Minutes, OpenSummary, UpwardReport
from meetings.paper_access import may_open_report
from meetings.words_on_paper import in_fours


@dataclass(frozen=True)
class CheckedDocument:
    thing: object
    became: str  # what made these words final
    at: datetime

    @property
    def group(self):
        return self.thing.group

    @property
    def in_fours(self):
        return in_fours(self.thing.sha256)["fingerprint"]


def documents_that_begin(fingerprint, user):
    """Those that this person may open; of a whole fingerprint at most one, of its beginning hardly ever more."""
    groups = {hat.group_id for hat in hats_of(user) if Permission.VIEW_GROUP in hat.permissions}
    about = {"group__in": groups, "sha256__startswith": fingerprint}
    summaries = _final(OpenSummary, about).filter(state=OpenSummary.State.PUBLISHED)
    reports = [report for report in _final(UpwardReport, about) if may_open_report(user, report)]
    return [
        *map(_as_terms, TermsVersion.objects.select_related("group__lead_authority").filter(**about)),
        *(CheckedDocument(each, "Approved", each.approved_at) for each in _final(Minutes, about, "meeting")),
        *(CheckedDocument(each, "Published", each.answered_at) for each in summaries),
        *(CheckedDocument(each, "Approved", each.approved_at) for each in reports),
    ]


def _final(model, about, meeting="minutes__meeting"):
    """Of minutes and reports, only what is approved has a fingerprint."""
    return model.objects.select_related("group__lead_authority", meeting).filter(**about)


def _as_terms(terms):
    """Terms are final once they are put to the members, agreed or not."""
    if terms.adopted_at:
        return CheckedDocument(terms, "Adopted", terms.adopted_at)
    return CheckedDocument(terms, "Put to the members", terms.put_at)
