"""Annexes of the terms of reference: what is too sensitive for their body."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from audit.services import record
from groups.models import PAPG, TermsAnnex
from groups.models.annex import letter_of
from groups.roles import Permission
from groups.sensitivity import reading_hats
from lib.editions import save_text

LOCKS_OUT = "You could not keep this annex yourself then. Choose a wider audience, or leave it to whoever can read it"
IS_WITHDRAWN = "This annex has been withdrawn: it stays as it is"


@transaction.atomic
def add_annex(*, group, title, text, marking, audience, handling, by):
    """With the group's next letter. Raises ValidationError when its author could not keep it afterwards."""
    PAPG.objects.select_for_update(no_key=True).get(pk=group.pk)  # two at once get two letters
    number = (TermsAnnex.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1
    annex = TermsAnnex(group=group, number=number, letter=letter_of(number), title=title)
    annex.marking, annex.audience, annex.handling = marking, audience, handling
    _refuse_locking_out(annex, by)
    annex.save()
    save_text(annex, text=text, edition=0, by=by)
    record(by=by, verb="annex added", target=annex, marking=marking, audience=audience)
    return annex


@transaction.atomic
def save_annex(*, annex, title, text, edition, by):
    """Its words; who may read it is set apart. True when it changed anything.

    Raises StaleEdition when somebody else saved first, ValidationError when it is withdrawn.
    """
    stands = _lock_in_force(annex)
    if not save_text(stands, text=text, edition=edition, by=by, more_changed=title != stands.title):
        return False
    stands.title = title
    stands.save(update_fields=["title"])
    record(by=by, verb="annex saved", target=stands, edition=stands.edition)
    return True


@transaction.atomic
def withdraw_annex(*, annex, by):
    """For good: its letter is not given again, and whoever might read it still may."""
    stands = _lock_in_force(annex)
    TermsAnnex.objects.filter(pk=stands.pk).update(withdrawn_at=Now(), withdrawn_by=by)
    record(by=by, verb="annex withdrawn", target=stands)


def _lock_in_force(annex):
    stands = TermsAnnex.objects.select_for_update(of=["self"]).select_related("group__lead_authority").get(pk=annex.pk)
    if stands.is_withdrawn:
        raise ValidationError(IS_WITHDRAWN)
    return stands


def _refuse_locking_out(annex, by):
    """One hat alone must read it and give the right to edit."""
    if not any(Permission.EDIT_TERMS in hat.permissions for hat in reading_hats(by, annex)):
        raise ValidationError({"audience": LOCKS_OUT})
