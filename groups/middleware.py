from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from accounts.factors import gave_passkey, has_passkey
from accounts.kept import give_back, typed_in
from groups.access import hats_of
from groups.roles import Role

NEED_A_PASSKEY = {Role.CHAIR, Role.ADMINISTRATOR}
SET_UP_PAGE, GIVE_PAGE = "mfa_add_webauthn", "mfa_reauthenticate_webauthn"
# The way there, which asks for a factor given lately, and the way out
OPEN_WITHOUT = {SET_UP_PAGE, GIVE_PAGE, "mfa_reauthenticate", "factor_given", "account_logout"}
WHY = "Whoever chairs a group, or keeps the groups of a council, signs in with a passkey: "
MAKE_ONE, GIVE_IT = "set one up, and go on.", "use yours, and go on."


def hats_once_a_request(get_response):
    """Let `hats_of` look once for the person who asks, and forget with the request."""

    def middleware(request):
        if request.user.is_authenticated:
            request.user.hats_in_this_request = None
        return get_response(request)

    return middleware


class PasskeyRequired:
    """A code from an app can be asked for by a false page, a passkey cannot: who can do most harm needs one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, _args, _kwargs):
        if not (settings.PASSKEYS_REQUIRED and request.user.is_authenticated):
            return None
        if not getattr(view_func, "login_required", True):
            return None
        if gave_passkey(request) or not needs_a_passkey(request.user):
            return None
        if request.resolver_match.url_name in OPEN_WITHOUT:
            request.way_back = ""  # each other page would lead here again
            return None
        return kept_until_given(request) if request.method == "POST" else asks_for_it(request)


def needs_a_passkey(user):
    return any(hat.role in NEED_A_PASSKEY for hat in hats_of(user))


def asks_for_it(request):
    has_one = has_passkey(request.user)
    messages.warning(request, WHY + (GIVE_IT if has_one else MAKE_ONE))
    if has_one:
        return redirect(f"{reverse(GIVE_PAGE)}?{urlencode({'next': request.get_full_path()})}")
    return redirect(SET_UP_PAGE)


def kept_until_given(request):
    """Somebody who was made chair while they were typing."""
    if not typed_in(request):
        return redirect(settings.LOGIN_REDIRECT_URL)
    page = GIVE_PAGE if has_passkey(request.user) else SET_UP_PAGE
    return give_back(request, confirming=reverse(page), passkey=True)
