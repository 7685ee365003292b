from actions.models import Action
from tests.actions.test_services import SENSITIVE, raised


def numbers(world, who):
    """Action 1 of the world is for everyone, action 2 OFFICIAL-SENSITIVE for statutory partners."""
    return sorted(Action.objects.visible_to(world.people[who]).values_list("number", flat=True))


def test_each_reads_what_audience_and_marking_let_them(world):
    expected = {
        "chair": [1, 2],
        "adviser": [1, 2],
        "deputy": [1, 2],
        "bid": [1],
        "venue_deputy_of_planner": [1],
        "observer": [1],
        "unconfirmed": [1],
        "not_undertaken": [1],
        "senior_owner": [1],
        "administrator": [1],
        "auditor": [],
        "operator": [],
        "ended": [],
        "sibling": [],
        "powerless_deputy_of_chair": [],
    }

    assert {who: numbers(world, who) for who in expected} == expected


def test_whoever_raised_it_reads_it_while_they_sit_in_the_group(world):
    raised(world, by="not_undertaken", **SENSITIVE)
    raised(world, by="ended", **SENSITIVE)

    assert numbers(world, "not_undertaken") == [1, 3]
    assert numbers(world, "ended") == []


def test_owning_a_seat_opens_no_marking(world):
    """Who stands in for the owner reads by the same rule as everybody."""
    raised(world, **SENSITIVE)

    assert numbers(world, "deputy") == [1, 2, 3]
    assert numbers(world, "venue_deputy_of_planner") == [1]


def test_of_the_rest_only_numbers_are_known(world):
    actions = Action.objects.filter(group=world.group)

    assert list(actions.withheld_numbers(world.people["bid"])) == [2]
    assert list(actions.withheld_numbers(world.people["chair"])) == []
