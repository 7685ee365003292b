"""Asks the service every question of tests/access_table.py: in our group, in a sibling, in a stranger’s, of nothing."""

from http import HTTPStatus

import pytest
from django.urls import URLPattern, get_resolver, reverse

from groups.roles import ROLE_PERMISSIONS, Permission
from meetings.models import MinuteEntry
from tests.access_bodies import BUTTON
from tests.access_doors import ALLAUTH, BUTTONS, PUBLIC
from tests.access_house import (
    ARGUMENTS,
    MAY_WRITE_WHEN_READING,
    SEES_EASTMERE,
    SIGNED_OUT,
    address_of,
    ask,
    ask_lost,
    ask_nowhere,
    body_of,
    case,
    cells_of,
    complaint_about,
    complaint_about_entries,
    lacks_a_header,
    letter_of_redirect,
    shows_too_much,
    tell,
    ways,
)
from tests.access_people import LIKE, as_in_sibling
from tests.access_roles import ROLE_COLUMNS, ROLES, ROLES_TO_COME
from tests.access_table import PERSONAS, READING, ROUTES, STATES
from tests.world import CANARY
from tests.world_access import grant
from tests.world_meetings import make_entry

# Roles ----------------------------------------------------------------------------------------------------------------


def roles_that_differ(roles=ROLE_PERMISSIONS):
    """Each cell of the role table in which the code and the policy disagree."""
    return [
        (permission, role)
        for permission, cells in ROLES.items()
        for role, cell in zip(ROLE_COLUMNS, cells.replace(" ", ""), strict=True)
        if (cell == "x") != (Permission(permission) in roles[role])
    ]


def test_roles_give_what_the_policy_says():
    assert roles_that_differ() == []


def test_every_permission_and_role_is_in_the_policy():
    assert sorted(Permission) == sorted(ROLES)
    assert sorted(ROLE_PERMISSIONS) == sorted(ROLE_COLUMNS)
    assert not set(ROLES) & set(ROLES_TO_COME)


# Routes: the questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everybody_gets_what_the_policy_says(house, judged, route):
    for name, letter in cells_of(route.cells).items():
        judge(house, judged, name, route, house.world, letter)
    assert judged.wrong == {}


@pytest.mark.access
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_people_at_the_edge_of_their_time_get_what_those_like_them_get(house, judged, route):
    cells = cells_of(route.cells)
    for name, like in LIKE.items():
        judge(house, judged, name, route, house.world, cells[like])
    assert judged.wrong == {}


@pytest.mark.access
@pytest.mark.parametrize("route", [route for route in ROUTES if route.thing not in ("", "authority")], ids=str)
def test_everybody_gets_it_in_a_sibling_group_by_what_they_are_there(house, judged, route):
    """Of the same authority: its offices are the same people’s, and everybody else of ours is an outsider."""
    cells = cells_of(route.cells)
    for name in [*PERSONAS, *LIKE]:
        judge(house, judged, name, route, house.world.sibling, cells[as_in_sibling(name, route)])
    assert judged.wrong == {}


def judge(house, judged, name, route, side, letter):
    shows = shown_to(name, route, house.world, side)
    for how in ways(route):
        body = body_of(route, side)
        answer = ask(house, name, how, address_of(route, side), body)
        complaint = complaint_about(letter, how, shows, answer)
        if letter == "4" and tell(answer) != tell(ask_lost(house, name, how)):
            complaint = complaint or "a 404 that differs from that of no thing at all"
        if shows_too_much(name, answer):
            complaint = "shows the other group’s text"
        complaint = complaint or lacks_a_header(answer) or complaint_about_entries(route, how, answer)
        if reading_left_no_trace(route, how, letter, answer):
            complaint = "shows what is sensitive, and no reading is recorded"
        judged.note(f"{how} as {name}", complaint)


def shown_to(name, route, world, side):
    ids = {thing: getattr(side.things, thing).public_id for thing in ["asked", "unasked"]}
    return route.shows.format(word=side.word, email=getattr(world.people.get(name), "email", "nobody"), **ids)


def reading_left_no_trace(route, how, letter, answer):
    return how == "GET" and letter in "of" and shows_what_is_sensitive(route) and "audit_entry" not in answer.wrote


def shows_what_is_sensitive(route):
    """The fire service may read it, and a venue, an observer and whoever is not cleared may not."""
    cells = cells_of(route.cells)
    kept_from = "".join(cells[name] for name in ["venue", "observer", "unconfirmed", "not_undertaken"])
    return cells["fire"] in "of3" and set(kept_from) <= set("hw")


ADDRESSES = list({(route.name, route.how, route.thing): route for route in ROUTES if route.thing}.values())


@pytest.mark.access
@pytest.mark.parametrize("route", ADDRESSES, ids=lambda route: f"{route.how} {route.name} {route.thing}")
def test_other_group_and_nothing_answer_alike(house, judged, route):
    """Byte for byte, headers too: what is hidden outside a group, and what never was."""
    other = house.world.other
    for name in [name for name in [*PERSONAS, *LIKE] if name not in SIGNED_OUT | SEES_EASTMERE]:
        for how in ways(route):
            body = body_of(route, other)
            answer = ask(house, name, how, address_of(route, other), body)
            nothing = ask_nowhere(house, name, route, how, body)
            complaint = complaint_about("4", how, CANARY, answer) or shows_too_much(name, answer)
            judged.note(f"{how} as {name}", complaint)
            judged.note(
                f"{how} of nothing as {name}",
                complaint_about("4", how, CANARY, nothing) or (tell(answer) != tell(nothing) and "tells them apart"),
            )
    assert judged.wrong == {}


# Routes: completeness -------------------------------------------------------------------------------------------------


def named_urls(patterns=None, space=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from named_urls(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def test_every_address_of_the_service_has_a_line(record_property):
    lines = {route.name for route in ROUTES} | set(PUBLIC) | set(ALLAUTH)
    record_property("routes", len(set(named_urls()) - lines))
    assert sorted(set(named_urls())) == sorted(lines)


def test_every_address_opens_to_somebody_and_not_to_everybody():
    """Over all lines of an address: a person who gets content or does it, and one who does not."""
    letters = {}
    for route in ROUTES:
        letters.setdefault(route.name, set()).update(route.cells.replace(" ", ""))
    del letters["groups:terms_begin"]  # this world has a draft; tests/groups/test_terms_agreement.py begins one
    assert [name for name, seen in letters.items() if not seen & set("orf") or not seen & set("s24")] == []


# Addresses that ask nobody who they are -------------------------------------------------------------------------------

LETTERS = {HTTPStatus.OK: "o", HTTPStatus.NOT_FOUND: "4", HTTPStatus.FOUND: "r"}


def plain_letter(house, persona, name):
    how = "POST" if name in BUTTONS else "GET"
    answer = ask(house, persona, how, reverse(name, args=ARGUMENTS.get(name, [])), BUTTON)
    assert not shows_too_much(persona, answer)
    assert answer.wrote <= MAY_WRITE_WHEN_READING
    return letter_of_redirect(answer, "GET") if answer.url else LETTERS.get(answer.status, str(answer.status))


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_open_to_everybody(house, name):
    assert {persona: plain_letter(house, persona, name) for persona in PERSONAS} == dict.fromkeys(
        PERSONAS, PUBLIC[name]
    )


@pytest.mark.parametrize("name", ALLAUTH)
def test_pages_of_signing_in(house, name):
    letters = [plain_letter(house, persona, name) for persona in ["anonymous", "half", "planner"]]
    assert " ".join(letters) == ALLAUTH[name]


# Reading --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STATES)
def test_states_of_the_record_are_read_by_those_whom_the_policy_lets(house, name):
    thing, expected = getattr(house.world.things, name), cells_of(STATES[name])
    readers = [
        persona
        for persona in list(PERSONAS)[2:]
        if type(thing).objects.visible_to(house.world.people[persona]).filter(pk=thing.pk).exists()
    ]
    assert readers == [persona for persona, cell in expected.items() if cell == "x"]


def test_entries_are_read_by_those_whom_the_policy_lets(house):
    wrong = []
    people = {name: house.world.people[name] for name in list(PERSONAS)[2:]}
    for (audience, marking), cells in READING.items():
        with case():
            entry = entry_for(house.world, people.values(), audience, marking)
            expected = cells_of(cells)
            for name, person in people.items():
                reads = MinuteEntry.objects.visible_to(person).filter(pk=entry.pk).exists()
                if reads != (expected[name] == "x"):
                    wrong.append((name, audience, marking, reads))
    assert wrong == []


def entry_for(world, people, audience, marking):
    entry = make_entry(world, world.things.held_item, 99, "entry", audience=audience, marking=marking)
    for person in people:
        if audience == "named":
            grant(entry, entry.readers.model, "meetings.view_minuteentry", person, world.people["grantor"])
    return entry
