"""From where something was done: the address that the server or its proxy saw, and none where nobody asked for it."""

import pytest
from django.urls import reverse

from audit.models import Entry
from audit.services import record

PAGE = "accounts:session_end"


def address_of_newest():
    return Entry.objects.latest("pk").address


def test_entry_of_a_request_says_from_where(world, signed_in):
    signed_in(world.people["planner"]).post(reverse(PAGE), {"do": "everywhere"}, REMOTE_ADDR="192.0.2.7")
    assert address_of_newest() == "192.0.2.7"


def test_reading_says_from_where(world, signed_in):
    page = reverse("meetings:meeting_detail", args=[world.things.meeting.public_id])
    signed_in(world.people["fire"]).get(page, REMOTE_ADDR="2001:db8::7")
    assert (Entry.objects.latest("pk").verb, address_of_newest()) == ("read", "2001:db8::7")


def test_what_the_service_does_itself_comes_from_nowhere(world, signed_in):
    signed_in(world.people["planner"]).get(reverse("overview:home"), REMOTE_ADDR="192.0.2.7")
    record(by=None, verb="notice dropped", target=world.group)
    assert address_of_newest() == ""


@pytest.mark.parametrize(("proxies", "address"), [(1, "192.0.2.7"), (0, "10.0.0.1")])
def test_address_is_the_one_that_the_proxy_saw(world, signed_in, settings, proxies, address):
    """A client writes what it likes to the left of it; without a proxy, all of it."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    signed_in(world.people["planner"]).post(
        reverse(PAGE), {"do": "everywhere"}, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7"
    )
    assert address_of_newest() == address


@pytest.mark.parametrize("address", ["", "no address"])
def test_page_opens_where_nobody_tells_the_address(world, signed_in, address):
    browser = signed_in(world.people["planner"])
    assert browser.post(reverse(PAGE), {"do": "everywhere"}, REMOTE_ADDR=address).status_code == 302
    assert address_of_newest() == ""
