"""Asked again: once before the year of an acceptance is over, once when a new text waits. The mails name nothing."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from groups.bound import has_accepted, people_bound, seats_bound
from groups.models import Acceptance, Undertaking
from groups.models.undertaking import UNDERTAKING_HOLDS
from notices import kinds

DAYS_BEFORE = timedelta(days=14)
TOLD_WITHIN = timedelta(days=30)  # of a new text; whoever has not accepted it by then has had the mail


def register():
    kinds.register(
        "undertaking_runs_out",
        find_due=acceptances_running_out,
        still_owed=acceptance_still_runs_out,
        template="undertaking_runs_out",
        context=lambda notice: {},
        verb="told that an undertaking runs out",
    )
    kinds.register(
        "undertaking_changed",
        find_due=new_texts_waiting,
        still_owed=new_text_still_waits,
        template="undertaking_changed",
        context=lambda notice: {},
        verb="told that an undertaking waits",
    )


def acceptances_running_out():
    return [
        (acceptance.person, acceptance.public_id, acceptance.holds_until - DAYS_BEFORE)
        for acceptance in running_out().select_related("person")
    ]


def running_out():
    """The last acceptance of a text by somebody whom it binds still, of which a fortnight or less is left."""
    later = Acceptance.objects.filter(person=OuterRef("person"), sha256=OuterRef("sha256"), at__gt=OuterRef("at"))
    soon = Q(at__gt=Now() - UNDERTAKING_HOLDS, at__lte=Now() - UNDERTAKING_HOLDS + DAYS_BEFORE)
    return Acceptance.objects.filter(soon, ~Exists(later), binds_still(), person__is_active=True)


def binds_still():
    """The clause on acceptances that their text holds today in a group where it binds that person."""
    here = Undertaking.objects.in_force().filter(sha256=OuterRef(OuterRef("sha256"))).values("group")
    seats, deputyships = (seats.filter(user=OuterRef("person"), group__in=here) for seats in seats_bound())
    return Q(Exists(seats)) | Q(Exists(deputyships))


def acceptance_still_runs_out(notice):
    return running_out().filter(public_id=notice.occasion, person=notice.person_id).exists()


def new_texts_waiting():
    return [
        (person, undertaking.public_id, undertaking.made_at)
        for undertaking in new_texts()
        for person in waiting_for(undertaking)
    ]


def new_texts():
    return Undertaking.objects.in_force().filter(number__gt=1, made_at__gt=Now() - TOLD_WITHIN)


def waiting_for(undertaking):
    """Whom it binds since before it was written, and who have not accepted it. Later ones are told as they come."""
    bound = people_bound(group=undertaking.group_id, starts_at__lt=undertaking.made_at)
    return bound.filter(~has_accepted(undertaking.sha256), is_active=True)


def new_text_still_waits(notice):
    undertaking = new_texts().filter(public_id=notice.occasion).first()
    return undertaking is not None and waiting_for(undertaking).filter(pk=notice.person_id).exists()
