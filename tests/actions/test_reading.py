from actions.models import Action
from tests.actions.test_services import SENSITIVE, raised


def numbers(world, who):
    return sorted(Action.objects.visible_to(world.people[who]).values_list("number", flat=True))


def test_each_reads_what_audience_and_marking_let_them(world):
    raised(world)
    raised(world, **SENSITIVE)
    raised(world.other)

    seen = {
        who: numbers(world, who) for who in ["chair", "adviser", "bid", "observer", "not_undertaken", "senior_owner"]
    }
    assert seen == {
        "chair": [1, 2],
        "adviser": [1, 2],
        "bid": [1],
        "observer": [1],
        "not_undertaken": [1],
        "senior_owner": [1],
    }
    assert [numbers(world, who) for who in ["auditor", "operator", "ended", "sibling"]] == [[], [], [], []]


def test_whoever_raised_it_reads_it_while_they_sit_in_the_group(world):
    raised(world, by="not_undertaken", **SENSITIVE)
    raised(world, by="ended", **SENSITIVE)

    assert numbers(world, "not_undertaken") == [1]
    assert numbers(world, "ended") == []


def test_standing_in_for_the_owner_opens_no_marking(world):
    raised(world, **SENSITIVE)

    assert numbers(world, "deputy") == [1]
    assert numbers(world, "venue_deputy_of_planner") == []
