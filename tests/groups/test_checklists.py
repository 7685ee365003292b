"""What a joiner has still to do, and what is to do about a leaver, stands on the page of the seat."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from groups import services
from groups.models import ChecklistTick, Membership
from tests.groups.pages import changes, invitation
from tests.groups.terms import put, say
from tests.world import make_seat
from tests.world_meetings import make_action


def lines(client, seat):
    """{what it says: whether it is done}."""
    page = client.get(reverse("groups:membership_detail", args=[seat.public_id]))
    return {line.says: line.is_done for line in page.context["checklist"]}


def tick(client, seat, **body):
    return client.post(reverse("groups:checklist_tick", args=[seat.public_id]), body)


@pytest.fixture
def secretary(signed_in, world):
    return signed_in(world.people["secretary"])


def sign_in_since(seat):
    """As its person did after the seat began."""
    type(seat.user).objects.filter(pk=seat.user_id).update(last_login=timezone.now())
    Authenticator.objects.create(user=seat.user, type=Authenticator.Type.TOTP, data={})


def test_joiner_has_everything_to_do_and_facts_come_by_themselves(secretary, world):
    seat = make_seat(world, "joiner", "member", "council", confirmed=False, undertaken=False)
    assert lines(secretary, seat) == {
        "Signed in since the seat began": False,
        "Second factor set up": False,
        "Handling undertaking accepted": False,
        "Seat confirmed": False,
        "A deputy named": False,
        "Terms of reference agreed to": False,
        "Came to a first meeting": False,
        "Welcome talk held": False,
        "Papers and handling explained": False,
    }

    sign_in_since(seat)
    services.accept_undertaking(undertaking=world.things.undertaking, by=seat.user)
    services.confirm_membership(membership=seat, by=world.people["chair"])

    done = [says for says, is_done in lines(secretary, seat).items() if is_done]
    assert done == [
        "Signed in since the seat began",
        "Second factor set up",
        "Handling undertaking accepted",
        "Seat confirmed",
    ]


def test_who_has_been_here_for_long_has_done_it(secretary, world):
    planner = lines(secretary, world.membership)

    assert planner["A deputy named"] and planner["Came to a first meeting"] and planner["Seat confirmed"]


def test_agreeing_to_the_terms_counts(secretary, world):
    say(world, put(world), "planner")

    assert lines(secretary, world.membership)["Terms of reference agreed to"]


def test_list_does_not_tell_that_an_invited_address_had_an_account(secretary, world):
    """Whoever is known to the service has a factor and an acceptance there already."""
    known = world.people["stranger"]
    sign_in_since(world.other.seats["chair"])
    services.accept_undertaking(undertaking=world.things.undertaking, by=known)
    shown = []
    for email in [known.email, "new@x.example"]:
        secretary.post(reverse("groups:member_invite", args=[world.group.public_id]), invitation(world, email=email))
        shown.append(lines(secretary, Membership.objects.get(group=world.group, user__email=email)))

    assert shown[0] == shown[1]


def test_who_looks_on_is_not_asked_for_what_is_not_theirs(secretary, world):
    observer = lines(secretary, world.seats["observer"])

    assert {"Handling undertaking accepted", "A deputy named", "Terms of reference agreed to"} & set(observer) == set()


def test_tick_is_set_once_and_taken_back(secretary, world):
    seat = world.membership

    tick(secretary, seat, item="welcomed", do="tick")
    tick(secretary, seat, item="welcomed", do="tick")
    assert lines(secretary, seat)["Welcome talk held"]
    assert ChecklistTick.objects.get().ticked_by == world.people["secretary"]
    tick(secretary, seat, item="welcomed", do="take_back")

    assert not lines(secretary, seat)["Welcome talk held"]
    assert changes(by=world.people["secretary"]) == [
        ("checklist ticked", seat.public_id),
        ("checklist tick taken back", seat.public_id),
    ]


def test_line_that_is_none_is_refused(secretary, world):
    response = secretary.post(
        reverse("groups:checklist_tick", args=[world.membership.public_id]), {"item": "fed", "do": "tick"}, follow=True
    )

    assert "There is no such line" in response.content.decode()
    assert not ChecklistTick.objects.exists()


@pytest.mark.parametrize(
    ("who", "sees"), [("chair", 9), ("administrator", 9), ("planner", 9), ("fire", 0), ("deputy", 0)]
)
def test_list_is_for_whoever_keeps_the_members_and_for_the_joiner(signed_in, world, who, sees):
    assert len(lines(signed_in(world.people[who]), world.membership)) == sees


def test_member_does_not_tick_their_own_list(signed_in, world):
    assert tick(signed_in(world.people["planner"]), world.membership, item="welcomed", do="tick").status_code == 403


def test_leaver_is_done_with_when_nothing_hangs_on_the_seat(secretary, world):
    seat, fire = world.membership, world.seats["fire"]
    services.end_membership(membership=seat, by=world.people["chair"])
    assert lines(secretary, seat) == {
        "Access ended": True,
        "Items and actions handed over": False,
        "A deputy has a seat of their own": False,
        "Papers returned or destroyed": False,
        "Their organisation told": False,
    }

    world.group.standingitems.update(owner=fire)
    world.things.meeting.items.update(owner=fire)
    Action.objects.filter(owner=seat).update(owner=fire)
    assert lines(secretary, seat)["Items and actions handed over"]
    make_action(world, 90, "planner", "one more")
    assert not lines(secretary, seat)["Items and actions handed over"]

    make_seat(world, "own", "member", "council", person=world.people["deputy"])
    tick(secretary, seat, item="papers_returned", do="tick")
    after = lines(secretary, seat)
    assert (after["A deputy has a seat of their own"], after["Papers returned or destroyed"]) == (True, True)
