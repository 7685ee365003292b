from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("jobs/<slug:public_id>/", views.job_detail, name="job_detail"),
    path("jobs/<slug:public_id>/file/", views.job_download, name="job_download"),
    path("jobs/<slug:public_id>/again/", views.job_retry, name="job_retry"),
]
