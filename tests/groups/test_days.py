"""Seats and deputyships with a first day and an end, and the order in which deputies are asked."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import services
from groups.models import Deputyship, Membership
from tests.groups.pages import changes, deputy, errors_of, invitation
from tests.world import make_deputy


def typed(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def begins(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def page_of(name, thing):
    return reverse(f"groups:{name}", args=[thing.public_id])


def seat_as_typed(seat, **changed):
    return {"name": seat.name, "role": seat.role, **changed}


# Seats ----------------------------------------------------------------------------------------------------------------


def test_member_is_invited_from_a_day_to_a_day(signed_in, world):
    first, end = in_days(10), in_days(40)
    client = signed_in(world.people["secretary"])

    client.post(
        page_of("member_invite", world.group), invitation(world, **typed("starts_on", first), **typed("ends_on", end))
    )

    seat = Membership.objects.get(group=world.group, user__email="jo@estuary.example")
    assert (seat.starts_at, seat.ends_at) == (begins(first), begins(end))
    assert "Seats to come" in client.get(page_of("member_list", world.group)).content.decode()
    page = client.get(page_of("membership_detail", seat)).content.decode()
    assert "First day" in page and "Access ends as the day begins" in page


def test_seat_to_come_opens_nothing_before_its_day(signed_in, world):
    first = typed("starts_on", in_days(1))
    client = signed_in(world.people["secretary"])
    client.post(page_of("member_invite", world.group), invitation(world, email="n@x.example", **first))

    seat = Membership.objects.get(group=world.group, user__email="n@x.example")

    assert signed_in(seat.user).get(page_of("member_list", world.group)).status_code == 404


@pytest.mark.parametrize(
    ("starts", "ends", "says"),
    [
        (-1, None, "First day must be today or in the future"),
        (None, 0, "The end must be tomorrow or later"),
        (None, -3, "The end must be tomorrow or later"),
        (5, 5, "The end must be after the first day"),
        (9, 5, "The end must be after the first day"),
    ],
)
def test_days_that_cannot_be_are_told_and_kept(signed_in, world, starts, ends, says):
    days = {}
    for name, number in [("starts_on", starts), ("ends_on", ends)]:
        days |= typed(name, in_days(number)) if number is not None else {}

    response = signed_in(world.people["secretary"]).post(
        page_of("member_invite", world.group), invitation(world, **days)
    )

    assert errors_of(response) == [says]
    assert response.context["form"]["name"].value() == "Jo Okafor"
    assert not Membership.objects.filter(group=world.group, user__email="jo@estuary.example").exists()


def test_seat_gets_an_end_and_loses_it_again(signed_in, world):
    seat, client = world.membership, signed_in(world.people["secretary"])

    client.post(page_of("membership_edit", seat), seat_as_typed(seat, **typed("ends_on", in_days(3))))
    seat.refresh_from_db()
    assert (seat.ends_at, seat.confirmed_by) == (begins(in_days(3)), world.people["confirmer"])

    client.post(page_of("membership_edit", seat), seat_as_typed(seat))
    seat.refresh_from_db()
    assert seat.ends_at is None


def test_nobody_changes_the_end_of_their_own_seat(signed_in, world):
    seat = world.seats["secretary"]
    Membership.objects.filter(pk=seat.pk).update(ends_at=begins(in_days(3)))

    response = signed_in(world.people["secretary"]).post(page_of("membership_edit", seat), seat_as_typed(seat))

    assert errors_of(response) == [
        "Nobody changes the days of a seat that they sit in. Ask another chair, secretary or administrator"
    ]
    seat.refresh_from_db()
    assert seat.ends_at == begins(in_days(3))


def test_first_day_of_a_seat_to_come_is_changed_and_of_one_that_has_begun_is_not(signed_in, world):
    client, secretary = signed_in(world.people["chair"]), world.people["secretary"]
    about = {"name": "New", "email": "new@x.example", "role": "member", "organisation": world.organisations["fire"]}
    seat = services.invite_member(group=world.group, by=secretary, starts_on=in_days(5), **about)

    client.post(page_of("membership_edit", seat), seat_as_typed(seat, **typed("starts_on", in_days(2))))
    seat.refresh_from_db()
    assert seat.starts_at == begins(in_days(2))

    client.post(page_of("membership_edit", seat), seat_as_typed(seat))
    assert Membership.objects.active().filter(pk=seat.pk).exists()
    began = Membership.objects.get(pk=seat.pk).starts_at
    client.post(page_of("membership_edit", seat), seat_as_typed(seat, **typed("starts_on", in_days(4))))
    assert Membership.objects.get(pk=seat.pk).starts_at == began


def test_seat_to_come_is_ended_before_it_begins(signed_in, world):
    about = {"name": "New", "email": "new@x.example", "role": "member", "organisation": world.organisations["fire"]}
    chair = world.people["chair"]
    seat = services.invite_member(group=world.group, by=chair, starts_on=in_days(5), **about)

    services.end_membership(membership=seat, by=chair)

    assert not Membership.objects.not_ended().filter(pk=seat.pk).exists()
    services.invite_member(group=world.group, by=chair, **about)


# Deputies -------------------------------------------------------------------------------------------------------------


def order_of(seat):
    return [deputy.user for deputy in seat.deputyships.not_ended().in_order()]


def test_deputies_are_put_in_another_order(signed_in, world):
    seat, client = world.membership, signed_in(world.people["planner"])
    first, second = order_of(seat)
    deputyship = seat.deputyships.get(user=first)

    client.post(page_of("deputyship_move", deputyship), {"to": "down"})
    assert order_of(seat) == [second, first]
    client.post(page_of("deputyship_move", deputyship), {"to": "up"})
    assert order_of(seat) == [first, second]
    client.post(page_of("deputyship_move", deputyship), {"to": "up"})

    assert order_of(seat) == [first, second]
    assert changes(by=world.people["planner"]) == [("deputies put in another order", deputyship.public_id)] * 2


def test_deputy_is_changed_and_stays_confirmed(signed_in, world):
    deputyship, end = world.things.deputyship, in_days(30)

    response = signed_in(world.people["planner"]).post(
        page_of("deputyship_edit", deputyship), {"name": "Dr Deputy", "job_title": "Lead", **typed("ends_on", end)}
    )

    deputyship.refresh_from_db()
    assert response.headers["Location"] == world.membership.get_absolute_url()
    assert (deputyship.name, deputyship.job_title, deputyship.ends_at) == ("Dr Deputy", "Lead", begins(end))
    assert deputyship.confirmed_by == world.people["confirmer"]
    assert changes(by=world.people["planner"]) == [("deputyship changed", deputyship.public_id)]


def test_deputy_who_may_act_from_now_on_is_confirmed_anew(signed_in, world):
    deputyship = Deputyship.objects.get(user=world.people["powerless_deputy_of_chair"])
    body = {"name": deputyship.name, "empowered": "on"}

    signed_in(world.people["chair"]).post(page_of("deputyship_edit", deputyship), body)

    deputyship.refresh_from_db()
    assert (deputyship.empowered, deputyship.confirmed_by) == (True, None)
    assert deputyship.granted_by == world.people["chair"]


def test_nobody_changes_their_own_deputyship(signed_in, world):
    deputyship = make_deputy(world, "stands_in", "secretary", "council")

    response = signed_in(world.people["stands_in"]).post(page_of("deputyship_edit", deputyship), {"name": "Mine"})

    assert errors_of(response) == [
        "Nobody changes the place that they stand in themselves. Ask the member, the chair or the secretary"
    ]
    assert response.context["form"]["name"].value() == "Mine"


def test_two_times_of_one_deputy_that_meet_are_answered_in_words(signed_in, world):
    seat, client = world.membership, signed_in(world.people["planner"])
    deputyship, email = world.things.deputyship, world.people["deputy"].email
    ends = typed("ends_on", in_days(5))
    client.post(page_of("deputyship_edit", deputyship), {"name": deputyship.name, **ends})
    again = deputy(world, email=email, **typed("starts_on", in_days(10)))
    assert client.post(page_of("deputy_appoint", seat), again).status_code == 302

    response = client.post(
        page_of("deputyship_edit", deputyship), {"name": deputyship.name, **typed("ends_on", in_days(20))}
    )

    assert errors_of(response) == [
        "This person stands in for the seat at that time already, by another entry in the list of deputies"
    ]
    deputyship.refresh_from_db()
    assert deputyship.ends_at == begins(in_days(5))


def test_deputy_from_a_day_to_come_opens_nothing_yet(signed_in, world):
    client = signed_in(world.people["planner"])
    first = typed("starts_on", in_days(10))
    client.post(page_of("deputy_appoint", world.membership), deputy(world, email="later@x.example", **first))

    deputyship = Deputyship.objects.get(user__email="later@x.example")

    assert "Until" not in client.get(page_of("membership_detail", world.membership)).content.decode()
    assert signed_in(deputyship.user).get(page_of("member_list", world.group)).status_code == 404
