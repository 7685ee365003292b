"""Who are you? Every page asks, unless it says `@login_not_required`."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import cache
from django.shortcuts import redirect
from redis.exceptions import RedisError

from accounts.kept import answer_with_kept_text

BACKGROUND_HEADER = "X-Background"  # polls say so, and do not count as activity
SET_UP_PAGES = {"mfa_activate_totp", "account_logout"}


def never_stored(get_response):
    """Nothing that is signed in stays in a cache or comes back with the Back button."""

    def middleware(request):
        response = get_response(request)
        if getattr(request, "user", None) and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def idle_key(session_key):
    return f"idle:{session_key}"


def start_idle_clock(request, **_kwargs):
    cache.set(idle_key(request.session.session_key), True, settings.IDLE_SECONDS)


def idle_sessions_end(get_response):
    """After 30 minutes without a request of the person's own, the session is over on the server too."""

    def middleware(request):
        if request.user.is_authenticated and _ran_out(request):
            logout(request)
        return get_response(request)

    return middleware


def _ran_out(request):
    key = idle_key(request.session.session_key)
    try:
        if BACKGROUND_HEADER in request.headers:
            return cache.get(key) is None
        return not cache.touch(key, settings.IDLE_SECONDS)
    except RedisError:  # pages stay open without Redis; the absolute end of the session still holds
        return False


class SignInRequired(LoginRequiredMiddleware):
    """Sends to the sign-in page; a text that was posted comes back instead of being lost."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            return answer_with_kept_text(request, signed_out=True)
        return super().handle_no_permission(request, view_func)


class SecondFactorRequired:
    """A password opens only the page on which the second factor is set up.

    It looks at how this session was signed in, not at what the account owns, so no other door leads round it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, _args, _kwargs):
        if not request.user.is_authenticated or not getattr(view_func, "login_required", True):
            return None
        if gave_second_factor(request):
            return None
        if is_mfa_enabled(request.user):
            logout(request)
            return redirect(settings.LOGIN_URL)
        return None if request.resolver_match.url_name in SET_UP_PAGES else redirect("mfa_activate_totp")


def gave_second_factor(request):
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
