from django.conf import settings
from django.utils.functional import SimpleLazyObject

from groups.access import groups_of
from groups.built_for_readers import built_once_for_readers


def every_page(request):
    """What the frame of every page needs. The groups are only looked up where a page shows the switcher."""
    context = {"DEMO": settings.DEMO, "IDLE_SECONDS": settings.IDLE_SECONDS, "WORK_ACCOUNT": ""}
    if settings.OIDC_ID:
        context["WORK_ACCOUNT"] = settings.OIDC_NAME
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        context["my_groups"] = SimpleLazyObject(lambda: _groups_of(user))
    return context


@built_once_for_readers
def _groups_of(reader):
    return groups_of(reader)
