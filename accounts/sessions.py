"""Where somebody is signed in: seen and ended by themselves, and all ended at once when something is wrong."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from redis.exceptions import RedisError

from accounts.models import User
from audit.models import Kind
from audit.services import record

# As browsers name themselves; most claim to be others as well, so the first that fits counts
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"]


def idle_key(session_key):
    return f"idle:{session_key}"


def start_idle_clock(request):
    """Also when a session that goes on gets another key, as after a change of password."""
    cache.set(idle_key(request.session.session_key), True, settings.IDLE_SECONDS)


def sessions_of(user, current_key):
    """Those that still open something, the newest first: what to call each, and whether it is this one."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    live = _live({row.session_key for row in rows})
    return [
        {"row": row, "called": called(row.user_agent), "is_this": row.session_key == current_key}
        for row in rows
        if row.session_key in live
    ]


def _live(keys):
    kept = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=Now()).values_list("session_key", flat=True)
    )
    try:
        clocks = cache.get_many([idle_key(key) for key in kept])
    except RedisError:  # as in the middleware: without it the idle clock stands still
        return kept
    return {key for key in kept if idle_key(key) in clocks}


def called(user_agent):
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "A browser")
    system = next((name for name in SYSTEMS if name in user_agent), "")
    return f"{browser}, {system}" if system else browser


@transaction.atomic
def end_session(*, public_id, by):
    """One of this person's own; of another, or one that is over, nothing happens."""
    row = UserSession.objects.filter(user=by, pk=public_id).first() if public_id.isdecimal() else None
    if row is None:
        return False
    row.end()
    record(by=by, verb="session ended", target=by, kind=Kind.SIGN_IN)
    return True


@transaction.atomic
def end_all_sessions(*, user, by):
    """On every device, by the next request of each. The number that each session is compared with moves on."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    UserSession.objects.filter(user=user).delete()
    record(by=by, verb="all sessions ended", target=user, kind=Kind.SIGN_IN)


def end_other_sessions(*, request):
    """All but this one, as when a second factor changes."""
    end_all_sessions(user=request.user, by=request.user)
    update_session_auth_hash(request, request.user)
    UserSession.objects.create_from_request(request)
    start_idle_clock(request)
