"""The second factor: whether this session was signed in with one, how long ago, and that nobody gives up their last."""

import time
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect

from accounts.models import User

APP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
ON_TRIAL = "trial"  # the kind of a factor that counts as given, in the demo
IN_THE_TRAIL = {  # what the audit trail calls each way
    "password": "password",
    "socialaccount": "work account",
    APP: "app",
    PASSKEY: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery code",
    ON_TRIAL: "trial",
}


def factors_given(request):
    """What this session keeps of each second factor that was given in it, oldest first."""
    return [record for record in get_authentication_records(request, request.user) if record.get("method") == "mfa"]


def ways_given(request, user):
    """Each way in which this person has shown in this session who they are, in words."""
    given = get_authentication_records(request, user)
    return " and ".join(dict.fromkeys(IN_THE_TRAIL[record.get("type", record["method"])] for record in given))


def gave_second_factor(request):
    return bool(factors_given(request))


def gave_it_lately(request):
    """Within ten minutes: fresh enough to take a document, to widen who may read, to change a factor."""
    fresh_since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(
        record["at"] > fresh_since or (settings.DEMO and record.get("type") == ON_TRIAL)
        for record in factors_given(request)
    )


def has_app(user):
    return is_mfa_enabled(user, [APP])


def has_passkey(user):
    return is_mfa_enabled(user, [PASSKEY])


def gave_passkey(request):
    """The button of a trial counts as one: browsers make none without TLS."""
    enough = {PASSKEY, ON_TRIAL} if settings.DEMO else {PASSKEY}
    return any(record.get("type") in enough for record in factors_given(request))


def has_second_factor(user):
    """Recovery codes alone are none: nobody signs in with them when the app and the passkeys are gone."""
    return is_mfa_enabled(user, [APP, PASSKEY])


def has_another(user):
    return Authenticator.objects.filter(user=user, type__in=[APP, PASSKEY]).count() > 1


def keeps_one(view):
    """A page that removes a factor, closed to whom it would leave without any."""

    @wraps(view)
    def removing(request, *args, **kwargs):
        with transaction.atomic():
            User.objects.select_for_update().get(pk=request.user.pk)  # two pages at once do not remove both
            if has_another(request.user):
                return view(request, *args, **kwargs)
        messages.error(request, "This is your only second factor. Set up another one first, then remove this one.")
        return redirect("mfa_index")

    return removing
