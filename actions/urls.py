from django.urls import path

from actions import views

app_name = "actions"
urlpatterns = [
    path("groups/<slug:public_id>/actions/", views.action_plan, name="action_plan"),
    path("groups/<slug:public_id>/actions/new/", views.action_raise, name="action_raise"),
    path("actions/<slug:public_id>/", views.action_detail, name="action_detail"),
    path("actions/<slug:public_id>/update/", views.action_update, name="action_update"),
    path("actions/<slug:public_id>/edit/", views.action_edit, name="action_edit"),
    path("actions/<slug:public_id>/readers/", views.action_readers, name="action_readers"),
]
