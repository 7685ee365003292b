"""The canary sweep of pages: no way of reading shows what its reader may not have. Ways: tests/channels.py.

Forms, documents, mails and commands are swept by the files beside this one, the running service by tests/papg.
"""

import re
from html import unescape

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Contribution, Decision
from tests.access_doors import BUTTONS, PUBLIC
from tests.access_house import ARGUMENTS, case, thing_of
from tests.access_table import ROUTES
from tests.canaries import CANARY_WORD, NOT_PLANTED, called, keys_in, must_be_read, planted, strays, unplanted_models
from tests.canary_house import EVERYBODY, all_of, behind, browser_of
from tests.channels import CONTENT_TYPES

LINK = re.compile(r'(?:href|action|src|hx-get|hx-post)="([^"#]*)')
NOT_FOLLOWED = ["logout", "/export/", "next="]  # signs out; a button; leads from each page to the sign-in page
BESIDE_A_MEETING = ["follow", "screen", "run"]


@pytest.fixture(scope="module")
def addresses(canary_house):
    """Addresses of things of each side: by route, one of each state and set of readers that there is."""
    found = {reverse(name) for name in PUBLIC if name not in BUTTONS | ARGUMENTS.keys()}
    kinds = {(route.name, type(thing_of(canary_house.world, route.thing))) for route in ROUTES if route.thing}
    alike = {kind: one_of_each(canary_house, kind) for _name, kind in kinds}
    found |= {reverse(name, args=[public_id]) for name, kind in kinds for public_id in alike[kind]}
    return found | {reverse(route.name) for route in ROUTES if not route.thing}


def one_of_each(house, kind):
    return {kind_of(house, row): row.public_id for row in kind._base_manager.all()}.values()


def kind_of(house, row):
    """What may make the answer another: its group, its state, and who may read it."""
    place = next((place for place, (model, _fields) in enumerate(planted()) if model is type(row)), None)
    group = getattr(row, "group_id", row.pk)
    state = [str(getattr(row, name, "")) for name in ("state", "status", "by_id")]
    record = str(getattr(getattr(row, "minutes", None), "state", ""))
    return (group, *state, record, *sorted(house.readers.get((place, 0, row.pk), ())))


# What is planted ------------------------------------------------------------------------------------------------------


def test_every_model_with_texts_is_planted_or_said_not_to_be():
    assert unplanted_models() - set(NOT_PLANTED) == set()


@pytest.mark.proof
def test_every_field_of_every_leaf_holds_a_canary(canary_house):
    bare = []
    for place, (model, fields) in enumerate(planted()):
        for number, field in enumerate(fields):
            values = [str(value) for value in model._base_manager.values_list(field.name, flat=True)]
            found = [
                value for value in values if (str(place), str(number)) in {w[:2] for w in CANARY_WORD.findall(value)}
            ]
            if not values or found != values:
                bare.append(f"{model._meta.label}.{field.name}")
    assert bare == []


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.proof
@pytest.mark.parametrize("name", EVERYBODY)
def test_no_page_shows_what_its_reader_may_not_have(canary_house, addresses, logged, record_property, name):
    """Follows every link from the home page, and asks at every address of everything."""
    with case():
        wrong, asked, read = crawl(canary_house, name, addresses)
        left = behind()
    record_property("cases", len(asked))
    assert wrong == {}
    assert left + CANARY_WORD.findall(logged.getvalue()) == []
    unread = must_be_read(name, canary_house.readers) - read
    assert {called(key) for key in unread} - never_listed(canary_house, name) == set()  # it came everywhere


def crawl(house, name, addresses):
    """({address: what is wrong with its answer}, all that were asked, keys of the canaries that were read)."""
    wrong, asked, read, browser = {}, set(), set(), browser_of(house, name)
    waiting = sorted({"/", "/home/", "/nothing/", *addresses})
    while waiting:
        address = waiting.pop()
        if address in asked:
            continue
        asked.add(address)
        response = browser.get(address)
        told = all_of(response)
        read |= keys_in(told)
        if complaint := strays(told, name, house.readers) or unknown(response):
            wrong[address] = complaint
        waiting += links_in(told, asked) if response.status_code == 200 else []
    return wrong, asked, read


@pytest.mark.proof
@pytest.mark.parametrize("name", ["planner", "venue", "observer", "administrator"])
def test_no_search_of_decisions_finds_or_counts_what_is_withheld(canary_house, name):
    """Each decision has the word; the filter by day, meeting and standing leads to no more either."""
    world, browser = canary_house.world, browser_of(canary_house, name)
    meeting = world.things.held.public_id
    readable = Decision.objects.visible_to(world.people[name]).filter(group=world.group, text__contains="way")
    for asked in [{"words": "way"}, {"words": "way", "standing": "made"}, {"words": "way", "meeting": meeting}]:
        page = browser.get(reverse("meetings:decision_list", args=[world.group.public_id]), asked)
        assert strays(all_of(page), name, canary_house.readers) == set()
        assert page.context["found_count"] == readable.count() > 0
        assert [line.number for line in page.context["lines"] if not line.decision] == []


def never_listed(house, name):
    """An update being written stands on its seat's page only; one on an item withheld from its author, nowhere. Why an
    item was parked stands on the run page, and on the agenda to which it comes back.
    """
    parked = {f"meetings.AgendaItem.parked_because {key}" for key in AgendaItem.objects.values_list("pk", flat=True)}
    items = next(place for place, (model, _fields) in enumerate(planted()) if model is AgendaItem)
    return parked | {
        f"meetings.Contribution.text {contribution.pk}"
        for contribution in Contribution.objects.all()
        if contribution.state == "writing" or name not in house.readers[items, 0, contribution.item_id]
    }


def unknown(response):
    """An error, or an answer of a kind that nobody knows."""
    kind = response.get("Content-Type", "text/plain")
    return f"{response.status_code} {kind}" if response.status_code >= 500 or kind not in CONTENT_TYPES else None


@pytest.mark.proof
def test_no_part_of_a_page_that_a_script_fetches_shows_more(canary_house):
    things = canary_house.world.things
    addresses = [
        reverse("documents:job_detail", args=[things.job.public_id]),
        *(reverse(f"meetings:meeting_{name}", args=[things.open_meeting.public_id]) for name in BESIDE_A_MEETING),
    ]
    found = {}
    for name in EVERYBODY:
        browser = browser_of(canary_house, name)
        parts = [all_of(browser.get(address, headers={"HX-Request": "true"})) for address in addresses]
        found[name] = set().union(*(strays(part, name, canary_house.readers) for part in parts))
    assert found == dict.fromkeys(EVERYBODY, set())


def links_in(page, seen):
    """Addresses of ours, without those that sign out."""
    found = {unescape(link) for link in LINK.findall(page) if link.startswith("/") and not link.startswith("/static/")}
    return [link for link in found - seen if not any(part in link for part in NOT_FOLLOWED)]
