"""The reading rule asked three ways, of the code in Python, of the code in SQL and of the oracle: none disagrees."""

from itertools import product

import pytest
from django.db.models.functions import Now
from guardian.shortcuts import get_objects_for_user  # noqa: TID251 -- to hold our reading of its rows to its own

from groups.access import Hat, hats_of
from groups.models import Audience, Marking
from groups.roles import Role
from groups.sensitivity import can_read, granted, rights
from maturity.models import Answer
from meetings.models import AgendaItem, Decision, ItemReader, MinuteEntry
from tests import oracle
from tests.crowd import KINDS, ROLES

NESTED = [Audience.EVERYONE, Audience.STATUTORY, Audience.AUTHORITY]


SHARES = 8  # of the crowd: whoever plants a fault need not ask everybody


@pytest.mark.access
@pytest.mark.parametrize("share", range(SHARES))
def test_python_and_sql_and_the_oracle_agree(crowd, record_property, share):
    """With the states: each thing as each of the crowd."""
    things = {
        model: list(model.objects.filter(pk__in=pks).select_related(*RELATED.get(model, [])))
        for model, pks in by_model(crowd).items()
    }
    questions, wrong = 0, []
    for turn, person in enumerate(crowd.people[share::SHARES]):
        hats = hats_of(person.user, at_meetings=True)
        for model, made in things.items():
            visible = keys(model.objects.visible_to(person.user))
            for thing in made:
                known = crowd.things[model, thing.pk]
                answers = {
                    "oracle": oracle_says(person, known),
                    "sql": thing.pk in visible,
                }
                if thing.audience != Audience.NAMED or turn % 5 == 0:  # a named thing costs Python a query
                    answers["python"] = can_read(person.user, thing, hats)
                questions += 1
                if len(set(answers.values())) > 1:
                    wrong.append((person.ways, person.undertaken, model, known, answers))
    record_property("cases", questions)
    record_property("unexpected", len(wrong))
    assert wrong[:3] == []


@pytest.mark.access
def test_crowd_is_asked_more_than_forty_thousand_questions(crowd):
    assert len(crowd.people) * len(crowd.things) > 40_000


# What the state of a thing hangs on
RELATED = {MinuteEntry: ["minutes__meeting"], Decision: ["minutes__meeting"], Answer: ["assessment"]}


def by_model(crowd):
    pks = {}
    for model, pk in crowd.things:
        pks.setdefault(model, []).append(pk)
    return pks


def keys(things):
    return set(things.values_list("pk", flat=True))


@pytest.mark.access
def test_grants_are_what_guardian_holds_less_what_has_ended(crowd):
    for person in crowd.people[::5]:
        held = get_objects_for_user(
            person.user, "meetings.view_agendaitem", use_groups=False, with_superuser=False, accept_global_perms=False
        )
        ended = ItemReader.objects.filter(user=person.user, until__lte=Now())
        lasting = set(held.values_list("pk", flat=True)) - set(ended.values_list("content_object", flat=True))
        assert set(granted(AgendaItem, person.user).values_list("content_object", flat=True)) == lasting


def oracle_says(person, known):
    undertaken = {"here", "there"} if person.undertaken == "now" else set()
    return oracle.may_read(
        person.ways,
        undertaken,
        known.thing,
        named=known.grant in ("live", "without end"),
        asked=known.asked,
        author=known.author == person.user.pk,
    )


@pytest.mark.access
def test_crowd_holds_readers_and_others_of_every_kind_of_thing(crowd):
    """So that agreement is not that of a crowd which reads everything, or nothing."""
    alike = []
    for known in crowd.things.values():
        told = {oracle_says(person, known) for person in crowd.people if known.author != person.user.pk}
        nobody = known.thing.audience == "named" and known.grant in ("none", "expired")
        if told != ({False} if nobody else {True, False}):
            alike.append(known)
    assert alike == []


# Hat by hat, without a database ---------------------------------------------------------------------------------------


def hats():
    """(the code's hat, the same in the oracle's words, whether the undertaking is accepted) of every kind there is."""
    for role, kind, takes_part in product(ROLES, ["authority", *KINDS], [True, False]):
        for confirmed, undertaken in product([True, False], [True, False]):
            hat = Hat(1, Role(role), 1, False, frozenset([kind]), takes_part, confirmed, undertaken)
            yield hat, oracle.Seat("here", role, kind, takes_part, confirmed), undertaken
    for role, cleared in product(["administrator", "senior_owner", "auditor"], [True, False]):
        yield Hat(1, Role(role), confirmed=cleared, undertaken=cleared), oracle.Office("here", role), cleared


def hats_that_differ(opened_by=rights):
    """Each hat, audience and marking in which the code and the oracle disagree."""
    return [
        (way, audience, marking)
        for hat, way, undertaken in hats()
        for (audience, marking), groups in opened_by([hat]).items()
        if bool(groups) != oracle.opens(way, undertaken, oracle.Thing("here", audience, marking), named=True)
    ]


def test_each_hat_opens_what_the_policy_says():
    assert hats_that_differ() == []


def test_audiences_are_nested_for_every_hat():
    for hat, _way, _undertaken in hats():
        opened = rights([hat])
        for marking in Marking:
            everyone, statutory, authority = [opened[audience, marking] for audience in NESTED]
            assert everyone >= statutory >= authority


def test_two_hats_open_no_more_than_each_alone():
    some = [hat for hat, _way, _undertaken in hats()][::9]
    for one, other in product(some, some):
        both = rights([one, other])
        assert all(both[key] == rights([one])[key] | rights([other])[key] for key in both)
