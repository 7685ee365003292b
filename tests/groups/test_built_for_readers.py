"""What is built once for readers whose hats are alike shows each what the rule shows them."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from actions.models import Action
from groups.access import Hat, hats_of
from groups.built_for_readers import PLACES, alike, built_once_for_readers
from groups.roles import Role
from lib.built_once import forget
from meetings.models import AgendaItem


@built_once_for_readers
def actions_in(reader, group):
    return Action.objects.visible_to(reader).filter(group=group).order_by("pk")


@built_once_for_readers
def items_at(reader, meeting):
    return AgendaItem.objects.visible_to(reader).filter(meeting=meeting).order_by("pk")


def everybody(world):
    return [person for side in (world, world.sibling, world.other) for person in side.people.values()]


def test_each_reader_finds_what_they_would_without_it(world):
    seen = set()
    for side in (world, world.sibling, world.other):
        for person in everybody(world):
            found = actions_in(person, side.group.pk)
            assert found == list(actions_in.__wrapped__(person, side.group.pk))
            seen.add(len(found))
    for side in (world, world.other):
        for person in everybody(world):
            items = items_at(person, side.things.meeting.pk)
            assert items == list(items_at.__wrapped__(person, side.things.meeting.pk))
    assert len(seen) > 2  # some read all, some nothing, some a part


def test_two_chairs_of_two_groups_ask_the_same_query(world):
    forget()
    asked = []
    for side in (world, world.other):
        with CaptureQueriesContext(connection) as captured:
            assert actions_in(side.people["chair"], side.group.pk)
        asked.append(captured[-1]["sql"].split(" (")[0])
    assert asked[0] == asked[1]


def named_like_the_reader(reader):
    return Action.objects.filter(text=reader.name)


def test_to_ask_for_more_of_a_reader_than_key_and_hats_is_refused(world):
    with pytest.raises(TypeError, match="what is in the database now"):
        built_once_for_readers(named_like_the_reader)(world.people["chair"])


few = st.integers(1, 3)
some_hats = st.lists(
    st.builds(
        Hat,
        group_id=st.none() | few,
        role=st.sampled_from([Role.CHAIR, Role.MEMBER]),
        seat_id=st.none() | few,
        meeting_id=st.none() | few,
        stands_in=st.booleans(),
        organisation_kinds=st.frozensets(st.sampled_from(["council", "police"])),
        in_authority=st.booleans(),
        confirmed=st.booleans(),
        undertaken=st.booleans(),
    ),
    max_size=4,
)


@given(some_hats)
def test_hats_come_back_from_what_is_alike_and_their_places(hats):
    """So nothing of which the rule asks is lost, and no two places become one."""
    nameless, keys = alike(hats)
    back = [
        Hat(
            **{name: value if name not in PLACES or value is None else keys[value] for name, value in vars(hat).items()}
        )
        for hat in nameless
    ]
    assert back == hats


def test_a_hat_that_is_lost_is_lost_at_once(world):
    planner = world.people["planner"]
    before = actions_in(planner, world.group.pk)
    assert before
    type(world.seats["planner"]).objects.filter(pk=world.seats["planner"].pk).update(ends_at=F("starts_at"))
    assert not hats_of(planner)
    assert actions_in(planner, world.group.pk) == []
