"""The chair is told of each seat that an administrator made or gave a new role."""

import pytest
from django.core import mail

from groups.models import Membership, Office
from notices.models import Notice
from notices.services import plan_and_send, plan_due_notices, send_due_notices
from tests.groups.pages import invitation
from tests.world import make_seat


@pytest.fixture
def by_administrator(world):
    Membership.objects.filter(pk=world.seats["unconfirmed"].pk).update(granted_by=world.people["administrator"])
    return world.seats["unconfirmed"]


def told():
    notices = Notice.objects.filter(kind="seat_made").order_by("pk")
    return [(notice.person.email, notice.occasion) for notice in notices]


def test_chair_is_told_once_of_a_seat_that_an_administrator_made(world, by_administrator):
    plan_and_send()
    plan_and_send()

    chair = world.people["chair"].email
    assert told() == [(chair, f"{by_administrator.public_id}:member")]
    [message] = [message for message in mail.outbox if message.subject == "A seat was made in a group that you chair"]
    assert message.to == [chair]


def test_mail_names_no_group_and_no_person(world, by_administrator):
    plan_and_send()

    [message] = [message for message in mail.outbox if message.to == [world.people["chair"].email]]
    for word in ["Westhaven", "Unconfirmed", "Protect"]:
        assert word not in f"{message.subject} {message.body}"


def test_new_role_is_told_as_another_occasion(world, by_administrator):
    plan_and_send()
    Membership.objects.filter(pk=by_administrator.pk).update(role="adviser")
    plan_and_send()

    assert [occasion for _email, occasion in told()] == [
        f"{by_administrator.public_id}:member",
        f"{by_administrator.public_id}:adviser",
    ]


def test_seat_made_inside_the_group_is_not_told(world):
    Membership.objects.filter(pk=world.seats["unconfirmed"].pk).update(granted_by=world.people["secretary"])

    plan_and_send()

    assert told() == []


def test_chairs_of_other_groups_are_told_nothing(world, by_administrator):
    make_seat(world, "second_chair", "chair", "council")

    plan_and_send()

    assert {email for email, _occasion in told()} == {
        world.people["chair"].email,
        world.people["second_chair"].email,
    }


def test_chair_is_not_told_of_their_own_seat_nor_of_what_they_did_themselves(world, by_administrator):
    make_seat(world, "second_chair", "chair", "council")
    second, administrator = world.seats["second_chair"], world.people["administrator"]
    Membership.objects.filter(pk=second.pk).update(granted_by=administrator, confirmed_by=None)
    Office.objects.create(
        user=world.people["chair"],
        authority=world.authority,
        role="administrator",
        granted_by=world.people["grantor"],
    )
    Membership.objects.filter(pk=by_administrator.pk).update(granted_by=world.people["chair"])

    plan_and_send()

    assert sorted(told()) == sorted(
        [
            (world.people["chair"].email, f"{second.public_id}:chair"),
            (world.people["second_chair"].email, f"{by_administrator.public_id}:member"),
        ]
    )


def test_invitation_by_an_administrator_leads_to_the_notice(signed_in, world):
    signed_in(world.people["administrator"]).post(f"/groups/{world.group.public_id}/members/invite/", invitation(world))

    plan_and_send()

    seat = Membership.objects.get(group=world.group, user__email="jo@estuary.example")
    assert told() == [(world.people["chair"].email, f"{seat.public_id}:member")]


def test_notice_is_dropped_when_the_seat_has_ended_before_it_left(world, by_administrator):
    plan_due_notices()
    Membership.objects.filter(pk=by_administrator.pk).update(
        ends_at=world.group.created_at, starts_at=world.group.created_at
    )
    send_due_notices()

    [notice] = Notice.objects.filter(kind="seat_made")
    assert (notice.sent_at, notice.dropped_at is not None) == (None, True)
