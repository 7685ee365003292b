"""Two at once, on connections of their own: the database settles who comes first, and nobody loses a word."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from lib.editions import StaleEdition
from meetings import services
from meetings.models import Decision, MinuteEntry, Minutes
from meetings.services.minutes import hash_of

ROUNDS = 20

pytestmark = pytest.mark.usefixtures("own_database")


def at_once(*doings):
    """What each of the doings gave or raised, all begun at the same moment."""
    start = Barrier(len(doings))

    def run(doing):
        try:
            start.wait(timeout=10)
            return doing()
        except (StaleEdition, IntegrityError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def test_of_two_writers_one_saves_and_the_other_is_told(world):
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    entry, by = world.things.entry, world.people["secretary"]

    def save(text, edition):
        mine = MinuteEntry.objects.get(pk=entry.pk)
        return lambda: services.edit_entry(entry=mine, text=text, edition=edition, by=by)

    told = []
    for edition in range(1, ROUNDS + 1):
        answers = at_once(save(f"first {edition}", edition), save(f"second {edition}", edition))
        told.append(sum(isinstance(answer, StaleEdition) for answer in answers))

    entry.refresh_from_db()
    assert told == [1] * ROUNDS
    assert (entry.edition, entry.texts.count()) == (ROUNDS + 1, ROUNDS + 1)


def test_nothing_gets_into_the_minutes_behind_their_approval(world):
    minutes, entry = world.things.minutes, world.things.entry

    def slip_in():
        with transaction.atomic():
            MinuteEntry.objects.filter(pk=entry.pk).update(text="Slipped in")

    at_once(lambda: services.approve_minutes(minutes=minutes, by=world.people["chair"]), slip_in)

    minutes.refresh_from_db()
    assert minutes.state == "approved"
    assert hash_of(minutes) == minutes.sha256


def test_decisions_recorded_at_once_get_different_numbers(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    item, by = world.things.item, world.people["chair"]

    def decide():
        return services.record_decision(item=item, text="Yes", reason="Sound", dissent="", by=by)

    at_once(*[decide] * 4)

    made = Decision.objects.filter(~Q(pk=world.things.decision.pk), group=world.group).order_by("number")
    assert [decision.number for decision in made] == [2, 3, 4, 5]
    assert sorted(decision.position for decision in made) == [1, 2, 3, 4]
