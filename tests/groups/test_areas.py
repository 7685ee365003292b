"""Portfolios below the areas, and whose function an area is."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from groups.models import AreaStanding, BusinessArea, Membership, Portfolio
from groups.reference import PORTFOLIOS
from groups.services import create_group
from tests.overview.test_coverage_board import area_of, portfolio


def page(name, thing):
    return reverse(f"groups:{name}", args=[thing.public_id])


def names(group, code="planning"):
    return [portfolio.name for portfolio in Portfolio.objects.of(group) if portfolio.area.code == code]


@pytest.fixture
def chair(signed_in, world):
    return signed_in(world.people["chair"])


# Portfolios -----------------------------------------------------------------------------------------------------------


def test_new_group_starts_with_portfolios_for_each_of_the_five(world):
    group = create_group(authority=world.authority, name="Another group", by=world.people["administrator"])

    assert {code: names(group, code) for code in PORTFOLIOS} == PORTFOLIOS
    assert set(PORTFOLIOS) == set(BusinessArea.objects.filter(kind="five").values_list("code", flat=True))


def test_portfolio_is_added_at_the_end_renamed_moved_and_removed(chair, world):
    area = area_of("planning")
    for name in ["Local plans", "Building control"]:
        answer = chair.post(page("portfolio_add", world.group), {"area": area.public_id, "name": name})
        assert answer.url == page("area_list", world.group)
    plans = Portfolio.objects.get(name="Local plans")

    chair.post(page("portfolio_edit", plans), {"name": "Local plan and policy", "position": "9"})
    assert names(world.group) == ["Building control", "Local plan and policy"]

    world.seats["planner"].portfolios.add(plans)
    chair.post(page("portfolio_remove", plans))
    assert names(world.group) == ["Building control"]
    assert chair.get(page("portfolio_edit", plans)).status_code == 404
    assert [*world.seats["planner"].portfolios.all()] == [plans]  # what it held stays known


def test_area_has_no_two_portfolios_of_one_name(chair, world):
    plans, other = portfolio(world, "Local plans"), portfolio(world, "Conservation")
    area = area_of("planning").public_id

    again = chair.post(page("portfolio_add", world.group), {"area": area, "name": "LOCAL plans"}).content.decode()
    renamed = chair.post(page("portfolio_edit", other), {"name": "local plans", "position": "2"}).content.decode()

    for answer in [again, renamed]:
        assert "The area has a portfolio of this name. Choose another name" in answer
    assert names(world.group) == ["Local plans", "Conservation"]
    Portfolio.objects.filter(pk=plans.pk).update(removed_at="2026-01-01T00:00Z")
    chair.post(page("portfolio_add", world.group), {"area": area, "name": "Local plans"})
    assert names(world.group) == ["Conservation", "Local plans"]


def test_seat_that_speaks_for_a_portfolio_speaks_for_its_area(chair, world):
    stadia, plans = portfolio(world, "Sports stadia", "licensing"), portfolio(world, "Local plans")
    other = Portfolio.objects.create(group=world.other.group, area=area_of("licensing"), name="Theirs", position=1)
    seat = world.seats["fire"]

    form = chair.get(page("membership_edit", seat)).content.decode()
    assert "Sports stadia" in form
    assert "Theirs" not in form

    typed = {"name": "Jo", "role": "member", "portfolios": [stadia.public_id]}
    chair.post(page("membership_edit", seat), typed)
    assert [area.code for area in seat.areas.all()] == ["licensing"]
    assert [*seat.portfolios.all()] == [stadia]
    assert "Sports stadia" in chair.get(seat.get_absolute_url()).content.decode()

    forged = chair.post(page("membership_edit", seat), {**typed, "portfolios": [other.public_id]})
    assert "Choose one from the list" in forged.content.decode()
    chair.post(page("membership_edit", seat), {**typed, "portfolios": [plans.public_id]})
    assert {area.code for area in seat.areas.all()} == {"planning"}


def test_whoever_is_invited_may_come_for_a_portfolio(chair, world):
    stadia = portfolio(world, "Sports stadia", "licensing")
    person = {"name": "Jo Okafor", "email": "jo@westhaven.example", "role": "member"}
    organisation = world.organisations["council"].public_id

    chair.post(
        page("member_invite", world.group), {**person, "organisation": organisation, "portfolios": [stadia.public_id]}
    )

    seat = Membership.objects.get(name="Jo Okafor")
    assert ([*seat.portfolios.all()], [area.code for area in seat.areas.all()]) == ([stadia], ["licensing"])


@pytest.mark.parametrize("many", [3, 30])
def test_page_of_areas_asks_few_questions(chair, world, django_assert_num_queries, many):
    for number in range(many):
        portfolio(world, f"Portfolio {number}")
    chair.get(page("area_list", world.group))

    with django_assert_num_queries(7):
        shown = chair.get(page("area_list", world.group)).content.decode()
    assert shown.count("Portfolio ") >= many


# Whose function -------------------------------------------------------------------------------------------------------


def standing(world, **typed):
    area, authority = area_of("transport"), world.authority
    return {
        "area": area.public_id,
        "authority": authority.public_id,
        "standing": "elsewhere",
        "body": "County",
        **typed,
    }


def test_standing_of_an_area_is_set_and_set_anew(chair, world):
    chair.post(page("area_standing_edit", world.group), standing(world))
    assert "Held by another body: County" in chair.get(page("area_list", world.group)).content.decode()

    chair.post(page("area_standing_edit", world.group), standing(world, standing="own"))
    [kept] = AreaStanding.objects.filter(group=world.group)
    assert (kept.standing, kept.body) == ("own", "")


@pytest.mark.parametrize("kind", ["shared", "elsewhere"])
def test_other_body_is_named(chair, world, kind):
    answer = chair.post(page("area_standing_edit", world.group), standing(world, standing=kind, body=" "))

    assert "Enter the name of the other body" in answer.content.decode()
    assert not AreaStanding.objects.exists()


def test_authority_is_one_of_the_groups(chair, world):
    theirs = standing(world, authority=world.other.authority.public_id)
    assert "Choose one from the list" in chair.post(page("area_standing_edit", world.group), theirs).content.decode()

    world.group.participating.add(world.other.authority)
    chair.post(page("area_standing_edit", world.group), theirs)
    assert AreaStanding.objects.get().authority == world.other.authority


# Areas as data --------------------------------------------------------------------------------------------------------


def load(tmp_path, rows):
    file = tmp_path / "areas.json"
    file.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
    call_command("load_reference", str(file))


def test_operator_renames_an_area_and_adds_a_partner(db, tmp_path):
    harbour = {"code": "harbour", "name": "Harbour master", "initial": "HM", "kind": "external", "position": 30}
    load(tmp_path, [{"code": "events", "name": "Events"}, harbour])
    call_command("load_reference")

    assert area_of("events").name == "Events"
    assert area_of("harbour").kind == "external"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"code": "events", "kind": "five"}], "Area 1 is wrong"),
        ([{"code": "events", "name": "Events"}, {"code": "licensing", "kind": "further"}], "Area 2 is wrong"),
        ([{"code": "sixth", "name": "A sixth", "initial": "S", "kind": "five", "position": 6}], "Area 1 is wrong"),
        ([{"code": "events", "colour": "red"}], "Area 1 is wrong"),
        ([{"code": "events", "position": "first"}], "Area 1 is wrong"),
        ([{"code": "two words", "name": "A", "initial": "A", "kind": "further", "position": 9}], "Area 1 is wrong"),
        ([{"name": "Events"}], "Area 1 is wrong"),
        (["events"], "Area 1 is wrong"),
        ({"code": "events"}, "must hold a list"),
        ("{", "changed nothing"),
    ],
)
def test_file_that_is_wrong_changes_nothing_and_the_five_stay_the_five(db, tmp_path, rows, says):
    before = list(BusinessArea.objects.values())

    with pytest.raises(CommandError, match=says):
        load(tmp_path, rows)

    assert list(BusinessArea.objects.values()) == before
