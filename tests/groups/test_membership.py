"""The page of a seat, changing it and ending it."""

import pytest
from django.urls import reverse

from groups.models import Membership
from tests.groups.pages import changes, errors_of, invitation
from tests.world import CANARY, make_deputy, make_seat


def page_of(name, seat):
    return reverse(f"groups:{name}", args=[seat.public_id])


def as_it_is(seat, **changed):
    """What the page of a seat posts when nothing was changed."""
    return {
        "name": seat.name,
        "job_title": seat.job_title,
        "role": seat.role,
        "areas": [area.public_id for area in seat.areas.all()],
        "seniority": seat.seniority,
        "brings": seat.brings,
        **changed,
    }


# Its page -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "venue", "observer", "administrator", "senior_owner", "unconfirmed"])
def test_everybody_in_the_group_opens_a_seat(signed_in, world, persona):
    response = signed_in(world.people[persona]).get(page_of("membership_detail", world.membership))
    page = response.content.decode()

    assert response.status_code == 200
    for said in [
        "Westhaven Planner",
        "Westhaven job",
        "Westhaven brings this",
        "Westhaven Deputy",
        "Westhaven.Confirmer",
    ]:
        assert said in page
    assert CANARY not in page


@pytest.mark.parametrize("persona", ["auditor", "operator", "nobody", "ended", "sibling"])
def test_outside_there_is_no_such_seat(signed_in, world, persona):
    assert signed_in(world.people[persona]).get(page_of("membership_detail", world.membership)).status_code == 404


def test_seat_of_another_group_does_not_exist(signed_in, world):
    client = signed_in(world.people["chair"])

    assert client.get(page_of("membership_detail", world.other.membership)).status_code == 404
    assert client.get(page_of("membership_detail", world.membership)).status_code == 200


@pytest.mark.parametrize(("persona", "shown"), [("secretary", True), ("administrator", True), ("venue", False)])
def test_address_is_for_those_who_keep_the_members(signed_in, world, persona, shown):
    page = signed_in(world.people[persona]).get(page_of("membership_detail", world.membership)).content.decode()

    assert (world.membership.user.email in page) == shown
    assert (page_of("membership_edit", world.membership) in page) == shown
    assert (reverse("overview:leaver", args=[world.membership.public_id]) in page) == shown


def test_seat_that_has_ended_can_be_looked_at_and_not_changed(signed_in, world):
    client, seat = signed_in(world.people["chair"]), world.seats["ended"]

    page = client.get(page_of("membership_detail", seat)).content.decode()

    assert "Westhaven Ended" in page
    assert page_of("membership_edit", seat) not in page
    for name in ["membership_edit", "membership_confirm", "membership_end", "deputy_appoint"]:
        assert client.get(page_of(name, seat)).status_code == 404
        assert client.post(page_of(name, seat), as_it_is(seat)).status_code == 404


def test_page_takes_few_queries(signed_in, world, django_assert_max_num_queries):
    for number in range(10):
        make_deputy(world, f"deputy{number}", "planner", "council")
    client = signed_in(world.people["secretary"])

    with django_assert_max_num_queries(12):
        client.get(page_of("membership_detail", world.membership))


# Changing it ----------------------------------------------------------------------------------------------------------


def test_secretary_changes_a_seat_and_it_stays_confirmed(signed_in, world):
    seat = world.membership

    response = signed_in(world.people["secretary"]).post(
        page_of("membership_edit", seat),
        as_it_is(
            seat, name="Dr Planner", job_title="Head of planning", seniority="head", brings="Everything", areas=[]
        ),
    )

    seat.refresh_from_db()
    assert response.headers["Location"] == seat.get_absolute_url()
    assert (seat.name, seat.job_title, seat.seniority, seat.brings) == (
        "Dr Planner",
        "Head of planning",
        "head",
        "Everything",
    )
    assert list(seat.areas.all()) == []
    assert (seat.confirmed_by, seat.granted_by) == (world.people["confirmer"], world.people["grantor"])
    assert changes(by=world.people["secretary"]) == [("membership changed", seat.public_id)]


def test_new_role_waits_to_be_confirmed_by_somebody_else(signed_in, world):
    seat, secretary = world.membership, signed_in(world.people["secretary"])

    secretary.post(page_of("membership_edit", seat), as_it_is(seat, role="adviser"))

    seat.refresh_from_db()
    assert (seat.role, seat.confirmed_by, seat.confirmed_at) == ("adviser", None, None)
    assert seat.granted_by == world.people["secretary"]
    assert changes(by=world.people["secretary"]) == [("role changed", seat.public_id)]
    refused = secretary.post(page_of("membership_confirm", seat), {"role": "adviser"})
    assert errors_of(refused) == ["You gave Westhaven Planner this place, so another chair or secretary confirms it"]
    signed_in(world.people["chair"]).post(page_of("membership_confirm", seat), {"role": "adviser"})
    seat.refresh_from_db()
    assert seat.confirmed_by == world.people["chair"]


def test_nobody_changes_the_role_of_their_own_seat(signed_in, world):
    seat, client = world.seats["secretary"], signed_in(world.people["secretary"])

    response = client.post(page_of("membership_edit", seat), as_it_is(seat, role="chair", brings="Mine"))

    assert errors_of(response) == [
        "Nobody changes the role of a seat that they sit in. Ask another chair, secretary or administrator"
    ]
    assert list(response.context["form"].errors) == ["role"]
    assert response.context["form"]["brings"].value() == "Mine"
    seat.refresh_from_db()
    assert (seat.role, seat.brings) == ("secretary", "Westhaven brings this")
    assert client.post(page_of("membership_edit", seat), as_it_is(seat, brings="Mine")).status_code == 302


def test_deputy_does_not_change_the_role_that_they_stand_in_for(signed_in, world):
    make_deputy(world, "stands_in", "secretary", "council")

    response = signed_in(world.people["stands_in"]).post(
        page_of("membership_edit", world.seats["secretary"]), as_it_is(world.seats["secretary"], role="chair")
    )

    assert errors_of(response) == [
        "Nobody changes the role of a seat that they sit in. Ask another chair, secretary or administrator"
    ]
    assert Membership.objects.get(pk=world.seats["secretary"].pk).role == "secretary"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "Enter the person’s name"),
        ("name", "x" * 121, "Name must be 120 characters or fewer"),
        ("job_title", "x" * 121, "Job title must be 120 characters or fewer"),
        ("role", "", "Choose the role in the group"),
        ("role", "senior_owner", "Choose one from the list"),
        ("areas", ["nowhere"], "Choose one from the list"),
        ("seniority", "king", "Choose one from the list"),
        ("brings", "x" * 301, "What they bring must be 300 characters or fewer"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(signed_in, world, field, typed, says):
    seat = world.membership

    response = signed_in(world.people["secretary"]).post(
        page_of("membership_edit", seat), as_it_is(seat, **{"seniority": "head", field: typed})
    )

    assert errors_of(response) == [says]
    assert response.context["form"][field].value() == typed
    seat.refresh_from_db()
    assert (seat.name, seat.seniority) == ("Westhaven Planner", "")


@pytest.mark.parametrize("name", ["membership_edit", "membership_end"])
@pytest.mark.parametrize(
    ("persona", "status"),
    [("deputy_chair", 403), ("planner", 403), ("senior_owner", 403), ("superuser_member", 403), ("stranger", 404)],
)
def test_others_neither_change_nor_end_a_seat(signed_in, world, name, persona, status):
    seat, client = world.membership, signed_in(world.people[persona])

    assert client.get(page_of(name, seat)).status_code == status
    assert client.post(page_of(name, seat), as_it_is(seat, name="Changed")).status_code == status
    seat.refresh_from_db()
    assert (seat.name, seat.ends_at) == ("Westhaven Planner", None)


# Ending it ------------------------------------------------------------------------------------------------------------


def test_ended_membership_gives_nothing_with_the_next_request(signed_in, world):
    member, deputy = signed_in(world.people["planner"]), signed_in(world.people["deputy"])
    members = page_of("member_list", world.group)
    assert (member.get(members).status_code, deputy.get(members).status_code) == (200, 200)

    response = signed_in(world.people["secretary"]).post(page_of("membership_end", world.membership))

    assert response.headers["Location"] == members
    assert (member.get(members).status_code, deputy.get(members).status_code) == (404, 404)
    assert not world.membership.deputyships.active().exists()
    assert changes(by=world.people["secretary"]) == [("membership ended", world.membership.public_id)]


def test_ended_member_may_be_invited_again(signed_in, world):
    client = signed_in(world.people["secretary"])
    client.post(page_of("membership_end", world.membership))

    client.post(page_of("member_invite", world.group), invitation(world, email=world.people["planner"].email))

    assert Membership.objects.filter(group=world.group, user=world.people["planner"]).count() == 2


def test_ending_the_last_confirmed_chair_is_warned_of_and_possible(signed_in, world):
    client = signed_in(world.people["secretary"])
    warning = "This is the group’s only confirmed chair"

    assert warning in client.get(page_of("membership_end", world.seats["chair"])).content.decode()
    assert warning not in client.get(page_of("membership_end", world.membership)).content.decode()
    make_seat(world, "second_chair", "chair", "council")
    assert warning not in client.get(page_of("membership_end", world.seats["chair"])).content.decode()
    assert client.post(page_of("membership_end", world.seats["chair"])).status_code == 302
