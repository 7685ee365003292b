from django.urls import path

from overview import views

app_name = "overview"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("home/", views.home, name="home"),
    path("groups/<slug:public_id>/", views.group_detail, name="group_detail"),
    path("groups/<slug:public_id>/start/", views.group_start, name="group_start"),
    path("groups/<slug:public_id>/health/", views.group_health, name="group_health"),
    path("demo/mails/", views.demo_mails, name="demo_mails"),
]
