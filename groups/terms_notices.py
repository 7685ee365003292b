"""Members are told of terms that are put to them; chair and secretary of a review that comes up.

The mails name nothing. Whoever answers before the mail leaves gets none, and nobody is told of a version that has been
withdrawn or replaced.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone

from groups.models import Membership, TermsAnswer, TermsVersion
from groups.roles import AGREE_THE_TERMS, Role
from notices import kinds

LONDON = ZoneInfo("Europe/London")
AT = time(9)
BEFORE_REVIEW = timedelta(days=28)
REVIEWS = {"terms_review_soon": BEFORE_REVIEW, "terms_review_due": timedelta(0)}
KEEPERS = [Role.CHAIR, Role.SECRETARY]


def register():
    kinds.register(
        "terms_put",
        find_due=voices_awaited,
        still_owed=voice_still_awaited,
        template="terms_put",
        context=lambda notice: {},
        verb="member told of terms",
    )
    for kind, before in REVIEWS.items():
        kinds.register(
            kind,
            find_due=lambda before=before: reviews_due(before),
            still_owed=review_still_due,
            template=kind,
            context=lambda notice: {},
            verb="told of a review of terms",
        )


def voices_awaited():
    return [
        (seat.user, terms.public_id, terms.put_at)
        for terms in TermsVersion.objects.filter(state=TermsVersion.State.PUT)
        for seat in silent_seats(terms)
    ]


def silent_seats(terms):
    """Who sat there when it was put. Who comes later finds it on their home page, and first gets an invitation."""
    said = TermsAnswer.objects.filter(version=terms, seat=OuterRef("pk"))
    seats = Membership.objects.active().filter(~Exists(said), group=terms.group_id, role__in=AGREE_THE_TERMS)
    seats = seats.filter(starts_at__lte=terms.put_at)
    return seats.filter(user__is_active=True).select_related("user")


def voice_still_awaited(notice):
    terms = TermsVersion.objects.filter(state=TermsVersion.State.PUT, public_id=notice.occasion).first()
    return terms is not None and silent_seats(terms).filter(user=notice.person_id).exists()


def reviews_due(before):
    """(person, version, the morning of the day), once that day has come."""
    near = TermsVersion.objects.agreed().filter(review_on__lte=timezone.localdate() + before)
    return [
        (seat.user, terms.public_id, datetime.combine(terms.review_on - before, AT, LONDON))
        for terms in near
        for seat in keepers_of(terms)
    ]


def keepers_of(terms):
    seats = Membership.objects.active().filter(group=terms.group_id, role__in=KEEPERS, user__is_active=True)
    return seats.select_related("user")


def review_still_due(notice):
    terms = TermsVersion.objects.agreed().filter(public_id=notice.occasion).first()
    return terms is not None and keepers_of(terms).filter(user=notice.person_id).exists()
