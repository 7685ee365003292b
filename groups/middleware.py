def hats_once_a_request(get_response):
    """Let `hats_of` look once for the person who asks, and forget with the request."""

    def middleware(request):
        if request.user.is_authenticated:
            request.user.hats_in_this_request = None
        return get_response(request)

    return middleware
