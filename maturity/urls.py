from django.urls import path

from maturity import views

app_name = "maturity"
urlpatterns = [
    path("groups/<slug:public_id>/assessments/", views.assessment_list, name="assessment_list"),
    path("groups/<slug:public_id>/assessments/new/", views.assessment_start, name="assessment_start"),
    path("assessments/<slug:public_id>/", views.assessment_detail, name="assessment_detail"),
    path("assessments/<slug:public_id>/close/", views.assessment_close, name="assessment_close"),
    path("assessments/<slug:public_id>/results/", views.assessment_results, name="assessment_results"),
    path("answers/<slug:public_id>/write/", views.answer_write, name="answer_write"),
    path("answers/<slug:public_id>/ask/", views.answer_ask, name="answer_ask"),
    path("answers/<slug:public_id>/stop-asking/", views.answer_stop_asking, name="answer_stop_asking"),
    path("answers/<slug:public_id>/readers/", views.answer_readers, name="answer_readers"),
    path("evidence/<slug:public_id>/readers/", views.evidence_readers, name="evidence_readers"),
    path("answers/<slug:public_id>/action/", views.gap_action, name="gap_action"),
]
