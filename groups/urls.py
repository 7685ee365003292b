from django.urls import path

from groups import views

app_name = "groups"
urlpatterns = [
    path("authorities/<slug:public_id>/groups/new/", views.group_create, name="group_create"),
    path("authorities/<slug:public_id>/audit-log/", views.audit_log, name="audit_log"),
    path("authorities/<slug:public_id>/audit-log/export/", views.audit_log_export, name="audit_log_export"),
    path("groups/<slug:public_id>/members/", views.member_list, name="member_list"),
    path("groups/<slug:public_id>/what-you-see/", views.rights_detail, name="rights_detail"),
    path("groups/<slug:public_id>/readings/", views.reading_list, name="reading_list"),
    path("groups/<slug:public_id>/members/invite/", views.member_invite, name="member_invite"),
    path("members/<slug:public_id>/", views.membership_detail, name="membership_detail"),
    path("members/<slug:public_id>/edit/", views.membership_edit, name="membership_edit"),
    path("members/<slug:public_id>/confirm/", views.membership_confirm, name="membership_confirm"),
    path("members/<slug:public_id>/end/", views.membership_end, name="membership_end"),
    path("members/<slug:public_id>/second-factor/", views.factor_reset, name="factor_reset"),
    path("members/<slug:public_id>/second-factor/answer/", views.factor_reset_answer, name="factor_reset_answer"),
    path("members/<slug:public_id>/deputies/appoint/", views.deputy_appoint, name="deputy_appoint"),
    path("deputies/<slug:public_id>/confirm/", views.deputyship_confirm, name="deputyship_confirm"),
    path("deputies/<slug:public_id>/end/", views.deputyship_end, name="deputyship_end"),
    path("groups/<slug:public_id>/undertaking/", views.undertaking_accept, name="undertaking_accept"),
    path("groups/<slug:public_id>/custody/", views.custody_list, name="custody_list"),
    path("groups/<slug:public_id>/custody/answer/", views.custody_answer, name="custody_answer"),
    path("groups/<slug:public_id>/undertaking/change/", views.undertaking_change, name="undertaking_change"),
    path("groups/<slug:public_id>/terms/", views.terms_detail, name="terms_detail"),
    path("terms/<slug:public_id>/export/", views.terms_export, name="terms_export"),
    path("terms-sections/<slug:public_id>/edit/", views.terms_section_edit, name="terms_section_edit"),
    path("groups/<slug:public_id>/terms/annexes/add/", views.annex_add, name="annex_add"),
    path("annexes/<slug:public_id>/", views.annex_detail, name="annex_detail"),
    path("annexes/<slug:public_id>/edit/", views.annex_edit, name="annex_edit"),
    path("annexes/<slug:public_id>/withdraw/", views.annex_withdraw, name="annex_withdraw"),
    path("annexes/<slug:public_id>/readers/", views.annex_readers, name="annex_readers"),
    path("groups/<slug:public_id>/standing-items/", views.standing_item_list, name="standing_item_list"),
    path("groups/<slug:public_id>/standing-items/add/", views.standing_item_add, name="standing_item_add"),
    path("standing-items/<slug:public_id>/edit/", views.standing_item_edit, name="standing_item_edit"),
    path("standing-items/<slug:public_id>/readers/", views.standing_item_readers, name="standing_item_readers"),
]
