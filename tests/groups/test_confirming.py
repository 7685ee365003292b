"""Nobody lets themselves in: a third person inside the group confirms person, organisation and role."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from groups.models import Deputyship, Membership
from tests.groups.pages import changes, errors_of
from tests.world import make_deputy, make_person, make_seat


def address(seat):
    return reverse("groups:membership_confirm", args=[seat.public_id])


def deputy_address(deputyship):
    return reverse("groups:deputyship_confirm", args=[deputyship.public_id])


def as_posted(seat):
    return {"role": seat.role}


@pytest.mark.parametrize("persona", ["chair", "secretary", "secretary_and_administrator"])
def test_chair_or_secretary_confirms_a_seat(signed_in, world, persona):
    seat = world.seats["unconfirmed"]

    response = signed_in(world.people[persona]).post(address(seat), as_posted(seat))

    seat.refresh_from_db()
    assert response.status_code == 302
    assert seat.confirmed_by == world.people[persona]
    assert seat.confirmed_at is not None
    assert changes(by=world.people[persona]) == [("membership confirmed", seat.public_id)]


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("administrator", 403),
        ("senior_owner", 403),
        ("deputy_chair", 403),
        ("planner", 403),
        ("unconfirmed", 403),
        ("observer", 403),
        ("superuser_member", 403),
        ("powerless_deputy_of_chair", 404),
        ("auditor", 404),
        ("operator", 404),
        ("stranger", 404),
        ("sibling", 404),
    ],
)
def test_nobody_else_confirms(signed_in, world, persona, status):
    seat = world.seats["unconfirmed"]
    client = signed_in(world.people[persona])

    assert client.get(address(seat)).status_code == status
    assert client.post(address(seat), as_posted(seat)).status_code == status
    seat.refresh_from_db()
    assert seat.confirmed_by is None


def test_page_says_person_organisation_and_role(signed_in, world):
    page = signed_in(world.people["chair"]).get(address(world.seats["unconfirmed"])).content.decode()

    for said in [
        "Westhaven Unconfirmed",
        "westhaven.unconfirmed@westhaven.example",
        "Westhaven City Council",
        "Member",
    ]:
        assert said in page


def test_confirmed_seat_opens_what_its_audience_may_read(signed_in, world):
    seat, client = world.seats["unconfirmed"], signed_in(world.people["unconfirmed"])
    items = reverse("groups:standing_item_list", args=[world.group.public_id])

    assert "Westhaven threat" not in client.get(items).content.decode()
    signed_in(world.people["chair"]).post(address(seat), as_posted(seat))
    assert "Westhaven threat" in client.get(items).content.decode()


def test_who_gave_the_seat_does_not_confirm_it(signed_in, world):
    seat = world.seats["unconfirmed"]
    Membership.objects.filter(pk=seat.pk).update(granted_by=world.people["secretary"])

    response = signed_in(world.people["secretary"]).post(address(seat), as_posted(seat))

    assert errors_of(response) == [
        "You gave Westhaven Unconfirmed this place, so another chair or secretary confirms it"
    ]
    seat.refresh_from_db()
    assert seat.confirmed_by is None
    assert signed_in(world.people["chair"]).post(address(seat), as_posted(seat)).status_code == 302


def test_nobody_confirms_themselves(signed_in, world):
    """The chair's own seat, once a second seat of theirs gives the right to confirm."""
    seat = make_seat(world, "second_chair", "chair", "council", confirmed=False)
    make_deputy(world, "stands_in", "secretary", "council")
    Deputyship.objects.filter(name="Westhaven Stands In").update(user=seat.user)

    response = signed_in(seat.user).post(address(seat), as_posted(seat))

    assert errors_of(response) == ["Nobody confirms themselves. Another chair or secretary confirms you"]
    seat.refresh_from_db()
    assert seat.confirmed_by is None


def test_who_stands_in_for_the_member_does_not_confirm_the_seat(signed_in, world):
    seat = world.seats["unconfirmed"]
    make_deputy(world, "stands_in", "unconfirmed", "council")
    Deputyship.objects.filter(name="Westhaven Stands In").update(user=world.people["secretary"])

    response = signed_in(world.people["secretary"]).post(address(seat), as_posted(seat))

    assert errors_of(response) == [
        "You stand in for Westhaven Unconfirmed, so another chair or secretary confirms the seat"
    ]
    assert signed_in(world.people["chair"]).post(address(seat), as_posted(seat)).status_code == 302


@pytest.mark.parametrize("role", ["chair", "", "x" * 50])
def test_only_the_role_that_was_looked_at_is_confirmed(signed_in, world, role):
    seat = world.seats["unconfirmed"]

    response = signed_in(world.people["chair"]).post(address(seat), {"role": role, "more": "1"})

    assert errors_of(response) == [
        "The seat was changed while you were looking at it. Look at it again before you confirm it"
    ]
    seat.refresh_from_db()
    assert seat.confirmed_by is None


def test_confirmed_seat_is_not_confirmed_again(signed_in, world):
    seat = world.seats["planner"]

    response = signed_in(world.people["chair"]).post(address(seat), as_posted(seat))

    assert errors_of(response) == ["Westhaven Planner is confirmed already"]
    seat.refresh_from_db()
    assert seat.confirmed_by == world.people["confirmer"]


def test_senior_owner_confirms_while_there_is_no_confirmed_chair_or_secretary(signed_in, world):
    seat, client = world.seats["unconfirmed"], signed_in(world.people["senior_owner"])

    assert client.post(address(seat), as_posted(seat)).status_code == 403
    world.group.memberships.filter(role__in=["chair", "secretary"]).update(confirmed_by=None)
    assert client.post(address(seat), as_posted(seat)).status_code == 302
    seat.refresh_from_db()
    assert seat.confirmed_by == world.people["senior_owner"]


def test_unconfirmed_chair_confirms_nobody(signed_in, world):
    make_seat(world, "new_chair", "chair", "council", confirmed=False)
    seat = world.seats["unconfirmed"]

    assert signed_in(world.people["new_chair"]).post(address(seat), as_posted(seat)).status_code == 403


# Deputies -------------------------------------------------------------------------------------------------------------


def test_secretary_confirms_a_deputy(signed_in, world):
    deputyship = make_deputy(world, "new_deputy", "planner", "council", confirmed=False)

    response = signed_in(world.people["secretary"]).post(deputy_address(deputyship))

    deputyship.refresh_from_db()
    assert response.status_code == 302
    assert deputyship.confirmed_by == world.people["secretary"]
    assert changes(by=world.people["secretary"]) == [("deputy confirmed", deputyship.public_id)]


@pytest.mark.parametrize(
    ("persona", "status"),
    [("administrator", 403), ("planner", 403), ("deputy", 403), ("auditor", 404), ("stranger", 404)],
)
def test_nobody_else_confirms_a_deputy(signed_in, world, persona, status):
    deputyship = make_deputy(world, "new_deputy", "planner", "council", confirmed=False)
    client = signed_in(world.people[persona])

    assert client.get(deputy_address(deputyship)).status_code == status
    assert client.post(deputy_address(deputyship)).status_code == status
    deputyship.refresh_from_db()
    assert deputyship.confirmed_by is None


def test_who_appointed_a_deputy_does_not_confirm_them(signed_in, world):
    deputyship = make_deputy(world, "new_deputy", "chair", "council", confirmed=False)
    Deputyship.objects.filter(pk=deputyship.pk).update(granted_by=world.people["chair"])

    response = signed_in(world.people["chair"]).post(deputy_address(deputyship))

    assert errors_of(response) == [
        "You gave Westhaven New Deputy this place, so another chair or secretary confirms it"
    ]
    assert signed_in(world.people["secretary"]).post(deputy_address(deputyship)).status_code == 302


# The database keeps it too --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["the person", "who gave it", "nobody knows when"])
@pytest.mark.parametrize("model", [Membership, Deputyship])
def test_database_refuses_a_confirmation_that_is_none(world, model, who):
    place = {Membership: world.seats["planner"], Deputyship: world.things.deputyship}[model]
    third = make_person("third")
    by = {"the person": place.user, "who gave it": place.granted_by, "nobody knows when": third}[who]
    at = None if who == "nobody knows when" else timezone.now()

    with pytest.raises(IntegrityError, match="is_confirmed_by_a_third"), transaction.atomic():
        model.objects.filter(pk=place.pk).update(confirmed_by=by, confirmed_at=at)
    assert model.objects.filter(pk=place.pk).update(confirmed_by=third, confirmed_at=timezone.now()) == 1


@pytest.mark.parametrize("model", [Membership, Deputyship])
def test_database_refuses_a_place_that_one_gave_oneself(world, model):
    place = {Membership: world.seats["planner"], Deputyship: world.things.deputyship}[model]

    with pytest.raises(IntegrityError, match="is_granted_by_another"), transaction.atomic():
        model.objects.filter(pk=place.pk).update(granted_by=place.user)
