"""What the services refuse by themselves: forms ask first, but the rule does not live in them."""

import pytest
from django.core.exceptions import ValidationError

from groups import services
from groups.models import Membership, Organisation, StandingItem


def refusal(service, **arguments):
    with pytest.raises(ValidationError) as caught:
        service(**arguments)
    return caught.value.messages


def invited(world, **changed):
    return {
        "group": world.group,
        "by": world.people["secretary"],
        "name": "Jo",
        "email": "jo@estuary.example",
        "role": "member",
        "organisation": world.organisations["fire"],
        **changed,
    }


def test_nobody_is_given_a_seat_by_themselves(world):
    own = invited(world, email=world.people["secretary"].email.upper())

    assert refusal(services.invite_member, **own) == [
        "You cannot give yourself a seat. Ask another administrator, the chair or the secretary"
    ]
    assert services.invite_member(**invited(world)).user.email == "jo@estuary.example"


def test_nobody_gives_their_own_seat_another_role(world):
    seat = world.seats["secretary"]

    assert refusal(services.change_membership, membership=seat, by=seat.user, role="chair", areas=[]) == [
        "Nobody changes the role of a seat that they sit in. Ask another chair, secretary or administrator"
    ]
    services.change_membership(membership=seat, by=world.people["chair"], role="member", areas=[])
    assert Membership.objects.get(pk=seat.pk).role == "member"


@pytest.mark.parametrize("kind", ["authority", "police", "fire", "ambulance", "statutory"])
def test_authority_keeps_no_organisation_of_a_statutory_kind(world, kind):
    added = {"authority": world.authority, "by": world.people["administrator"], "name": "Harbour Police"}

    assert refusal(services.add_organisation, kind=kind, **added) == [
        "Choose a business forum, a venue or another organisation"
    ]
    assert not Organisation.objects.filter(name="Harbour Police").exists()
    services.add_organisation(kind="other", **added)
    assert Organisation.objects.get(name="Harbour Police").kept_by == world.authority


@pytest.mark.parametrize("seat", ["venue", "observer", "unconfirmed", "not_undertaken"])
def test_standing_item_is_not_given_to_a_seat_that_could_not_read_it(world, seat):
    fields = {"title": "Threat", "marking": "official_sensitive", "audience": "statutory"}
    says = [
        f"{world.seats[seat].name} could not read this. Choose somebody else, or change its marking or who may read it"
    ]
    secretary, item = world.people["secretary"], world.things.standing_restricted

    added = refusal(services.add_standing_item, group=world.group, by=secretary, owner=world.seats[seat], **fields)
    changed = refusal(
        services.change_standing_item, standing_item=item, by=secretary, owner=world.seats[seat], title="Threat"
    )

    assert (added, changed) == (says, says)
    item = services.add_standing_item(group=world.group, by=secretary, owner=world.seats["fire"], **fields)
    assert StandingItem.objects.get(pk=item.pk).owner == world.seats["fire"]


@pytest.mark.parametrize("service", ["change_membership", "confirm_membership", "end_membership"])
def test_seat_that_has_ended_stays_as_it_was(world, service):
    more = {"role": "chair", "areas": []} if service == "change_membership" else {}

    says = refusal(getattr(services, service), membership=world.seats["ended"], by=world.people["secretary"], **more)

    assert says == ["This seat has ended"]


def test_deputyship_that_has_ended_stays_as_it_was(world):
    services.end_deputyship(deputyship=world.things.deputyship, by=world.people["secretary"])

    for service in [services.confirm_deputyship, services.end_deputyship]:
        says = refusal(service, deputyship=world.things.deputyship, by=world.people["secretary"])
        assert says == ["This deputy no longer stands in for the member"]
