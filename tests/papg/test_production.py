"""The settings of a real installation: Django's own look at them, and what its browsers are told."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User

REAL = {
    "PRODUCTION": "true",
    "DEMO": "false",
    "ALLOWED_HOSTS": "papg.council.example",
    "SITE_ADDRESS": "https://papg.council.example",
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-0123456789-abcdefghij",
}
NAMES = "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"


def manage(*arguments):
    command = [sys.executable, "-W", "ignore", settings.BASE_DIR / "manage.py", *arguments]
    known = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the journeys'
    return subprocess.run(command, env=known | REAL, capture_output=True, text=True)


def test_django_s_own_check_of_a_real_installation_is_silent():
    checked = manage("check", "--deploy", "--fail-level", "WARNING")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no issues" in checked.stdout


def test_cookies_of_a_real_installation_belong_to_its_host_alone():
    asked = manage("shell", "--no-imports", "-c", f"from django.conf import settings as s; {NAMES}")

    assert asked.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True"]


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nothing/here/", "/healthz"])
def test_browser_is_told_to_come_by_https_for_a_year(db, settings, path):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True

    answer = Client().get(path, secure=True)

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_cookies_are_kept_from_scripts_and_other_sites(db, client):
    User.objects.create_user("a.person@westhaven.example", "copper lantern ferry moss", name="A Person")
    page = reverse("account_login")
    client.get(page)

    client.post(page, {"login": "a.person@westhaven.example", "password": "copper lantern ferry moss"})

    said = {name: (cookie["httponly"], cookie["samesite"], cookie["path"]) for name, cookie in client.cookies.items()}
    assert said == {"sessionid": (True, "Lax", "/"), "csrftoken": (True, "Lax", "/")}


def test_signing_out_wipes_what_the_browser_keeps_and_running_out_does_not(db, signed_in):
    person = User.objects.create_user("a.person@westhaven.example", name="A Person")

    chosen = signed_in(person).post(reverse("account_logout"))
    everywhere = signed_in(person).post(reverse("accounts:session_end"), {"do": "everywhere"})
    run_out = Client().post(reverse("overview:home"), {"text": "In mid-sentence"})

    wiped = [answer.headers.get("Clear-Site-Data") for answer in (chosen, everywhere, run_out)]
    assert wiped == ['"cache", "storage"', '"cache", "storage"', None]


def test_style_sheet_is_lent_to_no_other_site(client):
    answer = client.get("/static/app.css")

    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
