from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actions import services
from actions.models import Action
from actions.rag import count_by_rag, rag_of
from audit.models import Entry
from groups.models import Audience, Marking
from lib.editions import StaleEdition

TODAY = timezone.localdate
SENSITIVE = {"marking": Marking.OFFICIAL_SENSITIVE, "audience": Audience.STATUTORY}


def raised(world, owner="planner", *, days=30, by="secretary", text="Count the bollards", **fields):
    return services.raise_action(
        group=world.group,
        owner=world.seats[owner],
        text=text,
        due_on=TODAY() + timedelta(days=days),
        origin=Action.Origin.HAND,
        by=world.people[by],
        **fields,
    )


def test_actions_are_numbered_in_each_group_by_itself(world):
    first, second = raised(world), raised(world)
    elsewhere = raised(world.other)

    assert (first.number, second.number, elsewhere.number) == (3, 4, 3)


def test_raising_keeps_the_first_text_the_first_date_and_an_audit_entry(world):
    action = Action.objects.get(pk=raised(world).pk)

    assert (action.text, action.edition, action.baseline_on) == ("Count the bollards", 1, action.due_on)
    assert [kept.text for kept in action.texts.all()] == ["Count the bollards"]
    [entry] = Entry.objects.filter(target=action.public_id)
    assert (entry.actor, entry.verb) == (world.people["secretary"].public_id, "action raised")
    assert entry.detail == {"owner": world.seats["planner"].public_id}


@pytest.mark.parametrize(
    ("owner", "fields"),
    [
        ("ended", {}),
        ("observer", {}),
        ("bid", SENSITIVE),
        ("unconfirmed", SENSITIVE),
        ("not_undertaken", SENSITIVE),
        ("planner", {"audience": Audience.NAMED}),
    ],
)
def test_nothing_is_given_to_somebody_who_could_not_do_it(world, owner, fields):
    with pytest.raises(ValidationError) as refusal:
        raised(world, owner, **fields)

    assert list(refusal.value.message_dict) == ["owner"]
    assert Action.objects.filter(group=world.group).count() == 2  # those of the world
    assert raised(world, "planner", **SENSITIVE).owner == world.seats["planner"]


def test_a_seat_of_another_group_owns_nothing_here(world):
    with pytest.raises(ValidationError):
        services.raise_action(
            group=world.group,
            owner=world.other.seats["planner"],
            text="Count",
            due_on=TODAY(),
            origin="hand",
            by=world.people["secretary"],
        )


def test_an_update_is_kept_for_good_and_gives_the_action_its_status(world):
    action = raised(world)

    update = services.update_action(
        action=action, text="Half are counted", status=Action.Status.UNDER_WAY, by=world.people["planner"]
    )

    assert Action.objects.get(pk=action.pk).status == "under_way"
    entry = Entry.objects.filter(target=action.public_id).latest("pk")
    assert (entry.verb, entry.detail) == ("action updated", {"update": update.public_id})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        type(update).objects.filter(pk=update.pk).update(text="All are counted")


def test_updates_carry_the_name_by_which_the_group_knows_somebody(world):
    action = raised(world)
    for who in ["planner", "deputy"]:
        services.update_action(action=action, text="Done", status="done", by=world.people[who])

    assert [update.name for update in action.updates.with_names()] == ["Westhaven Deputy", "Westhaven Planner"]


def test_editing_moves_the_date_but_never_the_first_one(world):
    action = raised(world, days=10)
    first, later = action.due_on, TODAY() + timedelta(days=40)

    services.edit_action(
        action=action,
        text="Count them all",
        edition=1,
        owner=world.seats["fire"],
        due_on=later,
        by=world.people["chair"],
    )

    action.refresh_from_db()
    assert (action.text, action.edition, action.owner, action.due_on) == (
        "Count them all",
        2,
        world.seats["fire"],
        later,
    )
    assert (action.baseline_on, action.has_slipped) == (first, True)


def test_saving_unchanged_writes_nothing(world):
    action = raised(world)
    before = Entry.objects.count()

    services.edit_action(
        action=action, text=action.text, edition=1, owner=action.owner, due_on=action.due_on, by=world.people["chair"]
    )

    assert (Entry.objects.count(), action.texts.count()) == (before, 1)


def test_the_second_of_two_editors_is_told_and_changes_nothing(world):
    action = raised(world)
    same_page = Action.objects.get(pk=action.pk)
    later = TODAY() + timedelta(days=99)
    services.edit_action(
        action=action, text="First", edition=1, owner=action.owner, due_on=action.due_on, by=world.people["chair"]
    )

    with pytest.raises(StaleEdition) as stale:
        services.edit_action(
            action=same_page, text="Second", edition=1, owner=action.owner, due_on=later, by=world.people["secretary"]
        )

    assert stale.value.theirs.text == "First"
    action.refresh_from_db()
    assert (action.text, action.due_on == later) == ("First", False)


def test_sensitive_work_moves_only_to_somebody_who_can_read_it(world):
    action = raised(world, **SENSITIVE)

    with pytest.raises(ValidationError):
        services.edit_action(
            action=action, text="x", edition=1, owner=world.seats["bid"], due_on=action.due_on, by=world.people["chair"]
        )

    assert Action.objects.get(pk=action.pk).owner == world.seats["planner"]


def test_two_who_raise_at_once_get_two_numbers(own_database, world):
    def at_once():
        try:
            raised(world)
        finally:
            connection.close()

    threads = [Thread(target=at_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = Action.objects.filter(group=world.group).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("days", "status", "words", "kind"),
    [
        (-1, "open", "Overdue", "red"),
        (-1, "stuck", "Overdue", "red"),
        (-1, "done", "Done", "ink"),
        (0, "open", "Due soon", "amber"),
        (14, "under_way", "Due soon", "amber"),
        (15, "stuck", "Stuck", "amber"),
        (15, "open", "On time", "green"),
        (90, "dropped", "Dropped", "ink"),
    ],
)
def test_how_an_action_stands(world, days, status, words, kind):
    action = raised(world, days=days)
    services.update_action(action=action, text="So it goes", status=status, by=world.people["planner"])

    assert tuple(rag_of(action)) == (words, kind)


def test_the_plan_is_counted_and_drawn(world):
    open_actions = [raised(world, days=days) for days in [-3, -1, 5, 60]]

    assert count_by_rag(open_actions) == {
        "open": 4,
        "red": 2,
        "amber": 1,
        "green": 1,
        "bar": [
            {"colour": "red", "x": 0, "width": 153.0},
            {"colour": "amber", "x": 155.0, "width": 76.5},
            {"colour": "green", "x": 233.5, "width": 76.5},
        ],
    }
    assert count_by_rag([])["bar"] == []
