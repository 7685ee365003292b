import pytest
from django.urls import reverse

from accounts.models import User
from groups.models import Deputyship
from tests.groups.pages import changes, deputy, errors_of
from tests.world import make_deputy


def address(seat):
    return reverse("groups:deputy_appoint", args=[seat.public_id])


def end_address(deputyship):
    return reverse("groups:deputyship_end", args=[deputyship.public_id])


@pytest.mark.parametrize("persona", ["secretary", "chair", "administrator", "planner"])
def test_who_keeps_the_members_or_holds_the_seat_appoints_a_deputy(signed_in, world, persona):
    response = signed_in(world.people[persona]).post(address(world.membership), deputy(world, job_title="Planner"))

    deputyship = Deputyship.objects.get(membership=world.membership, user__email="jo@westhaven.example")
    assert response.headers["Location"] == world.membership.get_absolute_url()
    assert (deputyship.name, deputyship.job_title, deputyship.organisation, deputyship.group) == (
        "Jo Okafor",
        "Planner",
        world.authority_organisation,
        world.group,
    )
    assert (deputyship.granted_by, deputyship.confirmed_by, deputyship.order) == (world.people[persona], None, 2)
    assert changes(by=world.people[persona])[-1] == ("deputy appointed", deputyship.public_id)


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("deputy_chair", 403),  # names a deputy of their own seat only
        ("fire", 403),
        ("deputy", 403),  # stands in, and names nobody
        ("observer", 403),
        ("senior_owner", 403),
        ("superuser_member", 403),
        ("auditor", 404),
        ("operator", 404),
        ("stranger", 404),
    ],
)
def test_nobody_else_appoints_a_deputy(signed_in, world, persona, status):
    client = signed_in(world.people[persona])

    assert client.get(address(world.membership)).status_code == status
    assert client.post(address(world.membership), deputy(world)).status_code == status
    assert not User.objects.filter(email="jo@westhaven.example").exists()


@pytest.mark.parametrize("persona", ["observer", "prevent"])
def test_who_only_looks_on_names_no_deputy(signed_in, world, persona):
    assert signed_in(world.people[persona]).get(address(world.seats[persona])).status_code == 403


@pytest.mark.parametrize(("seat", "asked"), [("chair", True), ("secretary", True), ("planner", False)])
def test_deputy_of_chair_and_secretary_may_be_empowered(signed_in, world, seat, asked):
    client = signed_in(world.people["secretary_and_administrator"])

    page = client.get(address(world.seats[seat])).content.decode()
    client.post(address(world.seats[seat]), deputy(world, empowered="on"))

    assert ("May act as the member does" in page) == asked
    assert Deputyship.objects.get(user__email="jo@westhaven.example").empowered == asked


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Enter the person’s name"),
        ({"name": "x" * 121}, "Name must be 120 characters or fewer"),
        ({"email": "not an address"}, "E-mail address must be an e-mail address, like name@example.com"),
        ({"organisation": ""}, "Choose the organisation, or add it below"),
        ({"organisation": "forged"}, "Choose one from the list"),
    ],
)
def test_bad_input_is_told_and_kept(signed_in, world, typed, says):
    before = (User.objects.count(), Deputyship.objects.count())

    response = signed_in(world.people["planner"]).post(
        address(world.membership), deputy(world, job_title="Kept", **typed)
    )

    assert errors_of(response) == [says]
    assert response.context["form"]["job_title"].value() == "Kept"
    assert (User.objects.count(), Deputyship.objects.count()) == before


def test_organisation_of_another_authority_is_refused(signed_in, world):
    forged = deputy(world, organisation=world.other.organisations["bid"].public_id)

    response = signed_in(world.people["planner"]).post(address(world.membership), forged)

    assert errors_of(response) == ["Choose one from the list"]


def test_nobody_is_their_own_deputy_nor_appoints_themselves(signed_in, world):
    def refusal(persona, email):
        response = signed_in(world.people[persona]).post(address(world.membership), deputy(world, email=email))
        return errors_of(response)

    member, secretary = world.people["planner"], world.people["secretary"]
    own = ["This is the member’s own address. A deputy is somebody else"]
    assert refusal("secretary", member.email.upper()) == own
    assert refusal("planner", member.email) == own
    assert refusal("secretary", secretary.email) == [
        "You cannot appoint yourself. Ask another administrator, the chair or the secretary"
    ]


def test_deputy_is_appointed_once(signed_in, world):
    client = signed_in(world.people["planner"])

    response = client.post(address(world.membership), deputy(world, email=world.people["deputy"].email))

    assert errors_of(response) == ["This person is a deputy for this seat already"]
    assert Deputyship.objects.filter(membership=world.membership, user=world.people["deputy"]).count() == 1


def test_venue_that_is_not_in_the_list_is_added(signed_in, world):
    typed = deputy(world, organisation="", new_organisation="Harbour Hall", new_organisation_kind="venue")

    signed_in(world.people["venue"]).post(address(world.seats["venue"]), typed)

    added = Deputyship.objects.get(user__email="jo@westhaven.example").organisation
    assert (added.name, added.kind, added.kept_by) == ("Harbour Hall", "venue", world.authority)


@pytest.mark.parametrize("persona", ["secretary", "administrator", "planner"])
def test_deputyship_ends_and_access_with_it(signed_in, world, persona):
    deputy_browser = signed_in(world.people["deputy"])
    members = reverse("groups:member_list", args=[world.group.public_id])
    assert deputy_browser.get(members).status_code == 200

    response = signed_in(world.people[persona]).post(end_address(world.things.deputyship))

    assert response.headers["Location"] == world.membership.get_absolute_url()
    assert deputy_browser.get(members).status_code == 404
    assert changes(by=world.people[persona]) == [("deputyship ended", world.things.deputyship.public_id)]


@pytest.mark.parametrize(("persona", "status"), [("fire", 403), ("deputy", 403), ("auditor", 404), ("stranger", 404)])
def test_nobody_else_ends_a_deputyship(signed_in, world, persona, status):
    client = signed_in(world.people[persona])

    assert client.get(end_address(world.things.deputyship)).status_code == status
    assert client.post(end_address(world.things.deputyship)).status_code == status
    world.things.deputyship.refresh_from_db()
    assert world.things.deputyship.ends_at is None


def test_deputyship_that_has_ended_is_gone(signed_in, world):
    client = signed_in(world.people["secretary"])
    ended = make_deputy(world, "left", "planner", "council")

    assert client.post(end_address(ended)).status_code == 302
    assert client.get(end_address(ended)).status_code == 404
    assert client.post(end_address(ended)).status_code == 404
