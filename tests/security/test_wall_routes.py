"""G09: where the application takes everybody for the chair of every group, no page shows a thing of another group."""

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.test import Client
from django.urls import reverse

from groups import access
from lib import built_once, wall
from tests.access_house import ask_anew, thing_of
from tests.access_table import PERSONAS, ROUTES
from tests.world import CANARY

OURS = [name for name in list(PERSONAS)[2:] if name != "stranger"]
ADDRESSES = sorted({(route.name, route.thing) for route in ROUTES if route.how != "POST" and route.thing})
ONE = ["planner"]

pytestmark = pytest.mark.proof


@pytest.fixture
def without_filters(house, monkeypatch):
    """Whoever asks wears the chair's hat in each group, and each list is of all there is."""
    world = house.world
    chairs = [side.people["chair"].pk for side in (world, world.other, world.sibling)]
    rows = [row for chair in chairs for row in access._rows_of_person(chair)]
    monkeypatch.setattr(access, "_rows_of_person", lambda person: [(person, *row[1:]) for row in rows])
    for kind in kinds_of_queryset(QuerySet):
        monkeypatch.setattr(kind, "visible_to", lambda self, *_person: self)
    # A page may break where the wall hides the half of what it needs: an answer like any other, which shows nothing
    monkeypatch.setattr(Client, "store_exc_info", lambda *_args, **_kwargs: None)
    built_once.forget()
    yield house
    built_once.forget()


def kinds_of_queryset(kind):
    for one in kind.__subclasses__():
        if "visible_to" in vars(one) and one.__module__.split(".")[0] in settings.ROOMS:
            yield one
        yield from kinds_of_queryset(one)


def shown_of_the_other_group(house, personas):
    """(cases, those in which somebody of ours was shown a thing of Eastmere's)."""
    shown, cases = [], 0
    for name, thing in ADDRESSES:
        address = reverse(name, args=[thing_of(house.world.other, thing).public_id])
        for persona in personas:
            cases += 1
            if CANARY in less_reference(house, ask_anew(house, persona, "GET", address).page):
                shown.append((persona, name, thing))
    return cases, shown


def less_reference(house, page):
    """Which groups, councils and organisations there are is reference, without a wall: see decision 0013."""
    other = house.world.other
    for known in [other.group, other.things.subgroup, other.authority, *other.organisations.values()]:
        page = page.replace(known.name, "")
    return page


def test_without_any_filter_no_page_shows_a_thing_of_another_group(without_filters, record_property):
    cases, shown = shown_of_the_other_group(without_filters, OURS)
    record_property("cases", cases)
    record_property("unexpected", len(shown))
    assert shown == []
    assert cases >= 2000


def test_it_is_the_wall_that_hides_them(without_filters, monkeypatch):
    assert shown_of_the_other_group(without_filters, ONE)[1] == []
    open_to_all = RawSQL("set_config(%s, %s, true)", [wall.SETTING, wall.ALL])
    monkeypatch.setattr(wall, "raised_round", lambda _person: open_to_all)
    built_once.forget()
    cases, shown = shown_of_the_other_group(without_filters, ONE)
    assert len(shown) > cases / 2
