"""A group's handling rules: their numbered texts, and accepting them."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from groups.models import PAPG, Acceptance, Undertaking


@transaction.atomic
def accept_undertaking(*, undertaking, by):
    """Holds for a year. Accepting again what still holds for more than 30 days changes nothing."""
    held = undertaking.acceptance_of(by)
    if held and not held.runs_out_soon:
        return held
    acceptance = Acceptance.objects.create(person=by, sha256=undertaking.sha256)
    record(by=by, verb="undertaking accepted", target=undertaking)
    return acceptance


@transaction.atomic
def change_undertaking(*, group, text, number, by):
    """A new text after text `number`, which closes OFFICIAL-SENSITIVE to everybody who has not accepted it.

    Raises ValidationError when it says what the text of today says, or when that is not text `number` any more.
    """
    PAPG.objects.select_for_update().get(pk=group.pk)  # of two who save at once, the second sees the first
    current = Undertaking.objects.current(group)
    if current.number != number:
        raise ValidationError(
            f"Somebody saved text {current.number} meanwhile. Yours is below, not saved. "
            "Open the page again to see theirs before you save"
        )
    if current.sha256 == sha256_of(text):
        raise ValidationError("This is the text that holds already. Change its words, or leave it as it is")
    undertaking = add_undertaking(group, number=number + 1, text=text)
    record(by=by, verb="undertaking changed", target=undertaking, number=undertaking.number)
    return undertaking


def add_undertaking(group, *, number, text):
    return Undertaking.objects.create(group=group, number=number, text=text, sha256=sha256_of(text))


def sha256_of(text):
    return hashlib.sha256(text.encode()).hexdigest()
