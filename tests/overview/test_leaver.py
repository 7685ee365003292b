"""Somebody leaves: what hangs on the seat goes to others, and access ends, at one press."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from audit.models import Entry
from groups.models import Membership
from groups.services import confirm_membership
from maturity.models import Framework, seats_asked
from maturity.services import ask_for_answer
from meetings.models import ItemReader, Nomination
from tests.groups.pages import errors_of
from tests.groups.test_days import begins, in_days, typed
from tests.maturity.answers import start
from tests.world import make_deputy, make_seat
from tests.world_invited import invite, nominate
from tests.world_meetings import make_action


def page_of(seat):
    return reverse("overview:leaver", args=[seat.public_id])


def members(world):
    return reverse("groups:member_list", args=[world.group.public_id])


def key(kind, thing):
    return f"{kind}-{thing.public_id}"


def fresh(thing):
    return type(thing).objects.select_related("owner").get(pk=thing.pk)


@pytest.fixture
def secretary(signed_in, world):
    return signed_in(world.people["secretary"])


def entries(world):
    here = Entry.objects.filter(kind="change", group=world.group.public_id)
    return list(here.order_by("pk").values_list("verb", flat=True))


# Done at one press ----------------------------------------------------------------------------------------------------


def test_everything_is_handed_over_and_access_ends_with_the_next_request(signed_in, world, secretary):
    seat, fire, things = world.membership, world.seats["fire"], world.things
    leaver, stands_in = signed_in(seat.user), signed_in(world.people["deputy"])
    assert (leaver.get(members(world)).status_code, stands_in.get(members(world)).status_code) == (200, 200)
    before = len(entries(world))

    response = secretary.post(
        page_of(seat),
        {
            key("standing", things.standing_open): fire.public_id,
            key("standing", things.standing_restricted): fire.public_id,
            key("item", things.item): fire.public_id,
            key("action", things.action): fire.public_id,
            "when": "now",
        },
    )

    assert response.headers["Location"] == seat.get_absolute_url()
    taken = [things.standing_open, things.standing_restricted, things.item, things.action]
    assert [fresh(thing).owner for thing in taken] == [fire] * 4
    assert (leaver.get(members(world)).status_code, stands_in.get(members(world)).status_code) == (404, 404)
    assert entries(world)[before:] == [
        "standing item changed",
        "standing item changed",
        "agenda item changed",
        "action edited",
        "membership ended",
    ]


def test_what_nobody_is_chosen_for_is_left_open_and_said(world, secretary):
    seat, things = world.membership, world.things

    response = secretary.post(page_of(seat), {"when": "now"}, follow=True)

    assert "Left open, for the group to give to somebody: " in response.content.decode()
    assert fresh(things.action).owner == seat
    [entry] = Entry.objects.filter(verb="membership ended")
    assert (entry.detail["handed_over"], entry.detail["left_open"] > 0) == (0, True)


def test_access_ends_on_a_day_to_come_for_the_seat_its_deputies_and_where_they_stand_in(world, secretary):
    seat, day = world.membership, in_days(7)
    for_others = make_deputy(world, "planner_too", "chair", "council")
    type(for_others).objects.filter(pk=for_others.pk).update(user=seat.user)

    secretary.post(page_of(seat), {"when": "later", **typed("ends_on", day)})

    seat.refresh_from_db()
    for_others.refresh_from_db()
    assert {
        seat.ends_at,
        for_others.ends_at,
        world.things.deputyship.__class__.objects.get(pk=world.things.deputyship.pk).ends_at,
    } == {begins(day)}
    assert not seat.has_ended


def test_whatever_else_they_have_here_ends_too(signed_in, world, secretary):
    fire, things = world.seats["fire"], world.things
    for_others = make_deputy(world, "for_others", "chair", "council")
    nomination = nominate(world, "for_once", "adviser", "police")
    invite(world, "on_one_item", things.threat, "police")
    type(for_others).objects.filter(pk=for_others.pk).update(user=fire.user)
    Nomination.objects.filter(pk=nomination.pk).update(user=fire.user)
    ItemReader.objects.filter(user=world.people["on_one_item"]).update(user=fire.user)
    browser = signed_in(fire.user)

    secretary.post(page_of(fire), {"when": "now"})

    meeting, item = things.meeting.public_id, things.threat.public_id
    pages = [reverse("meetings:meeting_detail", args=[meeting]), reverse("meetings:item_detail", args=[item])]
    assert [browser.get(page).status_code for page in [members(world), *pages]] == [404] * 3


def test_answer_asked_of_them_is_asked_of_another(world, secretary):
    call_command("load_framework", verbosity=0)
    assessment = start(world, Framework.objects.get(key="papg-illustrative-maturity"))
    answer, seat, fire = assessment.answers.first(), world.membership, world.seats["fire"]
    ask_for_answer(answer=answer, seat=seat, by=world.people["chair"])

    secretary.post(page_of(seat), {key("answer", answer): fire.public_id, "when": "now"})

    assert [name for _answer, _seat, name in seats_asked([answer], world.group)] == ["Westhaven Fire"]
    assert entries(world)[-3:] == ["answer no longer asked for", "answer asked for", "membership ended"]


# The deputy steps up --------------------------------------------------------------------------------------------------


def test_deputy_steps_up_into_a_seat_of_their_own_and_takes_what_is_theirs(signed_in, world, secretary):
    seat, deputyship, things = world.membership, world.things.deputyship, world.things

    secretary.post(
        page_of(seat),
        {"steps_up": deputyship.public_id, key("action", things.action): "steps_up", "when": "now"},
    )

    new = Membership.objects.active().get(user=deputyship.user)
    assert (new.role, new.organisation, new.confirmed_by) == (seat.role, deputyship.organisation, None)
    assert (list(new.areas.all()), new.granted_by) == (list(seat.areas.all()), world.people["secretary"])
    assert fresh(things.action).owner == new
    assert signed_in(deputyship.user).get(members(world)).status_code == 200
    confirm_membership(membership=new, by=world.people["chair"])
    assert entries(world)[-4:] == ["deputy stepped up", "action edited", "membership ended", "membership confirmed"]


def test_nothing_sensitive_goes_to_whoever_steps_up_unconfirmed(world, secretary):
    seat, things = world.membership, world.things
    name = key("standing", things.standing_restricted)

    page = secretary.get(page_of(seat))
    choices = [value for value, _label in page.context["form"].fields[name].choices]
    response = secretary.post(page_of(seat), {"steps_up": things.deputyship.public_id, name: "steps_up", "when": "now"})

    assert "steps_up" not in choices
    assert errors_of(response) == ["Choose one from the list"]
    assert not Membership.objects.filter(user=things.deputyship.user).exists()


def test_taking_without_stepping_up_is_told(world, secretary):
    name = key("action", world.things.action)

    response = secretary.post(page_of(world.membership), {name: "steps_up", "when": "now"})

    assert errors_of(response) == ["Choose below who steps up, or choose somebody else here"]
    assert response.context["form"][name].value() == "steps_up"


def test_what_the_rule_refuses_undoes_all_of_it(signed_in, world, secretary):
    """A venue’s deputy who steps up could not read what is for statutory partners."""
    seat = world.membership
    venue = seat.deputyships.get(user=world.people["venue_deputy_of_planner"])
    action = make_action(world, 70, "planner", "for partners", audience="statutory")

    response = secretary.post(
        page_of(seat), {"steps_up": venue.public_id, key("action", action): "steps_up", "when": "now"}
    )

    assert errors_of(response) == ["This person could not read the action: choose another, or a wider audience"]
    seat.refresh_from_db()
    assert seat.ends_at is None
    assert not Membership.objects.filter(user=venue.user).exists()


@pytest.mark.parametrize(
    ("day", "says"),
    [({}, "Enter the day on which access ends"), (typed("ends_on", in_days(0)), "The day must be tomorrow or later")],
)
def test_bad_day_is_told_and_nothing_is_done(world, secretary, day, says):
    response = secretary.post(page_of(world.membership), {"when": "later", **day})

    assert errors_of(response) == [says]
    world.membership.refresh_from_db()
    assert world.membership.ends_at is None


# Who sees what of it --------------------------------------------------------------------------------------------------


def test_whoever_may_not_read_a_thing_sees_a_number_and_cannot_give_it_away(signed_in, world):
    seat, things = world.membership, world.things
    administrator = signed_in(world.people["administrator"])

    page = administrator.get(page_of(seat)).content.decode()
    assert "Westhaven events" in page and "Westhaven threat" not in page
    assert "that you may not read" in page
    administrator.post(
        page_of(seat), {key("standing", things.standing_restricted): world.seats["fire"].public_id, "when": "now"}
    )

    assert fresh(things.standing_restricted).owner == seat
    seat.refresh_from_db()
    assert seat.has_ended


def test_nobody_is_offered_who_could_not_read_it(world, secretary):
    page = secretary.get(page_of(world.membership))
    fields = page.context["form"].fields
    offered = {label.split(",")[0] for _v, label in fields[key("standing", world.things.standing_restricted)].choices}

    assert "Westhaven Fire" in offered
    for name in ["Venue", "Observer", "Unconfirmed", "Not Undertaken", "Planner"]:
        assert f"Westhaven {name}" not in offered


def test_seat_for_the_same_area_is_proposed_and_before_it_a_deputy_who_sits(world, secretary):
    seat, things = world.membership, world.things
    name = key("action", things.action)
    near = make_seat(world, "near", "member", "fire")
    near.areas.add(things.area)
    assert secretary.get(page_of(seat)).context["form"][name].value() == near.public_id

    own = make_seat(world, "own_seat", "member", "fire", person=world.people["deputy"])

    assert secretary.get(page_of(seat)).context["form"][name].value() == own.public_id


def test_what_was_left_open_is_handed_over_after_they_have_left(world, secretary):
    seat, things = world.membership, world.things
    secretary.post(page_of(seat), {"when": "now"})
    page = secretary.get(page_of(seat)).content.decode()
    assert "Westhaven Planner has left" in page and "Hand these over" in page

    secretary.post(page_of(seat), {key("action", things.action): world.seats["fire"].public_id})

    assert fresh(things.action).owner == world.seats["fire"]
    assert Entry.objects.filter(verb="membership ended").count() == 1


@pytest.mark.parametrize("name", ["deputy_chair", "planner", "deputy", "observer", "senior_owner"])
def test_others_see_nobody_off(signed_in, world, name):
    client = signed_in(world.people[name])

    assert client.get(page_of(world.seats["fire"])).status_code == 403
    assert client.post(page_of(world.seats["fire"]), {"when": "now"}).status_code == 403
    assert Membership.objects.active().filter(pk=world.seats["fire"].pk).exists()


def fill(world, number):
    for place in range(number):
        make_seat(world, f"more{place}", "member", "council")
        make_action(world, 100 + place, "planner", "more to do")
        world.group.standingitems.create(position=50 + place, title=f"More {place}", owner=world.membership)


@pytest.mark.parametrize("number", [5, 50])
def test_page_asks_as_few_questions_for_fifty_members_as_for_five(world, secretary, django_assert_num_queries, number):
    fill(world, number)

    with django_assert_num_queries(QUESTIONS):
        page = secretary.get(page_of(world.membership)).content.decode()

    assert page.count("Leave it open") >= 2 * number


QUESTIONS = 14
