"""A guest on one item: that item whatever its audience, until the minutes are approved; nothing else."""

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import Entry as AuditEntry
from groups.sensitivity import can_read
from meetings import services
from meetings.models import AgendaItem, ItemReader
from tests.world import accept


def status(browser, name, thing):
    return browser.get(reverse(name, args=[thing.public_id])).status_code


def invite(browser, world, item, organisation="police", **fields):
    typed = {
        "name": "Gus Guest",
        "email": "gus@elsewhere.example",
        "organisation": world.organisations[organisation].public_id,
        "reason": "He knows the site",
        **fields,
    }
    return browser.post(reverse("meetings:guest_invite", args=[item.public_id]), typed)


@pytest.fixture
def guest(signed_in, world):
    invite(signed_in(world.people["secretary"]), world, world.things.threat)
    return User.objects.get(email="gus@elsewhere.example")


def test_guest_reads_the_item_after_the_undertaking_and_nothing_else(signed_in, world, guest):
    browser = signed_in(guest)
    before = status(browser, "meetings:item_detail", world.things.threat)
    home = browser.get(reverse("overview:home")).content.decode()
    accept(world, guest)

    page = browser.get(reverse("meetings:item_detail", args=[world.things.threat.public_id])).content.decode()

    assert before == 404
    assert "You are a guest on item 2" in home
    assert "Accept the handling undertaking" in home
    assert "Westhaven threat" in page
    assert "Westhaven Guildhall" in page
    for name, thing in [
        ("meetings:meeting_detail", world.things.meeting),
        ("meetings:item_detail", world.things.item),
        ("overview:group_detail", world.group),
        ("actions:action_plan", world.group),
        ("groups:member_list", world.group),
        ("meetings:minutes_detail", world.things.minutes),
        ("meetings:entry_edit", world.things.entry),
    ]:
        assert status(browser, name, thing) == 404, name


def test_reading_by_a_guest_is_recorded(signed_in, world, guest):
    accept(world, guest)

    signed_in(guest).get(reverse("meetings:item_detail", args=[world.things.threat.public_id]))

    [reading] = AuditEntry.objects.filter(actor=guest.public_id, kind="reading")
    assert (reading.target, reading.group) == (world.things.threat.public_id, world.group.public_id)


def test_guest_does_nothing_to_the_item(signed_in, world, guest):
    accept(world, guest)
    browser = signed_in(guest)

    for name in ["item_edit", "item_readers", "guest_invite", "contribution_write", "entry_add"]:
        assert status(browser, f"meetings:{name}", world.things.threat) == 403, name


def test_guest_of_a_venue_waits_for_a_second_person(signed_in, world):
    secretary, chair = signed_in(world.people["secretary"]), signed_in(world.people["chair"])
    invite(secretary, world, world.things.threat, "venue")
    guest = User.objects.get(email="gus@elsewhere.example")
    accept(world, guest)
    browser, readers = signed_in(guest), reverse("meetings:item_readers", args=[world.things.threat.public_id])
    waiting = status(browser, "meetings:item_detail", world.things.threat)

    secretary.post(readers, {"do": f"agree:{guest.public_id}"})
    still = status(browser, "meetings:item_detail", world.things.threat)
    chair.post(readers, {"do": f"agree:{guest.public_id}"})

    assert (waiting, still) == (404, 404)
    assert status(browser, "meetings:item_detail", world.things.threat) == 200
    assert ItemReader.objects.get(user=guest).agreed_by == world.people["chair"]


def test_second_person_refuses(signed_in, world):
    invite(signed_in(world.people["secretary"]), world, world.things.threat, "venue")
    guest = User.objects.get(email="gus@elsewhere.example")

    readers = reverse("meetings:item_readers", args=[world.things.threat.public_id])
    signed_in(world.people["chair"]).post(readers, {"do": f"refuse:{guest.public_id}"})

    assert not ItemReader.objects.filter(user=guest).exists()


def test_invitation_ends_with_the_next_request_when_it_is_taken_back(signed_in, world, guest):
    accept(world, guest)
    browser = signed_in(guest)
    assert status(browser, "meetings:item_detail", world.things.threat) == 200

    signed_in(world.people["chair"]).post(
        reverse("meetings:guest_end", args=[world.things.threat.public_id]), {"person": guest.public_id}
    )

    assert status(browser, "meetings:item_detail", world.things.threat) == 404


def test_it_ends_when_the_minutes_are_approved(signed_in, world):
    invite(signed_in(world.people["secretary"]), world, world.things.held_item)
    browser = signed_in(User.objects.get(email="gus@elsewhere.example"))
    before = status(browser, "meetings:item_detail", world.things.held_item)

    services.approve_minutes(minutes=world.things.minutes, by=world.people["chair"])

    assert (before, status(browser, "meetings:item_detail", world.things.held_item)) == (200, 404)


def test_end_of_somebody_s_seat_leaves_the_guests(signed_in, world, guest):
    signed_in(world.people["secretary"]).post(
        reverse("groups:membership_end", args=[world.seats["fire"].public_id]), {"": ""}
    )

    assert ItemReader.objects.filter(user=guest).exists()


def test_closed_account_is_a_guest_no_longer(world, guest):
    accept(world, guest)
    assert can_read(guest, AgendaItem.objects.get(pk=world.things.threat.pk))

    User.objects.filter(pk=guest.pk).update(is_active=False)

    assert not can_read(guest, AgendaItem.objects.get(pk=world.things.threat.pk))
    assert list(AgendaItem.objects.visible_to(guest)) == []


def test_nobody_invites_themselves_and_a_reason_is_asked_for(signed_in, world):
    browser = signed_in(world.people["secretary"])

    own = invite(browser, world, world.things.item, email=world.people["secretary"].email).content.decode()
    bare = invite(browser, world, world.things.item, reason="").content.decode()
    invite(browser, world, world.things.item)
    twice = invite(browser, world, world.things.item).content.decode()

    assert "Nobody invites themselves" in own
    assert "Enter why they are invited" in bare
    assert "This person is a guest on the item already" in twice


@pytest.mark.parametrize("who", ["planner", "adviser", "observer", "administrator"])
def test_only_those_who_lead_invite_guests(signed_in, world, who):
    assert status(signed_in(world.people[who]), "meetings:guest_invite", world.things.item) == 403


def test_member_as_guest_reads_an_item_that_is_withheld_from_their_seat(signed_in, world):
    venue = world.people["venue"]
    invite(signed_in(world.people["secretary"]), world, world.things.threat, "police", email=venue.email)

    page = signed_in(venue).get(reverse("meetings:meeting_detail", args=[world.things.meeting.public_id]))

    assert "Westhaven threat" in page.content.decode()
