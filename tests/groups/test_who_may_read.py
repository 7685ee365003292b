"""Who may read a thing: the page that says why, opening it with a reason and a second person, and the way out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry as AuditEntry
from groups.models import Membership, Widening
from groups.reading import lines_of
from groups.sensitivity import can_read
from groups.services import set_limits
from meetings.models import AgendaItem
from tests.world_meetings import RESTRICTED

OPEN = {"marking": "official", "audience": "everyone", "handling": ""}


def readers_of(thing):
    return reverse("meetings:item_readers", args=[thing.public_id])


def limits_of(thing):
    thing.refresh_from_db()
    return thing.marking, thing.audience


@pytest.fixture
def threat(world):
    return world.things.threat


def test_page_says_who_reads_it_and_why_and_who_does_not(signed_in, world, threat):
    page = signed_in(world.people["secretary"]).get(readers_of(threat))

    says = {line.name: line.why for line in [*page.context["readers"], *page.context["others"]]}
    assert says["Westhaven Fire"] == "Sits for a statutory partner; confirmed, and has accepted the undertaking"
    assert says["Westhaven Venue"] == "Does not sit for a statutory partner"
    assert says["Westhaven Unconfirmed"] == "Waits to be confirmed"
    assert says["Westhaven Not Undertaken"] == "Has not accepted the handling undertaking of today"
    assert says["Westhaven Observer"] == "Observer: reads only what is for everyone"
    assert "Eastmere" not in page.content.decode()


@pytest.mark.parametrize(
    "thing",
    ["item", "threat", "contribution", "restricted_contribution", "entry", "named_entry", "restricted_entry",
     "decision", "action", "restricted_action", "standing_open", "standing_restricted"],
)  # fmt: skip
def test_page_agrees_with_what_each_person_finds(world, thing):
    thing = getattr(world.things, thing)
    lines = {line.name: line.reads for line in lines_of(thing)}

    for name, seat in world.seats.items():
        if seat.name in lines:
            finds = type(thing).objects.filter(pk=thing.pk).visible_to(seat.user).exists()
            assert (lines[seat.name], can_read(seat.user, thing)) == (finds, finds), name


def test_opening_asks_for_a_reason(signed_in, world, threat):
    browser = signed_in(world.people["secretary"])

    told = browser.post(readers_of(threat), {**RESTRICTED, "audience": "everyone"}).content.decode()

    assert "Enter why more people should read it" in told
    assert limits_of(threat) == ("official_sensitive", "statutory")


def test_opening_to_everyone_waits_for_a_second_person(signed_in, world, threat):
    secretary, chair = signed_in(world.people["secretary"]), signed_in(world.people["chair"])

    secretary.post(readers_of(threat), {**OPEN, "reason": "It is in the press"})
    asked = limits_of(threat)
    secretary.post(readers_of(threat), {"do": "agree"})
    own = limits_of(threat)
    page = chair.get(readers_of(threat)).content.decode()
    needs = [browser.get(reverse("overview:home")).content.decode() for browser in (secretary, chair)]
    chair.post(readers_of(threat), {"do": "agree"})

    assert ["Agree or refuse: who may read item 2" in need for need in needs] == [False, True]
    assert asked == own == ("official_sensitive", "statutory")
    assert "Westhaven Secretary asks to open this to everyone" in page
    assert "It is in the press" in page
    assert limits_of(threat) == ("official", "everyone")
    verbs = (
        AuditEntry.objects.filter(target=threat.public_id, kind="change").order_by("pk").values_list("verb", "actor")
    )
    assert list(verbs) == [
        ("widening asked for", world.people["secretary"].public_id),
        ("who may read it set", world.people["chair"].public_id),
    ]


def test_second_person_refuses_and_nothing_changes(signed_in, world, threat):
    signed_in(world.people["secretary"]).post(readers_of(threat), {**OPEN, "reason": "It is in the press"})

    signed_in(world.people["deputy_chair"]).post(readers_of(threat), {"do": "refuse"})

    assert limits_of(threat) == ("official_sensitive", "statutory")
    assert Widening.objects.get().state == "refused"


def test_wish_is_overtaken_when_the_thing_has_changed_since(signed_in, world, threat):
    chair = signed_in(world.people["chair"])
    signed_in(world.people["secretary"]).post(readers_of(threat), {**OPEN, "reason": "It is in the press"})
    AgendaItem.objects.filter(pk=threat.pk).update(audience="authority")

    told = chair.post(readers_of(threat), {"do": "agree"}, follow=True).content.decode()

    assert "Somebody has changed meanwhile who may read this" in told
    assert limits_of(threat) == ("official_sensitive", "authority")


def test_narrowing_is_done_at_once_and_ends_a_wish(signed_in, world, threat):
    AgendaItem.objects.filter(pk=threat.pk).update(owner=world.seats["chair"])
    browser = signed_in(world.people["secretary"])
    browser.post(readers_of(threat), {**OPEN, "reason": "It is in the press"})

    browser.post(readers_of(threat), {"marking": "official_sensitive", "audience": "authority", "handling": ""})

    assert Widening.objects.get().state == "overtaken"


def test_widening_within_the_statutory_partners_needs_a_reason_and_no_second_person(signed_in, world):
    item = world.things.item
    AgendaItem.objects.filter(pk=item.pk).update(audience="authority")

    signed_in(world.people["secretary"]).post(
        readers_of(item), {"marking": "official", "audience": "statutory", "handling": "", "reason": "Fire asked"}
    )

    assert limits_of(item) == ("official", "statutory")


def test_part_is_never_wider_than_what_it_hangs_on(signed_in, world):
    entry = world.things.restricted_entry
    address = reverse("meetings:entry_readers", args=[entry.public_id])

    told = signed_in(world.people["secretary"]).post(address, {**OPEN, "reason": "Why not"}).content.decode()

    assert "This cannot be for more people than what it belongs to: Statutory partners" in told
    assert limits_of(entry) == ("official_sensitive", "statutory")


def test_action_is_never_wider_than_the_item_that_raised_it(signed_in, world):
    AgendaItem.objects.filter(pk=world.things.held_item.pk).update(audience="authority")
    address = reverse("actions:action_readers", args=[world.things.action.public_id])
    statutory = {"marking": "official", "audience": "statutory", "handling": "", "reason": "Why not"}

    told = signed_in(world.people["secretary"]).post(address, statutory).content.decode()

    assert "This cannot be for more people than what it belongs to: The authority" in told


def test_database_lets_nobody_agree_to_their_own_wish(world, threat):
    secretary = world.people["secretary"]
    widening = set_limits(thing=threat, **OPEN, reason="Why not", by=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Widening.objects.filter(pk=widening.pk).update(state="agreed", answered_by=secretary)


def name(browser, thing, *seats, **fields):
    typed = {"marking": "official", "audience": "named", "readers": [seat.public_id for seat in seats]}
    address = reverse("meetings:entry_readers", args=[thing.public_id])
    return browser.post(address, {**typed, "reason": "Need to know", "handling": "", **fields})


def test_reader_of_a_venue_reads_it_once_a_second_person_has_agreed(signed_in, world):
    entry, venue = world.things.entry, world.people["venue"]
    name(signed_in(world.people["secretary"]), entry, world.seats["venue"], world.seats["chair"])
    entry.refresh_from_db()
    before = can_read(venue, entry)

    address = reverse("meetings:entry_readers", args=[entry.public_id])
    signed_in(world.people["chair"]).post(address, {"do": f"agree:{venue.public_id}"})

    assert (before, can_read(venue, entry)) == (False, True)


def test_named_reader_reads_until_the_day_that_was_set(signed_in, world):
    entry, day = world.things.entry, timezone.localdate() + timedelta(days=3)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    name(signed_in(world.people["secretary"]), entry, world.seats["planner"], **until)
    entry.refresh_from_db()
    reads = can_read(world.people["planner"], entry)
    row = entry.readers.get(user=world.people["planner"])

    entry.readers.filter(pk=row.pk).update(until=timezone.now())

    assert timezone.localtime(row.until).time().isoformat() == "00:00:00"
    assert (reads, can_read(world.people["planner"], entry)) == (True, False)


def test_day_that_has_passed_is_refused(signed_in, world):
    until = {"until_day": "1", "until_month": "1", "until_year": "2020"}
    told = name(signed_in(world.people["secretary"]), world.things.entry, world.seats["planner"], **until)
    assert "must be in the future" in told.content.decode()


def test_approver_sees_in_whose_custody_an_entry_is(signed_in, world):
    minutes = reverse("meetings:minutes_detail", args=[world.things.minutes.public_id])

    chair = signed_in(world.people["chair"]).get(minutes).content.decode()
    fire = signed_in(world.people["fire"]).get(minutes).content.decode()

    assert "In custody of the secretary" in chair
    assert "In custody" not in fire


# The way out ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def orphan(world):
    """Everybody who was named for the entry has left; a new secretary has come."""
    now = timezone.now()
    readers = world.things.named_entry.readers.values("user")
    Membership.objects.filter(group=world.group, user__in=readers).update(ends_at=now)
    Membership.objects.filter(pk=world.seats["secretary_and_administrator"].pk).update(ends_at=None)
    return world.things.named_entry


def custody(world, page="list"):
    return reverse(f"groups:custody_{page}", args=[world.group.public_id])


def ask_for(browser, world, orphan, seat="secretary_and_administrator"):
    typed = {"thing": f"meetings.minuteentry:{orphan.public_id}", "seat": world.seats[seat].public_id}
    return browser.post(custody(world), {**typed, "reason": "The old secretary has left"})


def answer(browser, world, orphan, do="agree"):
    return browser.post(custody(world, "answer"), {"do": do, "thing": f"meetings.minuteentry:{orphan.public_id}"})


def test_chair_and_senior_owner_together_name_a_new_reader(signed_in, world, orphan):
    chair, owner = signed_in(world.people["chair"]), signed_in(world.people["senior_owner"])
    new = world.people["secretary_and_administrator"]
    listed = chair.get(custody(world)).content.decode()

    ask_for(chair, world, orphan)
    asked = can_read(new, orphan)
    answer(chair, world, orphan)
    alone = can_read(new, orphan)
    answer(owner, world, orphan)

    assert "Entry under item 1" in listed
    assert "Westhaven named entry" not in listed
    assert (asked, alone, can_read(new, orphan)) == (False, False, True)
    assert not can_read(world.people["chair"], orphan)
    assert "Everything for named readers has a reader" in chair.get(custody(world)).content.decode()


def test_other_of_the_two_refuses(signed_in, world, orphan):
    ask_for(signed_in(world.people["senior_owner"]), world, orphan)

    answer(signed_in(world.people["chair"]), world, orphan, do="refuse")

    assert not can_read(world.people["secretary_and_administrator"], orphan)
    assert not orphan.readers.filter(needs_second=True).exists()


def test_thing_that_somebody_reads_needs_no_way_out(signed_in, world):
    told = ask_for(signed_in(world.people["chair"]), world, world.things.named_entry).content.decode()
    assert "Choose one from the list" in told


def test_chair_alone_or_for_themselves_gets_nowhere(signed_in, world, orphan):
    chair = signed_in(world.people["chair"])

    told = ask_for(chair, world, orphan, "chair").content.decode()

    assert "Nobody names themselves" in told
    assert not can_read(world.people["chair"], orphan)


@pytest.mark.parametrize("who", ["secretary_and_administrator", "deputy_chair", "fire", "administrator", "auditor"])
def test_nobody_else_opens_the_way_out(signed_in, world, orphan, who):
    assert signed_in(world.people[who]).get(custody(world)).status_code in (403, 404)
