"""Whom the group answers to: recorded, drawn, and never over what somebody else has just saved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.governance import chain_of, chart_of
from groups.models import Governance
from groups.services import create_group
from tests.groups.pages import changes, errors_of
from tests.world import CANARY

FORM = {
    "parent_body": "Safer Westhaven Partnership",
    "prevent": "same_owner",
    "prevent_reason": "One director answers for both",
    "adopted_on_day": "3",
    "adopted_on_month": "3",
    "adopted_on_year": "2026",
    "adopted_by": "Leadership team, minute 14",
    "to_1": "Senior owner",
    "days_1": "15",
    "to_2": "Chief executive",
    "days_2": "10",
    "to_3": "",
    "days_3": "",
    "edition": "0",
}


def page_of(group):
    return reverse("groups:governance_detail", args=[group.public_id])


def edit_of(group):
    return reverse("groups:governance_edit", args=[group.public_id])


@pytest.mark.parametrize("persona", ["chair", "secretary", "administrator"])
def test_governance_is_recorded(signed_in, world, persona):
    person = world.people[persona]

    response = signed_in(person).post(edit_of(world.group), FORM)

    kept = Governance.objects.get(group=world.group)
    assert response.headers["Location"] == page_of(world.group)
    assert (kept.parent_body, kept.prevent, str(kept.adopted_on), kept.edition) == (
        "Safer Westhaven Partnership",
        "same_owner",
        "2026-03-03",
        1,
    )
    assert kept.escalation == [
        {"to": "Senior owner", "working_days": 15},
        {"to": "Chief executive", "working_days": 10},
    ]
    assert changes(by=person) == [("governance changed", kept.public_id)]


def test_page_says_in_words_what_the_chart_draws(signed_in, world):
    client = signed_in(world.people["venue"])
    signed_in(world.people["chair"]).post(edit_of(world.group), FORM)

    page = client.get(page_of(world.group)).content.decode()

    for said in ["Safer Westhaven Partnership", "One director answers for both", "Chief executive, who answers within"]:
        assert said in page
    assert f"The group answers to {world.people['senior_owner'].name}" in page
    assert CANARY not in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"adopted_on_year": "20266"}, "The day of adoption must be a real date, like 27 3 2027"),
        ({"adopted_by": ""}, "Enter the decision by which it was adopted"),
        ({"prevent_reason": ""}, "Enter why it is that way"),
        ({"days_2": ""}, "Enter within how many working days step 2 is answered"),
        ({"to_1": ""}, "Enter who answers at step 1"),
        ({"days_1": "0"}, "The time of step 1 must be 1 or more"),
        (
            {"parent_body": "SECRET board"},
            "The body carries SECRET. PAPG holds nothing above OFFICIAL-SENSITIVE, so nothing was saved. Take it out "
            "here, do not send it again, and tell your security officer",
        ),
        ({"prevent": "forged"}, "Choose one from the list"),
        ({"edition": ""}, "The form that was sent is not complete. Open the page again and send it from there"),
    ],
)
def test_bad_input_is_kept_and_changes_nothing(signed_in, world, typed, says):
    response = signed_in(world.people["chair"]).post(edit_of(world.group), FORM | typed)

    assert errors_of(response) == [says]
    assert Governance.objects.get(group=world.group).edition == 0


def test_it_is_not_adopted_on_a_day_to_come(signed_in, world):
    day = timezone.localdate() + timedelta(days=1)
    typed = {"adopted_on_day": day.day, "adopted_on_month": day.month, "adopted_on_year": day.year}

    response = signed_in(world.people["chair"]).post(edit_of(world.group), FORM | typed)

    assert errors_of(response) == ["The day of adoption must be today or in the past"]


def test_of_two_who_save_at_once_the_second_is_told_and_keeps_what_they_typed(signed_in, world):
    signed_in(world.people["chair"]).post(edit_of(world.group), FORM)
    client = signed_in(world.people["secretary"])

    told = client.post(edit_of(world.group), FORM | {"parent_body": "Second board"})

    page = told.content.decode()
    assert errors_of(told)[0].startswith("Somebody changed this meanwhile")
    assert "Second board" in page
    assert "Safer Westhaven Partnership" in page
    client.post(
        edit_of(world.group), FORM | {"parent_body": "Second board", "edition": told.context["form"]["edition"].value()}
    )
    assert Governance.objects.get(group=world.group).parent_body == "Second board"


def test_new_group_asks_for_its_governance(world):
    group = create_group(authority=world.authority, name="New group", by=world.people["administrator"])

    chain = chain_of(group)

    assert (chain.is_recorded, chain.parent_body, chain.chair) == (False, "", "")
    assert chain.escalation == [{"to": "Senior owner", "working_days": 15}]


@pytest.mark.parametrize(("prevent", "boxes"), [("", 3), ("none", 3), ("same_owner", 4), ("other_chain", 4)])
def test_chart_draws_the_prevent_group_where_there_is_one(world, prevent, boxes):
    Governance.objects.filter(group=world.group).update(prevent=prevent)

    chart = chart_of(chain_of(world.group))

    assert len(chart.boxes) == boxes
    assert len(chart.strokes) == boxes - 1
    assert all(box.y + box.height <= chart.height and box.x + box.width <= chart.width for box in chart.boxes)


def test_page_takes_few_queries(signed_in, world, django_assert_max_num_queries):
    client = signed_in(world.people["chair"])

    with django_assert_max_num_queries(9):
        client.get(page_of(world.group))
