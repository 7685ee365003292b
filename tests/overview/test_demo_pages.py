import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import DemoMark, User

DATE = "Tue, 24 Nov 2026 09:00:00 -0000"  # as Django writes it


@pytest.fixture
def demo(demo_database, settings):
    settings.DEMO = True


def sign_in_address(name):
    return reverse("accounts:demo_sign_in", args=[User.objects.get(name=name).public_id])


def test_the_front_door_lists_each_person_once_and_signs_them_in(demo):
    visitor = Client()

    page = visitor.get("/")

    text = page.content.decode()
    for user in User.objects.all():
        assert text.count(reverse("accounts:demo_sign_in", args=[user.public_id])) == 1, user.name
    assert "Also adviser at Eastmere Borough Council" in text
    assert "Seat not confirmed yet" in text
    signed = visitor.post(sign_in_address("Helen Marsh"), follow=True)
    assert signed.redirect_chain == [("/home/", 302)]
    assert signed.context["user"].name == "Helen Marsh"


def test_nobody_is_signed_in_on_trial_outside_a_demo(demo, settings):
    settings.DEMO = False
    visitor = Client()

    assert visitor.post(sign_in_address("Helen Marsh")).status_code == 404
    assert visitor.get(reverse("overview:demo_mails")).status_code == 404
    assert visitor.get("/").headers["Location"] == "/home/"
    assert visitor.get("/home/").headers["Location"] == "/accounts/login/?next=/home/"


def test_nobody_is_signed_in_on_trial_in_a_database_that_the_demo_did_not_make(demo):
    DemoMark.objects.all().delete()
    visitor = Client()

    answers = [
        visitor.post(sign_in_address("Helen Marsh")),
        visitor.get("/"),
        visitor.get(reverse("overview:demo_mails")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_no_password_opens_an_account_of_the_demo(demo):
    visitor = Client()

    for password in ["demo", ""]:
        answer = visitor.post(
            reverse("account_login"), {"login": User.objects.get(name="Helen Marsh").email, "password": password}
        )
        assert answer.status_code == 200
    assert "_auth_user_id" not in visitor.session


def test_the_mails_that_left_stand_newest_first(demo, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    visitor = Client()
    assert "No e-mail has left yet" in visitor.get(reverse("overview:demo_mails")).content.decode()
    mails = [f"Subject: {subject}\nTo: tom@x.example\nDate: {DATE}\n\nHello\n" for subject in ["First", "Second"]]
    (tmp_path / "20261124.log").write_text(f"{'-' * 79}\n".join([*mails, ""]))

    page = visitor.get(reverse("overview:demo_mails"))

    assert [(mail.subject, mail.to) for mail in page.context["mails"]] == [
        ("Second", "tom@x.example"),
        ("First", "tom@x.example"),
    ]


def test_everybody_of_the_demo_opens_home_group_and_plan(demo):
    for name in ["Helen Marsh", "Tom Bell", "Ruth Ellison", "Kwame Mensah", "Lucy Tran", "Nadia Osman", "David Lennox"]:
        visitor = Client()
        visitor.post(sign_in_address(name))

        home = visitor.get("/home/")

        for group in home.context["my_groups"]:
            for page in ["overview:group_detail", "actions:action_plan"]:
                assert visitor.get(reverse(page, args=[group.public_id])).status_code == 200, (name, page)


def test_a_closed_account_is_not_signed_in(demo):
    User.objects.filter(name="Helen Marsh").update(is_active=False)

    assert Client().post(sign_in_address("Helen Marsh")).status_code == 404
