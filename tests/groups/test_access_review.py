"""Every half year each place is confirmed as still right, or it lapses; and no group lapses into having nobody."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionReader
from audit.models import Entry
from groups.models import Deputyship, Membership
from groups.models.membership import REVIEW_HOLDS
from groups.services.reviews import end_what_is_over, lapse_memberships, review_access
from notices.models import Notice
from notices.services import plan_and_send, plan_due_notices
from tests.groups.pages import changes, errors_of
from tests.world import CANARY, make_deputy, make_seat
from tests.world_access import grant
from tests.world_meetings import make_action


def page_of(group):
    return reverse("groups:access_review", args=[group.public_id])


def age(*places, days):
    """As if each had been looked at last so many days ago."""
    at = timezone.now() - timedelta(days=days)
    for place in places:
        type(place).objects.filter(pk=place.pk).update(
            reviewed_at=at, confirmed_at=at if place.confirmed_by_id else None
        )


def alive(*places):
    return [type(place).objects.active().filter(pk=place.pk).exists() for place in places]


OVERDUE = REVIEW_HOLDS.days + 1


# The page -------------------------------------------------------------------------------------------------------------


def test_secretary_confirms_those_ticked_and_no_other(signed_in, world):
    fire, adviser, deputyship = world.seats["fire"], world.seats["adviser"], world.things.deputyship
    age(fire, adviser, deputyship, days=180)
    body = {"seats": [fire.public_id], "deputyships": [deputyship.public_id]}

    response = signed_in(world.people["secretary"]).post(page_of(world.group), body)

    assert response.headers["Location"] == page_of(world.group)
    for place in (fire, adviser, deputyship):
        place.refresh_from_db()
    assert fire.reviewed_by == deputyship.reviewed_by == world.people["secretary"]
    assert fire.lapses_at > timezone.now() + timedelta(days=180)
    assert adviser.reviewed_by is None
    assert changes(by=world.people["secretary"]) == [("access reviewed", world.group.public_id)]


def test_page_says_what_each_opens_and_lists_nobody_of_another_group(signed_in, world):
    page = signed_in(world.people["chair"]).get(page_of(world.group)).content.decode()

    assert "Westhaven Fire, member, Estuary fire" in page
    assert "Westhaven Deputy, deputy of Westhaven Planner, Westhaven City Council" in page
    assert page.count("Opens OFFICIAL only.") == 5  # who looks on, who is not confirmed, who accepted nothing
    assert CANARY not in page


@pytest.mark.parametrize("who", ["secretary", "stands_in"])
def test_nobody_confirms_a_seat_in_which_they_sit(signed_in, world, who):
    make_deputy(world, "stands_in", "secretary", "council")
    own = world.seats["secretary"]
    client = signed_in(world.people[who])

    assert own not in client.get(page_of(world.group)).context["others"]
    response = client.post(page_of(world.group), {"seats": [own.public_id]})

    assert errors_of(response) == ["Choose one from the list"]
    own.refresh_from_db()
    assert own.reviewed_by is None


def test_database_refuses_a_review_of_oneself(world):
    seat = world.seats["fire"]
    with pytest.raises(IntegrityError, match="membership_is_reviewed_by_another"), transaction.atomic():
        Membership.objects.filter(pk=seat.pk).update(reviewed_by=seat.user)


def test_nothing_ticked_is_told(signed_in, world):
    response = signed_in(world.people["chair"]).post(page_of(world.group), {})

    assert errors_of(response) == ["Tick those that are still right"]


@pytest.mark.parametrize("number", [5, 50])
def test_page_asks_as_few_questions_for_fifty_as_for_five(signed_in, world, number, django_assert_num_queries):
    for place in range(number):
        make_seat(world, f"more{place}", "member", "council")
    client = signed_in(world.people["chair"])

    with django_assert_num_queries(7):
        page = client.get(page_of(world.group)).content.decode()

    assert page.count("They leave") >= number


# What is over ---------------------------------------------------------------------------------------------------------


def test_place_that_nobody_confirmed_in_time_lapses_once(signed_in, world):
    fire, adviser, deputyship = world.seats["fire"], world.seats["adviser"], world.things.deputyship
    age(fire, deputyship, days=OVERDUE)
    age(adviser, days=OVERDUE - 3)
    browser = signed_in(fire.user)

    lapse_memberships()
    lapse_memberships()

    assert alive(fire, adviser, deputyship) == [False, True, False]
    assert browser.get(reverse("groups:member_list", args=[world.group.public_id])).status_code == 404
    entries = Entry.objects.filter(verb__in=["membership lapsed", "deputyship lapsed"]).order_by("pk")
    assert [(entry.verb, entry.target, entry.actor) for entry in entries] == [
        ("deputyship lapsed", deputyship.public_id, ""),
        ("membership lapsed", fire.public_id, ""),
    ]
    page = signed_in(world.people["chair"]).get(fire.get_absolute_url()).content.decode()
    assert "Lapsed" in page


def test_seat_that_was_confirmed_anew_does_not_lapse(signed_in, world):
    fire = world.seats["fire"]
    age(fire, days=OVERDUE)
    signed_in(world.people["chair"]).post(page_of(world.group), {"seats": [fire.public_id]})

    lapse_memberships()

    assert alive(fire) == [True]


def keepers(world):
    return [world.seats[name] for name in ["chair", "secretary", "secretary_and_administrator"]]


def test_chair_lapses_while_another_keeper_is_there_who_is_not_overdue(world):
    chair, secretary, both = keepers(world)
    age(chair, secretary, days=OVERDUE)

    lapse_memberships()

    assert alive(chair, secretary, both) == [False, False, True]


def test_chair_and_secretary_who_are_all_overdue_wait(world):
    age(*keepers(world), world.seats["fire"], days=OVERDUE)

    lapse_memberships()

    assert alive(*keepers(world)) == [True] * 3
    assert alive(world.seats["fire"]) == [False]  # whom any of the three could have confirmed


def test_nothing_lapses_where_nobody_could_have_confirmed_it_and_the_officers_are_told(world):
    Membership.objects.filter(pk__in=[seat.pk for seat in keepers(world)]).update(ends_at=timezone.now())
    age(world.seats["fire"], days=OVERDUE)

    lapse_memberships()
    plan_and_send()

    assert alive(world.seats["fire"]) == [True]
    told = Notice.objects.filter(kind="review_waits", sent_at__isnull=False)
    officers = {world.people[name] for name in ["administrator", "senior_owner", "secretary_and_administrator"]}
    assert {notice.person for notice in told} == officers


def test_what_was_granted_in_person_ends_when_a_seat_comes_to_its_last_day(world):
    action = make_action(world, 80, "chair", "named", audience="named")
    fire = world.seats["fire"]
    grant(action, ActionReader, "actions.view_action", fire.user, world.people["chair"])
    Membership.objects.filter(pk=fire.pk).update(ends_at=timezone.now())

    end_what_is_over()
    end_what_is_over()

    assert not action.readers.filter(user=fire.user).exists()
    assert Entry.objects.filter(verb="grants of those who left ended").count() == 1


# Who is told ----------------------------------------------------------------------------------------------------------


def told_of(kind):
    return sorted(
        (notice.person.email, notice.occasion.rpartition(":")[2]) for notice in Notice.objects.filter(kind=kind)
    )


@pytest.mark.parametrize(("days_left", "reminders"), [(29, []), (27, ["28"]), (8, ["28"]), (6, ["28", "7"])])
def test_chair_and_secretary_are_reminded_four_weeks_and_one_week_before(world, days_left, reminders):
    age(world.seats["fire"], world.seats["adviser"], days=REVIEW_HOLDS.days - days_left)

    plan_due_notices()
    plan_due_notices()

    keeping = sorted(world.people[name].email for name in ["chair", "secretary", "secretary_and_administrator"])
    assert told_of("review_due") == sorted((email, days) for email in keeping for days in reminders)


def test_reminder_is_dropped_when_all_was_confirmed(signed_in, world):
    fire = world.seats["fire"]
    age(fire, days=REVIEW_HOLDS.days - 20)
    plan_due_notices()
    signed_in(world.people["chair"]).post(page_of(world.group), {"seats": [fire.public_id]})

    plan_and_send()

    assert not Notice.objects.filter(kind="review_due", sent_at__isnull=False).exists()


def test_person_chair_and_secretary_are_told_that_it_lapsed_and_no_name_is_in_the_mail(world):
    fire = world.seats["fire"]
    age(fire, days=OVERDUE)
    lapse_memberships()
    mail.outbox.clear()

    plan_and_send()

    found = [message for message in mail.outbox if message.subject == "A place in PAPG has ended"]
    keeping = {world.people[name].email for name in ["chair", "secretary", "secretary_and_administrator"]}
    assert {message.to[0] for message in found} == {fire.user.email} | keeping
    for word in ["Westhaven", "Fire", "Protect"]:
        assert all(word not in f"{message.subject} {message.body}" for message in found)


def test_what_needs_the_chair_says_so(signed_in, world):
    age(world.seats["fire"], world.things.deputyship, days=REVIEW_HOLDS.days - 20)

    chair = signed_in(world.people["chair"]).get("/home/").content.decode()

    assert "Say whether 2 places here are still right" in chair
    assert "still right" not in signed_in(world.people["administrator"]).get("/home/").content.decode()
    assert Deputyship.objects.filter(lapsed=True).count() == 0


def test_nobody_confirms_their_own_place_nor_one_of_another_group(world):
    """The page offers neither; the service takes neither."""
    secretary, theirs = world.people["secretary"], world.other.seats["fire"]
    age(world.seats["secretary"], theirs, days=180)

    with pytest.raises(ValidationError, match="somebody else confirms it"):
        review_access(group=world.group, seats=[world.seats["secretary"].public_id], deputyships=[], by=secretary)
    review_access(group=world.group, seats=[theirs.public_id], deputyships=[], by=secretary)

    assert Membership.objects.filter(reviewed_by=secretary).count() == 0
