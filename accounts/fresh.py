"""What opens most asks again who you are: a second factor given within the last ten minutes."""

from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from django.shortcuts import redirect

from accounts.factors import gave_it_lately
from accounts.kept import NOT_SHOWN, answer_until_confirmed


class FactorIsOld(Exception):
    """Answered by the middleware: the person confirms that it is they, and comes back to where they were."""


def needs_fresh_factor(request):
    if not gave_it_lately(request):
        raise FactorIsOld


def with_fresh_factor(view):
    """A page of django-allauth that needs one."""

    @wraps(view)
    def asking(request, *args, **kwargs):
        needs_fresh_factor(request)
        return view(request, *args, **kwargs)

    return asking


def ask_again(request):
    """A button that was pressed is pressed again by itself; what was typed comes back, and nothing of it is stored."""
    [first, *_others] = get_adapter(request).get_reauthentication_methods(request.user)
    names = request.POST.keys() - {"csrfmiddlewaretoken", "do"}  # `do` is the button
    if names - NOT_SHOWN:
        return answer_until_confirmed(request, first["url"])
    if names:  # a password: it is typed again
        return redirect(f"{first['url']}?{urlencode({'next': request.path})}")
    return suspend_request(request, first["url"])
