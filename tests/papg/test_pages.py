"""The plain pages and the pages for when something is wrong: they help, and they give nothing away."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse

from groups.sensitivity import Withheld
from papg.views import bad_request, broken, forbidden
from tests.world import make_person

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/some/where/")
    request.user = user
    return request


@pytest.mark.parametrize("name", ["accessibility", "privacy", "cookies", "spills"])
def test_plain_pages_are_open_to_everybody(client, name):
    page = client.get(reverse(name))

    assert page.status_code == 200
    assert "<h1" in page.content.decode()


def test_the_cookies_page_names_each_cookie_that_is_set(client, settings):
    page = client.get(reverse("cookies")).content.decode()

    assert [name for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME) if name not in page] == []


def test_what_does_not_exist_is_answered_in_the_same_bytes_each_time(client):
    answers = {client.get(address).content for address in ["/nothing/k7f3q9x2mp/", "/nothing/at-all/"]}

    assert len(answers) == 1
    assert b"Page not found" in answers.pop()


def test_who_is_signed_in_finds_the_way_out_on_a_page_that_does_not_exist(signed_in):
    browser = signed_in(make_person("somebody"))
    answers = {browser.get(address).content for address in ["/nothing/k7f3q9x2mp/", "/nothing/at-all/"]}

    assert len(answers) == 1
    assert f'<a href="{reverse("account_logout")}">Sign out</a>'.encode() in answers.pop()


def test_withheld_and_forbidden_say_nothing_of_the_thing():
    withheld = forbidden(request_of(AnonymousUser()), Withheld("CANARY"))
    refused = forbidden(request_of(AnonymousUser()), PermissionDenied("CANARY"))

    assert (withheld.status_code, refused.status_code) == (403, 403)
    assert b"for other readers of your group" in withheld.content
    assert b"Your part in the group" in refused.content
    assert [page for page in (withheld, refused) if b"CANARY" in page.content or b"csrf" in page.content] == []


def test_a_page_that_could_not_be_understood_is_styled():
    assert b"That did not work" in bad_request(request_of(AnonymousUser()), ValueError("CANARY")).content


def test_the_page_for_our_own_faults_needs_nothing_that_may_have_broken(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = broken(None)

    assert page.status_code == 500
    assert b"Sorry, something went wrong" in page.content


def test_a_text_that_arrives_signed_out_comes_back_to_be_sent_again(client):
    address = reverse("accounts:account_detail")

    page = client.post(address, {"text": "\nTwo lines </textarea><script>x</script>\nand more"}).content.decode()

    [field] = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert field == "\nTwo lines &lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;\nand more"
    assert f'action="{address}"' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert 'target="_blank"' in page


def test_a_text_with_a_stale_token_comes_back_to_be_sent_again():
    browser = Client(enforce_csrf_checks=True)

    page = browser.post(reverse("account_login"), {"text": "A long thought", "csrfmiddlewaretoken": "stale"})

    assert page.status_code == 403
    assert b"A long thought" in page.content


def test_sign_in_pages_are_ours(client):
    page = client.get(reverse("account_login")).content.decode()

    assert '<h1 class="govuk-heading-l">Sign in</h1>' in page
    assert "govuk-input" in page
    assert "placeholder" not in page
