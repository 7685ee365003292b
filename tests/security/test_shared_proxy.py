"""G29: a cache between the service and its users, as Zulip's was in 2021, shows nobody what was another's."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

SWAPS = [100, pytest.param(1000, marks=pytest.mark.proof)]
PAGES = ["overview:home", "accounts:account_detail", "meetings:updates_owed", "account_login", "privacy"]
SUFFIXES = ["x.css", "x.js", "x.png"]


class Proxy:
    """Keeps whatever it is not told to forget, by address alone: as badly set up as a proxy can be."""

    def __init__(self):
        self.kept = {}

    def get(self, browser, address):
        if address not in self.kept:
            response = browser.get(address)
            if "no-store" in response.get("Cache-Control", ""):
                return response
            self.kept[address] = response
        return self.kept[address]


@pytest.mark.parametrize("swaps", SWAPS)
def test_two_people_behind_one_careless_proxy_never_see_each_other_s_pages(signed_in, world, swaps):
    people = [world.people["planner"], world.people["adviser"]]
    browsers, proxy, wrong = [signed_in(person) for person in people], Proxy(), []
    for swap in range(swaps):
        turn = swap % 2
        page = proxy.get(browsers[turn], reverse(PAGES[swap // 2 % len(PAGES)])).content.decode()
        if people[1 - turn].email in page or people[1 - turn].name in page:
            wrong.append((swap, people[turn].name))
    assert wrong == []
    assert proxy.kept == {}


def test_careless_proxy_would_be_seen(signed_in, world):
    """The test above can fail."""
    proxy, [one, other] = Proxy(), [signed_in(world.people[name]) for name in ("planner", "adviser")]
    page = one.get(reverse("accounts:account_detail"))
    del page.headers["Cache-Control"]
    proxy.kept[reverse("accounts:account_detail")] = page
    assert world.people["planner"].email in proxy.get(other, reverse("accounts:account_detail")).content.decode()


def test_page_has_no_second_address_that_looks_like_a_file(signed_in, world):
    browser = signed_in(world.people["planner"])
    for page in PAGES:
        for suffix in SUFFIXES:
            answer = browser.get(reverse(page) + suffix)
            assert answer.status_code == 404
            assert world.people["planner"].email not in answer.content.decode()


def test_no_cookie_is_left_to_a_file_that_caches_keep(signed_in, world):
    kept = Client().get(settings.STATIC_URL + "app.css")
    assert "Set-Cookie" not in kept
