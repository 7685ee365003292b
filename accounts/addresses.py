"""Another e-mail address to sign in with: confirmed at both, so that neither a mailbox nor an open screen is enough."""

import secrets
from threading import Thread

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from accounts.services import send_to_address
from audit.models import Kind
from audit.services import record

NO_MATCH = "These are not the two codes. Look for the newest mail at each address; after five tries you start again"
NOT_FREE = "PAPG cannot use this address. Ask the secretary of your group"


def waiting_change(user):
    return user.address_changes.waiting().first()


@transaction.atomic
def ask_for_address(*, email, by):
    """A code to each address. An address that is taken gets none, and the answer does not tell."""
    by.address_changes.filter(ended_at=None).update(ended_at=Now())
    codes = [secrets.token_hex(4) for _address in ("old", "new")]
    at_old, at_new = map(check_value, codes)
    change = by.address_changes.create(email=email.strip().lower(), code_at_old=at_old, code_at_new=at_new)
    record(by=by, verb="another address asked for", target=by, kind=Kind.SIGN_IN, change=change.public_id)
    taken = User.objects.filter(email__iexact=change.email).exists()
    for address, code in zip([by.email] if taken else [by.email, change.email], codes, strict=False):
        transaction.on_commit(lambda to=address, code=code: _send("address_code", to, {"code": code}))


def _send(template, address, context):
    """Beside the answer: its time tells nothing."""
    Thread(target=send_to_address, args=[address, template, context]).start()


def check_value(code):
    return salted_hmac("accounts.addresses", code.strip().lower(), algorithm="sha256").hexdigest()


def confirm_address(*, change, code_at_old, code_at_new, by):
    """Raises ValidationError; each wrong try counts."""
    if not by.address_changes.waiting().filter(pk=change.pk).update(tries=F("tries") + 1):
        raise ValidationError(NO_MATCH)
    right = [
        constant_time_compare(check_value(code_at_old), change.code_at_old),
        constant_time_compare(check_value(code_at_new), change.code_at_new),
    ]
    if not all(right):
        raise ValidationError(NO_MATCH)
    try:
        _change(change, by)
    except IntegrityError as error:  # somebody else has it meanwhile
        raise ValidationError(NOT_FREE) from error


@transaction.atomic
def _change(change, by):
    old = by.email
    by.email = change.email
    by.save(update_fields=["email"])
    by.address_changes.filter(pk=change.pk).update(ended_at=Now())
    record(by=by, verb="e-mail address changed", target=by, kind=Kind.SIGN_IN, change=change.public_id)
    for address in (old, by.email):
        transaction.on_commit(lambda to=address: _send("address_changed", to, {}))


@transaction.atomic
def forget_change(*, by):
    if by.address_changes.filter(ended_at=None).update(ended_at=Now()):
        record(by=by, verb="address change given up", target=by, kind=Kind.SIGN_IN)
