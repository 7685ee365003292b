"""A query built once and asked again with other keys."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Deputyship, Membership
from lib.built_once import built_once, forget


@built_once
def seats_of(group_id, *people):
    seats = Membership.objects.filter(group=group_id, user__in=people, role__in=["chair", "secretary", "member"])
    return seats.order_by("pk").values_list("user_id", "role")


@pytest.fixture
def asked(world):
    chair, planner = world.people["chair"].pk, world.people["planner"].pk
    return world.group.pk, chair, planner


def test_each_call_asks_with_its_own_keys(asked, world):
    group, chair, planner = asked
    assert seats_of(group, chair) == [(chair, "chair")]
    assert seats_of(group, planner) == [(planner, "member")]
    assert seats_of(group, chair, planner) == [(chair, "chair"), (planner, "member")]
    assert seats_of(world.sibling.group.pk, planner) == []


def test_is_built_at_the_first_call_and_not_again(asked, monkeypatch):
    seats_of(*asked)
    monkeypatch.setattr(Membership, "objects", None)
    assert len(seats_of(*asked)) == 2
    forget()
    with pytest.raises(AttributeError):
        seats_of(*asked)


def test_what_is_not_a_key_cannot_become_sql(asked):
    group, chair, _planner = asked
    with pytest.raises(ValueError, match="expected a number"):
        seats_of(group, f"{chair}) OR (1=1")


@built_once
def people_in(group_id, *, model):
    return model.objects.filter(group=group_id).order_by("pk").values_list("user_id")


def test_as_a_sub_query_it_asks_the_same(world):
    group = world.group.pk
    people = type(world.people["chair"]).objects
    for model in (Membership, Deputyship):
        found = people.filter(pk__in=people_in.within(group, model=model))
        assert set(found.values_list("pk")) == set(people_in(group, model=model)) != set()


def test_a_session_prepares_a_query_once_and_asks_it_with_other_keys(asked, world):
    group, chair, planner = asked
    with CaptureQueriesContext(connection) as captured:
        assert seats_of(group, chair) == [(chair, "chair")]
        assert seats_of(group, planner) == [(planner, "member")]
    statements = [query["sql"].split(" (")[0] for query in captured]
    assert len(statements) == 2
    assert len(set(statements)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [statements[0].split()[1]])
        [(prepared,)] = cursor.fetchall()
    assert "groups_membership" in prepared
    assert "$1" in prepared


def test_another_session_of_the_database_prepares_for_itself(asked):
    here = seats_of(*asked)

    def in_another_session():
        try:
            return seats_of(*asked)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        assert pool.submit(in_another_session).result() == here
