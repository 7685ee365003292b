"""Who are you? Every page asks, unless it says `@login_not_required`."""

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from redis.exceptions import RedisError

from accounts.factors import gave_second_factor, has_app, has_second_factor
from accounts.fresh import FactorIsOld, ask_again
from accounts.kept import answer_with_kept_text
from accounts.sessions import idle_key, start_idle_clock
from audit.where import coming_from

BACKGROUND_HEADER = "X-Background"  # polls say so, and do not count as activity
SIGNED_IN_AT = "signed_in_at"  # in the session, seconds since 1970
SET_UP_PAGE = "mfa_activate_totp"
SIGNING_OUT = {"account_logout", "session_end"}
OPEN_TO_A_PASSWORD = {SET_UP_PAGE, "mfa_add_webauthn", "account_logout"}


def says_from_where(get_response):
    """For the audit trail: the address that the rate limits count, which is the one that the proxy saw."""

    def middleware(request):
        with coming_from(_address_of(request)):
            return get_response(request)

    return middleware


def _address_of(request):
    """Empty where nobody tells, as over a socket without a proxy: pages open all the same."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""


def never_stored(get_response):
    """No page stays in a cache or comes back with the Back button: what was typed signed out is on some, too."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def leaves_nothing_behind(get_response):
    """Whoever signs out leaves no page and no kept text in the browser. A session that runs out does: see app.js."""

    def middleware(request):
        response = get_response(request)
        page = request.resolver_match and request.resolver_match.url_name
        if request.method == "POST" and page in SIGNING_OUT and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def start_clocks(request, **_kwargs):
    """When somebody signs in: the idle clock, and the absolute one, which no later saving of the session moves."""
    request.session[SIGNED_IN_AT] = time.time()
    start_idle_clock(request)


def sessions_end(get_response):
    """After 12 hours, or 30 minutes without a request of the person's own, the session is over on the server too."""

    def middleware(request):
        if request.user.is_authenticated and (_is_old(request) or _is_idle(request)):
            logout(request)
        return get_response(request)

    return middleware


def _is_old(request):
    return time.time() - request.session.get(SIGNED_IN_AT, 0) > settings.SESSION_COOKIE_AGE


def _is_idle(request):
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
    """A password opens only the pages on which the second factor is set up.

    It looks at how this session was signed in, not at what the account owns, so no other door leads round it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, _args, _kwargs):
        if not request.user.is_authenticated or not getattr(view_func, "login_required", True):
            return None
        page = request.resolver_match.url_name
        if gave_second_factor(request):
            return redirect("mfa_index") if page == SET_UP_PAGE and has_app(request.user) else None
        if has_second_factor(request.user):
            logout(request)
            return redirect(settings.LOGIN_URL)
        request.way_back = SET_UP_PAGE
        return None if page in OPEN_TO_A_PASSWORD else redirect(SET_UP_PAGE)

    def process_exception(self, request, exception):
        if isinstance(exception, FactorIsOld):
            return ask_again(request)
        return nobody_signs_in(request) if isinstance(exception, RedisError) else None


def nobody_signs_in(request):
    """Tries are counted in the shared cache: without it no door opens, and none stays half open."""
    request.session.flush()
    return render(request, "503.html", status=503)
