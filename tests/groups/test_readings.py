"""Who has read what: from the audit trail, for those who lead, and never more of a thing than its kind and number."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from audit.models import Entry, Kind
from audit.services import entry_of, record_reading
from groups.readings import readings_of, spoken_in
from tests.databases import asked_in
from tests.world import CANARY, make_seat

MOST_QUERIES = 12


def address(world, **asked):
    path = reverse("groups:reading_list", args=[world.group.public_id])
    return path + ("?" + "&".join(f"{name}={value}" for name, value in asked.items()) if asked else "")


def read(world, name, page, thing=None):
    """This person opens a page on which there is something OFFICIAL-SENSITIVE."""
    shown = thing or world.things.restricted_entry
    record_reading(by=world.people[name], session_key=f"{name}{Entry.objects.count()}", page=page, shown=[shown])


@pytest.fixture
def listed(signed_in, world):
    def listed(who="chair", **asked):
        return signed_in(world.people[who]).get(address(world, **asked))

    return listed


def rows(response):
    return [(reading.name, reading.words) for reading in response.context["readings"]]


@pytest.mark.parametrize("who", ["chair", "deputy_chair", "secretary"])
def test_those_who_lead_see_who_has_read_what_newest_first(world, listed, who):
    read(world, "planner", world.things.minutes)
    read(world, "fire", world.things.restricted_action, world.things.restricted_action)

    response = listed(who)

    assert rows(response) == [("Westhaven Fire", "action 2"), ("Westhaven Planner", "the minutes of meeting 1")]
    assert "2 of 14 members have read something that is recorded" in " ".join(response.content.decode().split())


def test_opening_the_page_itself_leaves_a_reading_that_stands_there(signed_in, world, listed):
    signed_in(world.people["planner"]).get(reverse("meetings:minutes_detail", args=[world.things.minutes.public_id]))

    assert rows(listed()) == [("Westhaven Planner", "the minutes of meeting 1")]


def test_each_kind_of_thing_is_spoken_of_by_its_kind_and_number(world, listed):
    things = world.things
    pages = [
        world.group,
        things.standing_restricted,
        things.restricted_action,
        things.meeting,
        things.threat,
        things.minutes,
        things.restricted_entry,
    ]
    for page in pages:
        read(world, "planner", page)

    assert [words for _name, words in rows(listed())][::-1] == [
        "the group’s own pages",
        "standing item 2",
        "action 2",
        "the agenda of meeting 2",
        "item 2 of meeting 2",
        "the minutes of meeting 1",
        "paragraph 3 of the minutes of meeting 1",
    ]


def test_nothing_of_the_words_of_a_thing_is_on_the_page(world, listed):
    for page in [world.things.restricted_entry, world.things.named_entry, world.things.threat, world.things.minutes]:
        read(world, "secretary", page)

    page = listed("deputy_chair").content.decode()

    for words in ["restricted entry", "named entry", "Westhaven threat", "Guildhall"]:
        assert words not in page
    assert "OFFICIAL-SENSITIVE <span>" not in page  # the page itself is OFFICIAL


def test_heading_says_how_many_members_have_read_a_thing_and_who_has_not(world, listed):
    for name in ["planner", "planner", "fire", "administrator"]:
        read(world, name, world.things.minutes)
    read(world, "chair", world.things.restricted_action)

    response = listed(thing=world.things.minutes.public_id)

    assert "2 of 14 members have read the minutes of meeting 1" in " ".join(response.content.decode().split())
    not_yet = {member.name for member in response.context["not_yet"]}
    assert len(not_yet) == 12
    assert {"Westhaven Chair", "Westhaven Venue"} <= not_yet
    assert "Westhaven Planner" not in not_yet


def test_one_person_alone_and_one_thing_alone(world, listed):
    read(world, "planner", world.things.minutes)
    read(world, "planner", world.things.restricted_action)
    read(world, "fire", world.things.minutes)
    planner, minutes = world.people["planner"].public_id, world.things.minutes.public_id

    assert rows(listed(person=planner)) == [
        ("Westhaven Planner", "action 2"),
        ("Westhaven Planner", "the minutes of meeting 1"),
    ]
    assert [name for name, _words in rows(listed(thing=minutes))] == ["Westhaven Fire", "Westhaven Planner"]
    assert rows(listed(person=planner, thing=minutes)) == [("Westhaven Planner", "the minutes of meeting 1")]
    assert "What Westhaven Planner has read" in listed(person=planner).content.decode()


def test_document_that_was_taken_stands_there_and_a_change_does_not(world, listed):
    for kind, verb in [(Kind.EXPORT, "document taken"), (Kind.CHANGE, "terms put"), (Kind.SIGN_IN, "signed in")]:
        entry_of(by=world.people["fire"], verb=verb, target=world.things.terms, kind=kind).save()

    [reading] = listed().context["readings"]
    assert (reading.words, reading.taken) == ("the terms of reference 0.1", True)


def test_another_group_is_not_told_of(world, listed):
    read(world.other, "planner", world.other.things.minutes)
    read(world.sibling, "sibling", world.group, world.things.threat)
    theirs = world.other.things.minutes.public_id

    page = listed(thing=theirs).content.decode()

    assert [name for name, _words in rows(listed())] == ["Sibling.Sibling"]  # who read something of this group
    assert "minutes of meeting" not in page
    assert CANARY not in page + listed().content.decode()
    assert theirs not in spoken_in(world.group, [theirs])  # without the wall's help


@pytest.mark.parametrize(
    ("who", "status"),
    [("planner", 403), ("adviser", 403), ("observer", 403), ("administrator", 403), ("senior_owner", 403)]
    + [("auditor", 404), ("operator", 404), ("stranger", 404), ("ended", 404), ("sibling", 404)],
)
def test_nobody_else_sees_who_read(listed, who, status):
    assert listed(who).status_code == status


def test_fifty_at_a_time(world, listed):
    for _ in range(51):
        read(world, "planner", world.things.minutes)

    first, second = listed(), listed(page=2)

    assert (len(first.context["readings"]), len(second.context["readings"])) == (50, 1)
    assert (first.context["older"], second.context["older"]) == (2, 0)
    assert "Older" in first.content.decode()
    assert "Newer" in second.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 400, "7"])
def test_any_page_of_the_address_answers(world, listed, page):
    assert listed(page=page).status_code == 200


def test_page_takes_as_many_queries_for_many_readings_as_for_few(
    signed_in, world, django_assert_max_num_queries, django_assert_num_queries
):
    client = signed_in(world.people["chair"])
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(address(world))
    for number in range(20):
        make_seat(world, f"more{number}", "member", "council")
        read(world, f"more{number}", world.things.minutes)
        read(world, f"more{number}", world.things.threat)

    with django_assert_num_queries(len(asked_in(few))):
        assert len(client.get(address(world)).context["readings"]) == 40


# Of one thing ---------------------------------------------------------------------------------------------------------


def test_readings_of_a_thing_name_each_reader_once_with_the_latest_wherever_it_stood(world):
    entry = world.things.restricted_entry
    read(world, "planner", world.things.minutes)
    read(world, "fire", entry)
    read(world, "planner", entry)
    read(world, "chair", world.things.restricted_action, world.things.restricted_action)
    Entry(**_fields_of(world, "adviser", entry), at=Now() - timedelta(days=3)).save()

    assert [reading.name for reading in readings_of(entry)][2:] == ["Westhaven Adviser"]
    assert {reading.name for reading in readings_of(entry)[:2]} == {"Westhaven Fire", "Westhaven Planner"}
    assert [reading.name for reading in readings_of(world.things.restricted_action)] == ["Westhaven Chair"]
    assert readings_of(world.things.threat) == []


def _fields_of(world, name, thing):
    entry = entry_of(by=world.people[name], verb="read", target=thing, kind=Kind.READING, session="s", seen="s")
    return {
        field.name: getattr(entry, field.name)
        for field in Entry._meta.concrete_fields
        if field.name not in ("id", "at")
    }


def test_readings_of_a_thing_say_nothing_of_the_same_address_in_another_group(world):
    read(world.other, "planner", world.other.things.restricted_entry)

    assert readings_of(world.things.restricted_entry) == []
