from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("groups/<slug:public_id>/meetings/", views.meeting_list, name="meeting_list"),
    path("groups/<slug:public_id>/meetings/plan/", views.meeting_plan, name="meeting_plan"),
    path("groups/<slug:public_id>/meetings/new/", views.meeting_schedule, name="meeting_schedule"),
    path("groups/<slug:public_id>/attendance/", views.attendance_list, name="attendance_list"),
    path("updates/", views.updates_owed, name="updates_owed"),
    path("meetings/<slug:public_id>/", views.meeting_detail, name="meeting_detail"),
    path("meetings/<slug:public_id>/change/", views.meeting_change, name="meeting_change"),
    path("meetings/<slug:public_id>/answer/", views.attendance_answer, name="attendance_answer"),
    path("meetings/<slug:public_id>/deputy/", views.deputy_nominate, name="deputy_nominate"),
    path("nominations/<slug:public_id>/confirm/", views.nomination_confirm, name="nomination_confirm"),
    path("meetings/<slug:public_id>/items/new/", views.item_add, name="item_add"),
    path("meetings/<slug:public_id>/open/", views.meeting_open, name="meeting_open"),
    path("meetings/<slug:public_id>/run/", views.meeting_run, name="meeting_run"),
    path("items/<slug:public_id>/", views.item_detail, name="item_detail"),
    path("items/<slug:public_id>/guests/invite/", views.guest_invite, name="guest_invite"),
    path("items/<slug:public_id>/guests/end/", views.guest_end, name="guest_end"),
    path("items/<slug:public_id>/change/", views.item_edit, name="item_edit"),
    path("items/<slug:public_id>/move/", views.item_move, name="item_move"),
    path("items/<slug:public_id>/readers/", views.item_readers, name="item_readers"),
    path("items/<slug:public_id>/contribution/", views.contribution_write, name="contribution_write"),
    path("items/<slug:public_id>/entries/new/", views.entry_add, name="entry_add"),
    path("groups/<slug:public_id>/report/", views.report_write, name="report_write"),
    path("minutes/<slug:public_id>/", views.minutes_detail, name="minutes_detail"),
    path("minutes/<slug:public_id>/to-chair/", views.minutes_send_to_chair, name="minutes_send_to_chair"),
    path("minutes/<slug:public_id>/circulate/", views.minutes_circulate, name="minutes_circulate"),
    path("minutes/<slug:public_id>/recall/", views.minutes_recall, name="minutes_recall"),
    path("minutes/<slug:public_id>/approve/", views.minutes_approve, name="minutes_approve"),
    path("minutes/<slug:public_id>/export/", views.minutes_export, name="minutes_export"),
    path("entries/<slug:public_id>/change/", views.entry_edit, name="entry_edit"),
    path("entries/<slug:public_id>/readers/", views.entry_readers, name="entry_readers"),
    path("decisions/<slug:public_id>/readers/", views.decision_readers, name="decision_readers"),
    path("contributions/<slug:public_id>/readers/", views.contribution_readers, name="contribution_readers"),
]
