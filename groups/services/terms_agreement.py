"""The terms of reference with the members: what each seat says, answers to objections, and adopting them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from audit.services import record
from groups.access import hats_of
from groups.models import Rules, TermsAnswer, TermsReply, TermsVersion
from groups.names import name_in
from groups.roles import Permission
from groups.services.terms import lock_put
from groups.terms_voices import voices_on
from lib.dated import months_after

State = TermsVersion.State
OTHER_WORDS = "These are not the words that are with the members now. Read them again before you answer"
MEMBER_HAS_SPOKEN = "{name} has answered for this seat. Only they can change it"


@transaction.atomic
def answer_terms(*, terms, seat, agrees, reason, sha256, by):
    """What this person says for a seat of theirs, or in which they stand in. An earlier answer stays on record.

    Raises ValidationError when the version or its words are not with the members, or when a deputy comes after the
    member. Saying the same again changes nothing, unless it was replied to meanwhile.
    """
    hat = hat_for(by, seat)
    put = lock_put(terms)
    if sha256 != put.sha256:
        raise ValidationError(OTHER_WORDS)
    said = TermsAnswer.objects.filter(version=put, seat=seat)
    if hat.stands_in and said.filter(stands_in=False).exists():
        raise ValidationError(MEMBER_HAS_SPOKEN.format(name=seat.name))
    words = {"by": by, "agrees": agrees, "reason": "" if agrees else reason}
    last = said.order_by("pk").last()
    if last and said.filter(pk=last.pk, replies=None, **words).exists():
        return last
    answer = TermsAnswer.objects.create(
        group=put.group, version=put, sha256=sha256, seat=seat, name=hat.name, stands_in=hat.stands_in, **words
    )
    record(by=by, verb="terms agreed to" if agrees else "terms objected to", target=answer, seat=seat.public_id)
    return answer


def hat_for(person, seat):
    """By which this person may answer for the seat. Raises PermissionDenied when there is none."""
    for hat in hats_of(person):
        if hat.seat_id == seat.pk and Permission.AGREE_TERMS in hat.permissions:
            return hat
    raise PermissionDenied


@transaction.atomic
def answer_objection(*, objection, text, by):
    """For all members to see; whoever objected may change their mind, and need not."""
    lock_put(objection.version)
    reply = TermsReply.objects.create(
        group=objection.group, objection=objection, text=text, by=by, name=name_in(objection.group, by)
    )
    record(by=by, verb="objection answered", target=reply, objection=objection.public_id)
    return reply


@transaction.atomic
def adopt_terms(*, terms, by):
    """From now on these terms run the group. Raises ValidationError that says what is still missing."""
    put = lock_put(terms)
    voices = voices_on(put)
    missing = [*why_no_quorum(voices), *(f"Answer the objection of {v.answer}" for v in voices.waiting_for_reply)]
    if missing:
        raise ValidationError(missing)
    TermsVersion.objects.agreed().filter(group=put.group).update(state=State.SUPERSEDED, ended_at=Now())
    adopted = {"state": State.AGREED, "adopted_at": Now(), "adopted_by": by}
    review_on = months_after(timezone.localdate(), put.review_months)
    TermsVersion.objects.filter(pk=put.pk).update(**adopted, review_on=review_on)
    Rules.objects.filter(group=put.group).update(**put.in_figures())
    record(by=by, verb="terms adopted", target=put, sha256=put.sha256)
    return put


def why_no_quorum(voices):
    missing = voices.quorum.missing
    return [f"Those who agreed are no quorum yet. Missing: {', and '.join(missing)}"] if missing else []
