"""Pages that belong to no room: what visitors are told about the service, and the pages for when something is wrong."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from groups.sensitivity import Withheld


@login_not_required
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
def privacy(request):
    return render(request, "pages/privacy.html")


@login_not_required
def cookies(request):
    return render(request, "pages/cookies.html")


@login_not_required
def spills(request):
    return render(request, "pages/spills.html")


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def forbidden(request, exception):
    """Says that something is withheld, or that it is not the reader's to do; never what it is."""
    return render(request, "withheld.html" if isinstance(exception, Withheld) else "403.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def broken(request):
    """Needs no database, no session and no context: any of them may be what broke."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
