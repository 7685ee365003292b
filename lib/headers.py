"""What every answer tells the browser, files and errors included. django-csp and Django's own add the rest."""

NOT_USED = ["camera", "display-capture", "geolocation", "hid", "microphone", "midi", "payment", "serial", "usb"]
PERMISSIONS = ", ".join(f"{feature}=()" for feature in NOT_USED)


def headers_of_every_answer(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
