from django.urls import path

from overview import views

app_name = "overview"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("home/", views.home, name="home"),
    path("groups/<slug:public_id>/", views.group_detail, name="group_detail"),
    path("groups/<slug:public_id>/start/", views.group_start, name="group_start"),
    path("groups/<slug:public_id>/health/", views.group_health, name="group_health"),
    path("groups/<slug:public_id>/coverage/", views.coverage_board, name="coverage_board"),
    path("groups/<slug:public_id>/coverage/export/", views.board_export, name="board_export"),
    path("groups/<slug:public_id>/coverage/answer/", views.check_answer, name="check_answer"),
    path("members/<slug:public_id>/leaver/", views.leaver, name="leaver"),
    path("demo/mails/", views.demo_mails, name="demo_mails"),
]
