"""What a hat may do to a sensitive thing, it may do only if the same hat reads it."""

from django.urls import reverse
from django.utils import timezone

from groups.models import Membership, Office
from groups.roles import Role
from tests.security.forms import editing
from tests.world import make_deputy


def test_administrator_who_sits_as_a_member_does_not_open_a_restricted_standing_item(signed_in, world):
    Office.objects.create(
        user=world.people["planner"],
        authority=world.authority,
        role=Role.ADMINISTRATOR,
        granted_by=world.people["grantor"],
    )
    typed = {"title": "Threat", "purpose": "note", "minutes": "10", "marking": "official", "audience": "everyone"}
    things = {"open": world.things.standing_open, "restricted": world.things.standing_restricted}

    answers = {
        name: signed_in(world.people["planner"]).post(
            reverse("groups:standing_item_edit", args=[item.public_id]), typed
        )
        for name, item in things.items()
    }

    assert {name: answer.status_code for name, answer in answers.items()} == {"open": 302, "restricted": 403}
    world.things.standing_restricted.refresh_from_db()
    assert world.things.standing_restricted.audience == "statutory"


def test_unconfirmed_deputy_of_the_secretary_edits_nothing_that_only_their_own_seat_reads(signed_in, world):
    deputy = make_deputy(world, "second", "secretary", "council", confirmed=False)
    deputy.user = world.people["planner"]
    deputy.save()
    actions = {"open": world.things.action, "restricted": world.things.restricted_action}

    def answers():
        browser = signed_in(world.people["planner"])
        return {
            name: browser.post(reverse("actions:action_edit", args=[action.public_id]), editing(action)).status_code
            for name, action in actions.items()
        }

    assert answers() == {"open": 302, "restricted": 403}
    world.things.action.refresh_from_db()
    deputy.confirmed_by, deputy.confirmed_at = world.people["confirmer"], timezone.now()
    deputy.save()
    assert answers() == {"open": 302, "restricted": 302}


def test_author_still_opens_what_they_raised_before_they_are_confirmed(signed_in, world):
    world.things.restricted_action.raised_by = world.people["unconfirmed"]
    world.things.restricted_action.save()
    address = reverse("actions:action_detail", args=[world.things.restricted_action.public_id])
    browser = signed_in(world.people["unconfirmed"])

    assert browser.get(address).status_code == 200
    Membership.objects.filter(pk=world.seats["unconfirmed"].pk).update(ends_at=timezone.now())
    assert browser.get(address).status_code == 404
