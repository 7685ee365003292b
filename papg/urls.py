from django.urls import include, path

from papg import views
from papg.health import healthz

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("documents.urls")),
    path("", include("groups.urls")),
    path("", include("actions.urls")),
    path("", include("meetings.urls")),
    path("", include("maturity.urls")),
    path("", include("overview.urls")),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("spills/", views.spills, name="spills"),
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.sign_in_urls")),
]
