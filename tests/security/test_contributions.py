"""What a seat puts in is for its readers, and only the hat that holds the seat writes it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry as AuditEntry
from groups.models import Deputyship, Membership
from groups.sensitivity import can_read
from meetings.models import AgendaItem, Contribution
from meetings.updates import filed_lately
from tests.world import make_seat
from tests.world_invited import nominate
from tests.world_meetings import RESTRICTED, make_action, make_contribution

OPEN = {"marking": "official", "audience": "everyone"}


def address_of(item):
    return reverse("meetings:contribution_write", args=[item.public_id])


def test_unconfirmed_deputy_does_not_read_what_the_member_marked_sensitive(signed_in, world):
    Contribution.objects.filter(pk=world.things.contribution.pk).update(**RESTRICTED)
    deputy = signed_in(world.people["deputy"])
    agenda = reverse("meetings:meeting_detail", args=[world.things.meeting.public_id])
    confirmed = [deputy.get(address_of(world.things.item)), deputy.get(agenda)]

    Deputyship.objects.filter(user=world.people["deputy"]).update(confirmed_by=None)
    pages = [deputy.get(address_of(world.things.item)), deputy.get(agenda)]

    assert all("Westhaven open update" in page.content.decode() for page in confirmed)
    assert [page.status_code for page in pages] == [403, 200]
    assert not any("Westhaven open update" in page.content.decode() for page in pages)


def test_its_author_reads_it_though_the_seat_is_not_confirmed(signed_in, world):
    Membership.objects.filter(pk=world.seats["planner"].pk).update(confirmed_by=None)
    Contribution.objects.filter(pk=world.things.contribution.pk).update(**RESTRICTED)

    page = signed_in(world.people["planner"]).get(address_of(world.things.item))

    assert "Westhaven open update" in page.content.decode()


def test_powerless_deputy_with_a_seat_of_their_own_does_not_write_for_the_chair(signed_in, world):
    AgendaItem.objects.filter(pk=world.things.item.pk).update(owner=world.seats["chair"])
    Deputyship.objects.filter(user=world.people["powerless_deputy_of_chair"]).update(user=world.people["fire"])
    typed = {"text": "Put in the chair's mouth", "edition": "1", "do": "file", **OPEN}

    answers = {
        who: signed_in(world.people[who]).post(address_of(world.things.item), typed) for who in ["fire", "chair"]
    }

    assert {who: answer.status_code for who, answer in answers.items()} == {"fire": 403, "chair": 302}


def test_powerless_deputy_is_owed_nothing_of_the_chair(signed_in, world):
    AgendaItem.objects.filter(pk=world.things.threat.pk).update(owner=world.seats["chair"])
    Deputyship.objects.filter(user=world.people["powerless_deputy_of_chair"]).update(user=world.people["fire"])

    pages = {who: signed_in(world.people[who]).get(reverse("meetings:updates_owed")) for who in ["fire", "chair"]}

    assert "Westhaven threat" in pages["chair"].content.decode()
    assert "Westhaven threat" not in pages["fire"].content.decode()


def test_title_of_an_item_withheld_later_is_gone_from_what_one_put_in(signed_in, world):
    make_contribution(world, world.things.threat, "fire", "filed by the fire service", **RESTRICTED)
    browser = signed_in(world.people["fire"])
    before = browser.get(reverse("meetings:updates_owed")).content.decode()

    AgendaItem.objects.filter(pk=world.things.threat.pk).update(audience="authority")

    assert "Westhaven threat" in before
    assert "Westhaven threat" not in browser.get(reverse("meetings:updates_owed")).content.decode()


def test_reading_what_is_owed_and_put_in_is_recorded_for_the_group(signed_in, world):
    put_in = make_contribution(world, world.things.threat, "fire", "filed", **RESTRICTED)

    for who in ["adviser", "fire"]:
        signed_in(world.people[who]).get(reverse("meetings:updates_owed"))

    entries = AuditEntry.objects.filter(kind="reading").order_by("pk")
    item = world.things.threat.public_id
    assert [(entry.group, entry.detail["read"]) for entry in entries] == [
        (world.group.public_id, [item]),
        (world.group.public_id, sorted([item, put_in.public_id])),
    ]


def test_title_of_an_item_stays_out_of_message_session_and_title_of_the_page(signed_in, world):
    browser = signed_in(world.people["adviser"])
    page = browser.get(address_of(world.things.threat)).content.decode()

    browser.post(address_of(world.things.threat), {"text": "Said", "edition": "0", "do": "file", **RESTRICTED})

    assert "Westhaven threat" in page
    assert "Westhaven threat" not in page.partition("</title>")[0]
    assert "Item 2: filed" in str(browser.session["_messages"])
    assert "Westhaven threat" not in str(dict(browser.session))


def reads(person, thing):
    """In Python and in SQL."""
    listed = type(thing).objects.visible_to(person).filter(pk=thing.pk).exists()
    assert can_read(person, thing) == listed
    return listed


@pytest.mark.parametrize("kind", ["contribution", "action"])
def test_author_reads_their_own_though_it_is_for_others_while_they_sit_there(world, kind):
    venue, like_them = world.people["venue"], world.people["superuser_member"]
    if kind == "contribution":
        thing = make_contribution(world, world.things.item, "venue", "of the venue", **RESTRICTED)
    else:
        thing = make_action(world, 9, "chair", "of the venue", raised_by=venue, **RESTRICTED)
    assert (reads(venue, thing), reads(like_them, thing)) == (True, False)

    Membership.objects.filter(user=venue).update(ends_at=timezone.now())
    make_seat(world.sibling, "venue_elsewhere", "member", "council", person=venue)
    assert not reads(venue, thing)


def test_office_is_no_seat_from_which_an_author_reads_their_own(world):
    senior_owner = world.people["senior_owner"]
    thing = make_action(world, 9, "chair", "of the senior owner", raised_by=senior_owner, **RESTRICTED)
    assert not reads(senior_owner, thing)


def test_whoever_is_sent_to_a_meeting_reads_their_own_there_and_nowhere_else(world):
    sent = nominate(world, "sent", "planner", "venue").user
    there = world.things.contribution
    Contribution.objects.filter(pk=there.pk).update(author=sent, **RESTRICTED)
    elsewhere = make_action(world, 9, "chair", "what they raised", raised_by=sent, **RESTRICTED)
    assert reads(sent, Contribution.objects.get(pk=there.pk))
    assert not reads(sent, elsewhere)


def test_what_was_filed_is_listed_for_those_who_read_it(world):
    """A deputy whom nobody confirmed reads the item, and not what the member marked sensitive."""
    Contribution.objects.filter(pk=world.things.contribution.pk).update(**RESTRICTED)
    deputy = world.people["deputy"]
    assert filed_lately(deputy) == [world.things.contribution]
    Deputyship.objects.filter(user=deputy).update(confirmed_by=None)
    assert filed_lately(User.objects.get(pk=deputy.pk)) == []
