from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions import services
from actions.models import Action
from audit.models import Entry, Kind
from groups.models import Membership
from tests.actions.test_services import SENSITIVE, TODAY, raised
from tests.lib.typed import typed_date
from tests.world import CANARY

EVERYONE = {"marking": "official", "audience": "everyone", "handling": ""}


def plan(world, show=""):
    return reverse("actions:action_plan", args=[world.group.public_id]) + show


def page_of(action, view="action_detail"):
    return reverse(f"actions:{view}", args=[action.public_id])


def readings():
    return Entry.objects.filter(kind=Kind.READING)


# The plan -------------------------------------------------------------------------------------------------------------


def test_plan_says_first_how_many_are_late_and_shows_them_first(signed_in, world):
    late = raised(world, days=-2, text="Mend the gate")

    page = signed_in(world.people["bid"]).get(plan(world))

    text = page.content.decode()
    assert "Action plan: 2 open, 1 overdue" in text
    assert [action.number for action in page.context["actions"]] == [late.number, 1]
    assert "Action 2: withheld" in text
    assert "restricted action" not in text
    assert CANARY not in text
    assert page.context["marking"] == "official"
    assert not readings().exists()


def test_reading_sensitive_actions_is_recorded_once_a_session(signed_in, world):
    chair = signed_in(world.people["chair"])

    pages = [chair.get(plan(world)) for _ in range(2)]

    assert [page.context["marking"] for page in pages] == ["official_sensitive"] * 2
    [entry] = readings()
    assert (entry.target, entry.detail["read"]) == (world.group.public_id, [world.things.restricted_action.public_id])


def test_plan_shows_what_is_mine_or_everything(signed_in, world):
    services.update_action(action=raised(world, "fire"), text="Done", status="done", by=world.people["fire"])
    member = signed_in(world.people["planner"])

    def shown(how):
        return [action.number for action in member.get(plan(world, how)).context["actions"]]

    assert (shown(""), shown("?show=mine"), shown("?show=all")) == ([1, 2], [1], [1, 2, 3])
    assert shown("?show=nonsense") == [1, 2]


def test_plan_costs_the_same_with_few_and_many_actions(signed_in, world, django_assert_num_queries):
    chair = signed_in(world.people["chair"])
    chair.get(plan(world))  # the reading is recorded
    with django_assert_num_queries(7):
        chair.get(plan(world))

    for _ in range(20):
        raised(world)
    with django_assert_num_queries(7):
        chair.get(plan(world))


@pytest.mark.parametrize(("who", "status"), [("chair", 200), ("observer", 200), ("auditor", 404), ("stranger", 404)])
def test_the_plan_is_for_the_group(signed_in, world, who, status):
    assert signed_in(world.people[who]).get(plan(world)).status_code == status


# One action -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"), [("chair", 200), ("planner", 200), ("bid", 403), ("senior_owner", 403), ("stranger", 404)]
)
def test_a_restricted_action_is_withheld_inside_and_unknown_outside(signed_in, world, who, status):
    answer = signed_in(world.people[who]).get(page_of(world.things.restricted_action))

    assert answer.status_code == status
    assert ("Westhaven restricted action" in answer.content.decode()) == (status == 200)
    assert readings().count() == (1 if status == 200 else 0)


@pytest.mark.parametrize(
    ("who", "status"),
    [("planner", 302), ("deputy", 302), ("secretary", 302), ("deputy_chair", 302), ("fire", 403), ("observer", 403)],
)
def test_who_may_report_on_an_action(signed_in, world, who, status):
    answer = signed_in(world.people[who]).post(
        page_of(world.things.action, "action_update"), {"status": "under_way", "text": "Begun"}
    )

    assert answer.status_code == status
    world.things.action.refresh_from_db()
    assert world.things.action.status == ("under_way" if status == 302 else "open")
    assert world.things.action.updates.count() == (1 if status == 302 else 0)


def test_the_page_offers_the_form_to_those_who_may_report(signed_in, world):
    offered = {
        who: signed_in(world.people[who]).get(page_of(world.things.action)).context["form"] is not None
        for who in ["planner", "deputy", "chair", "fire", "observer"]
    }

    assert offered == {"planner": True, "deputy": True, "chair": True, "fire": False, "observer": False}


def test_an_empty_report_is_refused_and_what_was_chosen_stays(signed_in, world):
    answer = signed_in(world.people["planner"]).post(
        page_of(world.things.action, "action_update"), {"status": "stuck", "text": " "}
    )

    assert answer.context["form"].errors == {"text": ["Enter what has happened, in a sentence or two"]}
    assert answer.context["form"]["status"].value() == "stuck"
    assert not world.things.action.updates.exists()


@pytest.mark.parametrize(("who", "status"), [("planner", 200), ("deputy_chair", 302)])
def test_only_those_who_close_actions_drop_one(signed_in, world, who, status):
    answer = signed_in(world.people[who]).post(
        page_of(world.things.action, "action_update"), {"status": "dropped", "text": "No longer needed"}
    )

    assert answer.status_code == status
    assert Action.objects.filter(pk=world.things.action.pk, status="dropped").exists() == (status == 302)


@pytest.mark.parametrize(("who", "status"), [("planner", 403), ("secretary", 403), ("chair", 302)])
def test_what_is_done_is_reopened_by_those_who_close(signed_in, world, who, status):
    services.update_action(action=world.things.action, text="Done", status="done", by=world.people["planner"])

    answer = signed_in(world.people[who]).post(
        page_of(world.things.action, "action_update"), {"status": "open", "text": "Not quite"}
    )

    assert answer.status_code == status


# Raising --------------------------------------------------------------------------------------------------------------


def raising(world, **changes):
    return {
        "text": "Walk the route",
        "owner": world.seats["bid"].public_id,
        **typed_date("due_on", TODAY() + timedelta(days=9)),
        **EVERYONE,
        **changes,
    }


def test_a_member_raises_an_action(signed_in, world):
    member = signed_in(world.people["venue"])

    answer = member.post(reverse("actions:action_raise", args=[world.group.public_id]), raising(world), follow=True)

    action = Action.objects.get(group=world.group, number=3)
    assert (action.text, action.owner, action.origin) == ("Walk the route", world.seats["bid"], "hand")
    assert "Action 3 added to the plan" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("planner", 200), ("observer", 403), ("administrator", 403), ("stranger", 404)]
)
def test_who_may_raise_actions(signed_in, world, who, status):
    address = reverse("actions:action_raise", args=[world.group.public_id])

    assert signed_in(world.people[who]).get(address).status_code == status
    posted = signed_in(world.people[who]).post(address, raising(world))
    assert posted.status_code == (302 if status == 200 else status)
    assert Action.objects.filter(group=world.group).count() == (3 if status == 200 else 2)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"text": ""}, "text", "Enter what is to be done"),
        ({"text": "x" * 2001}, "text", "What is to be done must be 2,000 characters or fewer"),
        ({"owner": "nobody"}, "owner", "Choose one from the list"),
        ({"due_on_year": "2020"}, "due_on", "Due date must be today or in the future"),
        ({"marking": "secret"}, "marking", None),
        ({"audience": "named"}, "audience", "Choose one from the list"),
        (SENSITIVE, "owner", None),
    ],
)
def test_what_is_wrong_with_an_action_is_said_beside_its_field(signed_in, world, changes, field, sentence):
    answer = signed_in(world.people["chair"]).post(
        reverse("actions:action_raise", args=[world.group.public_id]), raising(world, **changes)
    )

    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert sentence is None or errors[field] == [sentence]
    assert answer.context["form"]["text"].value() == changes.get("text", "Walk the route")
    assert Action.objects.filter(group=world.group).count() == 2


def test_a_seat_of_another_group_cannot_be_chosen(signed_in, world):
    answer = signed_in(world.people["chair"]).post(
        reverse("actions:action_raise", args=[world.group.public_id]),
        raising(world, owner=world.other.seats["planner"].public_id),
    )

    assert answer.context["form"].errors == {"owner": ["Choose one from the list"]}
    assert CANARY not in answer.content.decode()


# Editing --------------------------------------------------------------------------------------------------------------


def editing(action, **changes):
    return {
        "text": "New words",
        "edition": action.edition,
        "owner": action.owner.public_id,
        **typed_date("due_on", action.due_on),
        **changes,
    }


@pytest.mark.parametrize(("who", "status"), [("chair", 302), ("secretary", 302), ("planner", 403), ("stranger", 404)])
def test_who_edits_actions(signed_in, world, who, status):
    action = world.things.action

    answer = signed_in(world.people[who]).post(page_of(action, "action_edit"), editing(action))

    assert answer.status_code == status
    action.refresh_from_db()
    assert action.text == ("New words" if status == 302 else "Westhaven open action")


def test_the_second_editor_sees_both_texts_and_loses_neither(signed_in, world):
    action = world.things.action
    signed_in(world.people["chair"]).post(page_of(action, "action_edit"), editing(action, text="The first words"))
    secretary = signed_in(world.people["secretary"])

    told = secretary.post(page_of(action, "action_edit"), editing(action, text="The second words"))

    [both] = told.context["form"].conflict.texts
    assert (both.theirs, both.mine) == ("The first words", "The second words")
    assert Action.objects.get(pk=action.pk).text == "The first words"
    again = {name: told.context["form"][name].value() for name in ["text", "edition"]}
    secretary.post(page_of(action, "action_edit"), editing(action, **again))
    assert [kept.text for kept in action.texts.order_by("edition")] == [
        "Westhaven open action",
        "The first words",
        "The second words",
    ]


def test_an_action_of_somebody_who_left_goes_to_another(signed_in, world):
    action = world.things.action
    Membership.objects.filter(pk=world.seats["planner"].pk).update(ends_at=timezone.now())
    chair = signed_in(world.people["chair"])

    kept = chair.post(page_of(action, "action_edit"), editing(action))
    moved = chair.post(page_of(action, "action_edit"), editing(action, owner=world.seats["fire"].public_id))

    assert (kept.status_code, moved.status_code) == (200, 302)
    assert Action.objects.get(pk=action.pk).owner == world.seats["fire"]
