"""A text that was posted by somebody no longer signed in, or from a stale page, comes back to be sent again."""

import re

from django.shortcuts import redirect, render

from lib.protective_markings import markings_in

NOT_SHOWN = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "login"}
KEY = re.compile(r"-[a-z0-9]{10}(?=-)")  # of which paragraph, in the name of a field
UNNAMED = {"edition", "do", "limits_seen"}


def answer_with_kept_text(request, *, signed_out):
    """What was typed, and how to send it again. Nothing of the record is on it; nothing was changed.

    A text marked above OFFICIAL-SENSITIVE is not given back: nobody knows who sits there, and it says "send again".
    """
    if not typed_in(request):
        return redirect("account_login")
    return give_back(request, signed_out=signed_out)


def answer_until_confirmed(request, confirming):
    """The same to somebody whose second factor is no longer fresh; `confirming` is where they give it."""
    return give_back(request, confirming=confirming)


def typed_in(request):
    """(label, name, value) of each field; without a label what nobody reads: dates by their parts, and choices."""
    typed = [(name, value) for name in request.POST if name not in NOT_SHOWN for value in request.POST.getlist(name)]
    worded = any(" " in value for _name, value in typed)
    return [(label_of(name) if " " in value or not worded else "", name, value) for name, value in typed]


def label_of(name):
    return "" if name in UNNAMED else KEY.sub(" ", name).replace("-", " ").replace("_", " ").capitalize()


def give_back(request, **context):
    kept = typed_in(request)
    found = markings_in("\n\n".join(value for _label, _name, value in kept))
    if found:
        return render(request, "kept_marked.html", {"found": found}, status=403)
    return render(request, "kept.html", {**context, "kept": kept, "action": request.get_full_path()}, status=403)


def refuse_another_site(request):
    return render(request, "403_csrf.html", status=403)
