from django.http import HttpResponseNotAllowed

KNOWN = ["GET", "HEAD", "POST"]


def known_methods_only(get_response):
    """Anything else is refused before anybody is asked who they are: a view would answer PUT as if it had been GET."""

    def middleware(request):
        return get_response(request) if request.method in KNOWN else HttpResponseNotAllowed(KNOWN)

    return middleware
