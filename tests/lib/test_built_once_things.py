"""A query of things built once: what it makes of rows, and what it refuses to be made of."""

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Now
from django.utils import timezone

from groups.models import Deputyship, Membership, Organisation
from lib import built_once as kept
from lib.built_once import built_once


@built_once
def seats_in(group_id):
    deputies = Deputyship.objects.filter(membership=OuterRef("pk"))
    seats = Membership.objects.filter(group=group_id, starts_at__lte=Now()).select_related("user", "organisation")
    return seats.annotate(has_deputy=Exists(deputies), deputies_count=Count("deputyships")).order_by("pk")


def test_things_come_as_from_the_queryset_itself(world, django_assert_num_queries):
    for group in (world.group, world.sibling.group):
        plain = list(seats_in.__wrapped__(group.pk))
        with django_assert_num_queries(1):
            found = seats_in(group.pk)
            said = [(seat.user.name, seat.organisation.name, seat.has_deputy, seat.deputies_count) for seat in found]
        assert found == plain != []
        assert said == [(s.user.name, s.organisation.name, s.has_deputy, s.deputies_count) for s in plain]
        assert [vars(seat)["starts_at"] for seat in found] == [seat.starts_at for seat in plain]
        assert not found[0]._state.adding


def test_a_thing_found_can_be_saved(world):
    seat = seats_in(world.group.pk)[0]
    seat.job_title = "Head of something else"
    seat.save(update_fields=["job_title"])
    assert Membership.objects.get(pk=seat.pk).job_title == "Head of something else"


@built_once
def nothing_of(group_id):
    return Membership.objects.filter(group=group_id, pk__in=[])


def test_what_can_only_be_empty_asks_nothing(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert nothing_of(world.group.pk) == []


def since_today(group_id):
    return Membership.objects.filter(group=group_id, starts_at__gt=timezone.now())


def of_the_first_organisation(group_id):
    return Membership.objects.filter(group=group_id, organisation=Organisation.objects.first())


def with_deputies(group_id):
    return Membership.objects.filter(group=group_id).prefetch_related("deputyships")


def all_but_in_words(group_id):
    return Membership.objects.exclude(name=f"Member {group_id}")


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (since_today, "time of its building"),
        (of_the_first_organisation, "what is in the database now"),
        (with_deputies, "fetched besides"),
        (all_but_in_words, "a value of its own"),
    ],
)
def test_what_would_be_frozen_or_lost_is_refused(world, build, says):
    with pytest.raises(TypeError, match=says):
        built_once(build)(world.group.pk)


def test_a_session_keeps_no_more_than_so_many(world, monkeypatch):
    monkeypatch.setattr(kept, "PREPARED", 2)
    monkeypatch.setattr(kept, "_prepared_on", {})
    names = []
    for number in (7, 8, 9):
        ask = built_once(lambda group_id, number=number: Membership.objects.filter(group=group_id)[:number])
        assert len(ask(world.group.pk)) == number
        names.append(list(kept._prepared_on[connection.connection])[-1])
    assert list(kept._prepared_on[connection.connection]) == names[1:]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name = ANY(%s)", [names])
        assert {name for (name,) in cursor.fetchall()} == set(names[1:])


@built_once
def seats_whatever_follows(group_id, *_not_asked_for):
    return Membership.objects.filter(group=group_id)


def test_keys_that_a_query_does_not_ask_for_make_another_query_of_it(world):
    asked = [seats_whatever_follows(world.group.pk, *more) for more in ([], [1], [1, 2])]
    assert asked[0] == asked[1] == asked[2] != []


def test_words_are_keys_as_numbers_are(world):
    by_word = built_once(lambda public_id: Membership.objects.filter(public_id=public_id))
    seats = [world.seats["chair"], world.seats["planner"]]
    assert [by_word(seat.public_id) for seat in seats] == [[seat] for seat in seats]
    assert by_word("x' OR 'a'='a") == []
