from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("demo/people/<slug:public_id>/sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("invitations/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("account/", views.account_detail, name="account_detail"),
    path("account/address/", views.address_change, name="address_change"),
    path("account/sessions/", views.session_list, name="session_list"),
    path("account/sessions/end/", views.session_end, name="session_end"),
    path("work-account/sign-in/", views.work_account_sign_in, name="work_account_sign_in"),
    path("account/work-account/link/", views.work_account_link, name="work_account_link"),
    path("account/work-account/unlink/", views.work_account_unlink, name="work_account_unlink"),
    path("account/confirmed/", views.factor_given, name="factor_given"),
]
