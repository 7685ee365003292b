import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from groups.models import Acceptance, Undertaking
from tests.groups.pages import changes, errors_of
from tests.world import CANARY, accept

NEW_TEXT = "New words."


def address(group):
    return reverse("groups:undertaking_accept", args=[group.public_id])


def agreed(world, **changed):
    return {"agreed": "on", "sha256": world.things.undertaking.sha256, **changed}


def new_text(world):
    sha256 = hashlib.sha256(NEW_TEXT.encode()).hexdigest()
    return Undertaking.objects.create(group=world.group, number=2, text=NEW_TEXT, sha256=sha256)


def reads_the_threat_item(client, world):
    page = client.get(reverse("groups:standing_item_list", args=[world.group.public_id])).content.decode()
    return "Westhaven threat" in page


def test_accepting_opens_official_sensitive(signed_in, world):
    person = world.people["not_undertaken"]
    client = signed_in(person)
    assert not reads_the_threat_item(client, world)
    assert world.things.undertaking.text in client.get(address(world.group)).content.decode()

    response = client.post(address(world.group), agreed(world))

    assert response.headers["Location"] == world.group.get_absolute_url()
    [acceptance] = person.acceptances.all()
    assert acceptance.sha256 == world.things.undertaking.sha256
    assert changes(by=person) == [("undertaking accepted", world.things.undertaking.public_id)]
    assert reads_the_threat_item(client, world)


@pytest.mark.parametrize("persona", ["planner", "observer", "prevent", "unconfirmed", "deputy", "superuser_member"])
def test_every_seat_reaches_it(signed_in, world, persona):
    page = signed_in(world.people[persona]).get(address(world.group)).content.decode()

    assert world.things.undertaking.text in page
    assert CANARY not in page


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("administrator", 403),
        ("senior_owner", 403),
        ("auditor", 404),
        ("operator", 404),
        ("ended", 404),
        ("stranger", 404),
    ],
)
def test_who_has_no_seat_accepts_nothing(signed_in, world, persona, status):
    person = world.people[persona]
    before = person.acceptances.count()

    assert signed_in(person).get(address(world.group)).status_code == status
    assert signed_in(person).post(address(world.group), agreed(world)).status_code == status
    assert person.acceptances.count() == before


def test_box_must_be_ticked(signed_in, world):
    response = signed_in(world.people["not_undertaken"]).post(address(world.group), agreed(world, agreed=""))

    assert errors_of(response) == ["Confirm that you have read the undertaking and accept it"]
    assert not world.people["not_undertaken"].acceptances.exists()


@pytest.mark.parametrize("sha256", ["", "forged", "0" * 64])
def test_what_is_accepted_is_what_was_read(signed_in, world, sha256):
    response = signed_in(world.people["not_undertaken"]).post(address(world.group), agreed(world, sha256=sha256))

    assert errors_of(response) == ["The words of the undertaking have changed. Read them again before you accept them"]
    assert not world.people["not_undertaken"].acceptances.exists()


def test_new_words_are_accepted_anew(signed_in, world):
    client = signed_in(world.people["planner"])
    assert reads_the_threat_item(client, world)

    text = new_text(world)
    assert not reads_the_threat_item(client, world)
    client.post(address(world.group), agreed(world, sha256=text.sha256))

    assert reads_the_threat_item(client, world)


def test_acceptance_holds_for_a_year(signed_in, world):
    person = world.people["not_undertaken"]
    sha256 = world.things.undertaking.sha256
    client = signed_in(person)

    Acceptance.objects.create(person=person, sha256=sha256, at=timezone.now() - timedelta(days=366))
    assert not reads_the_threat_item(client, world)
    Acceptance.objects.create(person=person, sha256=sha256, at=timezone.now() - timedelta(days=364))
    assert reads_the_threat_item(client, world)


def test_groups_with_the_same_words_share_the_acceptance(signed_in, world):
    other = Undertaking.objects.create(
        group=world.other.group, number=2, text="x", sha256=world.things.undertaking.sha256
    )

    assert other.acceptance_of(world.people["planner"]) is not None
    assert other.acceptance_of(world.people["not_undertaken"]) is None


def test_accepting_twice_is_kept_once(signed_in, world):
    person = world.people["planner"]
    before = person.acceptances.count()

    signed_in(person).post(address(world.group), agreed(world))

    assert person.acceptances.count() == before == 1
    assert changes(by=person) == []


@pytest.mark.parametrize(
    "change",
    ["UPDATE groups_acceptance SET at = now()", "DELETE FROM groups_acceptance", "DELETE FROM groups_undertaking"],
)
def test_database_keeps_what_was_accepted(world, change):
    accept(world, world.people["not_undertaken"])

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
