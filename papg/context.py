from django.conf import settings
from django.utils.functional import SimpleLazyObject

from groups.access import groups_of


def every_page(request):
    """What the frame of every page needs. The groups are only looked up where a page shows the switcher."""
    context = {"DEMO": settings.DEMO, "IDLE_SECONDS": settings.IDLE_SECONDS, "WORK_ACCOUNT": ""}
    if settings.OIDC_ID:
        context["WORK_ACCOUNT"] = settings.OIDC_NAME
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        context["my_groups"] = SimpleLazyObject(lambda: list(groups_of(user)))
    return context
