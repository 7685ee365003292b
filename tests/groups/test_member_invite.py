import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from groups.models import Membership, Organisation
from tests.groups.pages import changes, errors_of, invitation
from tests.world import CANARY, make_person, make_seat


def address(world):
    return reverse("groups:member_invite", args=[world.group.public_id])


def test_secretary_invites_a_member(signed_in, world):
    secretary = world.people["secretary"]

    response = signed_in(secretary).post(address(world), invitation(world))

    seat = Membership.objects.get(group=world.group, user__email="jo@estuary.example")
    assert response.headers["Location"] == seat.get_absolute_url()
    assert (seat.name, seat.job_title, seat.role, seat.seniority, seat.brings) == (
        "Jo Okafor",
        "Station Manager",
        "member",
        "manager",
        "Knows the risk sites",
    )
    assert seat.organisation == world.organisations["fire"]
    assert list(seat.areas.all()) == [world.things.area]
    assert (seat.granted_by, seat.confirmed_by) == (secretary, None)
    assert changes(by=secretary)[-1] == ("member invited", seat.public_id)


@pytest.mark.parametrize("persona", ["chair", "secretary", "administrator", "secretary_and_administrator"])
def test_who_manages_members_invites(signed_in, world, persona):
    signed_in(world.people[persona]).post(address(world), invitation(world))

    assert Membership.objects.filter(group=world.group, user__email="jo@estuary.example").count() == 1


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("deputy_chair", 403),
        ("planner", 403),
        ("adviser", 403),
        ("observer", 403),
        ("senior_owner", 403),
        ("superuser_member", 403),
        ("powerless_deputy_of_chair", 404),
        ("auditor", 404),
        ("operator", 404),
        ("ended", 404),
        ("stranger", 404),
    ],
)
def test_nobody_else_invites(signed_in, world, persona, status):
    client = signed_in(world.people[persona])

    assert client.get(address(world)).status_code == status
    assert client.post(address(world), invitation(world)).status_code == status
    assert not User.objects.filter(email="jo@estuary.example").exists()


def test_inviter_does_not_learn_whether_there_was_an_account(signed_in, world, django_capture_on_commit_callbacks):
    """A known and an unknown address get the same answer; only the mails differ."""
    make_person("known", password="set")
    User.objects.filter(email="known@westhaven.example").update(name="Known Otherwise")
    client = signed_in(world.people["secretary"])

    def answer(email):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address(world), invitation(world, email=email), follow=True)
        seat = Membership.objects.get(group=world.group, user__email=email)
        page = response.content.decode()
        unlike = [email, seat.public_id, *[line for line in page.splitlines() if "csrfmiddlewaretoken" in line]]
        for word in unlike:
            page = page.replace(word, "")
        Membership.objects.filter(pk=seat.pk).update(ends_at=seat.starts_at, name="gone", brings="")
        return page

    assert answer("known@westhaven.example") == answer("unknown@westhaven.example")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["known@westhaven.example"], "You have been given a place in PAPG"),
        (["unknown@westhaven.example"], "You have been invited to PAPG"),
    ]


def test_mails_name_no_group_person_or_organisation(signed_in, world, django_capture_on_commit_callbacks):
    make_person("known", password="set")
    client = signed_in(world.people["secretary"])

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(world), invitation(world))
        client.post(address(world), invitation(world, email="known@westhaven.example"))

    assert len(mail.outbox) == 2
    for message in mail.outbox:
        words = f"{message.subject} {message.body}"
        for told in [world.group.name, "Okafor", "Estuary", "Westhaven", "Protect", "Station"]:
            assert told not in words.replace("estuary.example", "")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "Enter the person’s name"),
        ("name", "x" * 121, "Name must be 120 characters or fewer"),
        ("email", "", "Enter the person’s e-mail address"),
        ("email", "jo", "E-mail address must be an e-mail address, like name@example.com"),
        ("job_title", "x" * 121, "Job title must be 120 characters or fewer"),
        ("organisation", "", "Choose the organisation, or add it below"),
        ("organisation", "2222222222", "Choose one from the list"),
        ("role", "", "Choose the role in the group"),
        ("role", "administrator", "Choose one from the list"),
        ("areas", ["2222222222"], "Choose one from the list"),
        ("seniority", "king", "Choose one from the list"),
        ("brings", "x" * 301, "What they bring must be 300 characters or fewer"),
        ("name", "nul\x00", "Name has a character in it that cannot be kept; type it again"),
    ],
)
def test_bad_input_is_told_and_kept(signed_in, world, field, typed, says):
    before = (Membership.objects.count(), User.objects.count())

    response = signed_in(world.people["secretary"]).post(address(world), invitation(world, **{field: typed}))

    assert errors_of(response) == [says]
    assert b"There is a problem" in response.content
    assert response.context["form"]["brings"].value() == invitation(world, **{field: typed})["brings"]
    assert (Membership.objects.count(), User.objects.count()) == before


def test_organisation_of_another_authority_is_refused(signed_in, world):
    forged = invitation(world, organisation=world.other.organisations["venue"].public_id)
    client = signed_in(world.people["secretary"])

    response = client.post(address(world), forged)

    assert errors_of(response) == ["Choose one from the list"]
    assert CANARY not in response.content.decode().replace(f"{CANARY} City Council", "")
    assert client.post(address(world), invitation(world)).status_code == 302


def test_venue_that_is_not_in_the_list_is_added_for_this_authority(signed_in, world):
    typed = invitation(world, organisation="", new_organisation="Harbour Hall", new_organisation_kind="venue")

    signed_in(world.people["secretary"]).post(address(world), typed)

    seat = Membership.objects.get(group=world.group, user__email="jo@estuary.example")
    added = seat.organisation
    assert (added.name, added.kind, added.kept_by, added.authority) == ("Harbour Hall", "venue", world.authority, None)
    assert [verb for verb, _target in changes(by=world.people["secretary"])] == [
        "organisation added",
        "member invited",
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"new_organisation_kind": ""}, "Choose what kind of organisation it is"),
        ({"new_organisation_kind": "police"}, "Choose one from the list"),
        ({"new_organisation_kind": "authority"}, "Choose one from the list"),
        ({"new_organisation": "x" * 121}, "Name of the organisation must be 120 characters or fewer"),
        (
            {"new_organisation": "estuary FIRE"},
            "There is already an organisation of this name. Choose it from the list",
        ),
    ],
)
def test_bad_new_organisation_is_told_and_not_made(signed_in, world, typed, says):
    before = Organisation.objects.count()
    good = {"organisation": "", "new_organisation": "Harbour Hall", "new_organisation_kind": "venue"}

    response = signed_in(world.people["secretary"]).post(address(world), invitation(world, **good | typed))

    assert says in errors_of(response)
    assert Organisation.objects.count() == before


def test_organisation_is_chosen_or_added_but_not_both(signed_in, world):
    typed = invitation(world, new_organisation="Harbour Hall", new_organisation_kind="venue")

    response = signed_in(world.people["secretary"]).post(address(world), typed)

    assert errors_of(response) == ["Choose from the list or add a new organisation, not both"]
    assert not Organisation.objects.filter(name="Harbour Hall").exists()


@pytest.mark.parametrize("persona", ["secretary", "administrator"])
def test_nobody_invites_themselves(signed_in, world, persona):
    person = world.people[persona]
    seats = Membership.objects.filter(user=person).count()

    response = signed_in(person).post(address(world), invitation(world, email=person.email.upper()))

    assert errors_of(response) == [
        "You cannot give yourself a seat. Ask another administrator, the chair or the secretary"
    ]
    assert Membership.objects.filter(user=person).count() == seats


def test_who_sits_here_already_is_told(signed_in, world):
    client = signed_in(world.people["secretary"])

    response = client.post(address(world), invitation(world, email=world.people["planner"].email.upper()))

    assert errors_of(response) == ["This person has a seat in the group already"]
    assert Membership.objects.filter(group=world.group, user=world.people["planner"]).count() == 1


@pytest.mark.parametrize("who", ["elsewhere", "ended"])
def test_who_sits_elsewhere_or_sat_here_once_is_invited_like_anybody(signed_in, world, who):
    person = {"elsewhere": world.people["adviser_elsewhere"], "ended": world.people["ended"]}[who]

    signed_in(world.people["secretary"]).post(address(world), invitation(world, email=person.email))

    assert Membership.objects.active().filter(group=world.group, user=person).count() == 1


def test_new_seat_opens_official_only(signed_in, world):
    make_seat(world, "newcomer", "member", "council", confirmed=False)
    client = signed_in(world.people["newcomer"])

    page = client.get(reverse("groups:standing_item_list", args=[world.group.public_id])).content.decode()

    assert "Westhaven events" in page
    assert "Westhaven threat" not in page
    assert "Item 2: withheld" in page
