"""Commands that give a real installation its reference data and its first people."""

from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import F

from accounts.models import User
from audit.models import Entry
from groups.models import Authority, BusinessArea, Office, Organisation
from lib import wall
from meetings.models import ItemReader, Nomination
from tests.world import make_person
from tests.world_invited import invite, nominate

NOBODY = 0  # the key of no account

FIVE = [
    "Planning and development",
    "Licensing",
    "Community safety",
    "Transport and highways",
    "Emergency planning",
]
FURTHER = ["CCTV control room", "Events and Safety Advisory Group", "Facilities and building management"]
PARTNERS = [
    "CTSA",
    "CTPO",
    "DOCO",
    "CT SecCo",
    "Neighbourhood policing",
    "Fire and rescue",
    "Ambulance",
    "Business forums",
    "Venues",
]


# Reference data -------------------------------------------------------------------------------------------------------


def test_business_areas_are_loaded_once_however_often(db):
    before = dict(BusinessArea.objects.values_list("code", "pk"))

    call_command("load_reference")

    assert dict(BusinessArea.objects.values_list("code", "pk")) == before
    names = {kind: [area.name for area in BusinessArea.objects.filter(kind=kind)] for kind in BusinessArea.Kind}
    assert names == {"five": FIVE, "further": FURTHER, "external": PARTNERS}


def test_operator_adds_a_police_force_for_every_authority(world):
    call_command("add_organisation", "--kind", "police", "--name", "Moorland Police")

    force = Organisation.objects.get(name="Moorland Police")
    assert (force.kind, force.kept_by) == ("police", None)
    assert force in Organisation.objects.open_to(world.group)
    assert force in Organisation.objects.open_to(world.other.group)
    assert Entry.objects.get(verb="organisation added").target == force.public_id
    with pytest.raises(CommandError, match="already an organisation of this name"):
        call_command("add_organisation", "--kind", "fire", "--name", "Moorland Police")


# First people ---------------------------------------------------------------------------------------------------------


def appoint(command, world, **changed):
    options = {"authority": world.authority.name, "email": "first@westhaven.example", "name": "First Person"} | changed
    call_command(command, *[word for name, value in options.items() for word in (f"--{name}", value)])


def nobody_in_office(world):
    Office.objects.filter(authority=world.authority).update(ends_at=F("starts_at"))


@pytest.mark.parametrize(
    ("command", "role"), [("appoint_administrator", "administrator"), ("appoint_senior_owner", "senior_owner")]
)
@pytest.mark.parametrize("called", ["Westhaven City Council", "westhaven city council", "E00000901"])
def test_first_officer_is_appointed_invited_and_audited(
    world, command, role, called, django_capture_on_commit_callbacks
):
    nobody_in_office(world)

    with django_capture_on_commit_callbacks(execute=True):
        appoint(command, world, authority=called)

    office = Office.objects.active().get(authority=world.authority)
    assert (office.role, office.user.email, office.user.name, office.granted_by) == (
        role,
        "first@westhaven.example",
        "First Person",
        None,
    )
    assert [message.to for message in mail.outbox] == [["first@westhaven.example"]]
    entries = Entry.objects.filter(target=office.public_id)
    assert [(entry.actor, entry.verb, entry.authority, entry.detail) for entry in entries] == [
        ("", "office given", "Westhaven City Council", {"role": role})
    ]


@pytest.mark.parametrize("command", ["appoint_administrator", "appoint_senior_owner"])
def test_office_that_is_held_is_not_given_again(world, command):
    with pytest.raises(CommandError, match="has somebody in this office already"):
        appoint(command, world)
    assert Office.objects.filter(authority=world.authority).count() == 4
    nobody_in_office(world)
    appoint(command, world)
    assert Office.objects.active().filter(authority=world.authority).count() == 1


def test_administrator_of_another_authority_is_no_hindrance(world):
    nobody_in_office(world)
    assert Office.objects.active().filter(authority=world.other.authority, role="administrator").exists()

    appoint("appoint_administrator", world)

    assert Office.objects.active().filter(authority=world.authority).count() == 1


def test_somebody_who_has_an_account_keeps_it(world):
    nobody_in_office(world)
    person = make_person("known")

    appoint("appoint_administrator", world, email="KNOWN@westhaven.example", name="Another name")

    person.refresh_from_db()
    assert Office.objects.active().get(authority=world.authority).user == person
    assert person.name == "Known"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"authority": "Nowhere"}, "0 authorities are called “Nowhere”"),
        ({"email": "not an address"}, "Enter a valid email address"),
    ],
)
def test_bad_input_is_told_and_appoints_nobody(world, changed, says):
    nobody_in_office(world)

    with pytest.raises(CommandError, match=says):
        appoint("appoint_administrator", world, **changed)
    assert not Office.objects.active().filter(authority=world.authority).exists()


def test_authority_whose_name_is_not_its_own_is_asked_for_its_code(world):
    nobody_in_office(world)
    Authority.objects.filter(pk=world.other.authority.pk).update(name=world.authority.name)

    with pytest.raises(CommandError, match="2 authorities are called"):
        appoint("appoint_administrator", world)
    appoint("appoint_administrator", world, authority=world.authority.gss)


# A second factor that is lost, of somebody who sits in no group -------------------------------------------------------


@pytest.fixture
def invited(world):
    """A guest on an item, and a deputy for one meeting."""
    invite(world, "guest", world.things.threat, "police")
    nominate(world, "nominee", "planner", "council")


def behind_the_wall():
    """As a command begins: in no group."""
    return wall.within_groups_of(NOBODY)


def reset(world, name="administrator", voucher="chair"):
    people = [world.people[each].email for each in (name, voucher)]
    call_command("new_start", "--email", people[0], "--vouched-by", people[1])


@pytest.mark.parametrize("voucher", ["chair", "secretary", "auditor", "sibling"])
def test_officer_gets_a_new_start_and_who_vouched_is_told(world, voucher, django_capture_on_commit_callbacks):
    officer = world.people["administrator"]
    officer.set_password("marble lantern oyster quay")
    officer.save()

    with django_capture_on_commit_callbacks(execute=True), behind_the_wall():
        reset(world, voucher=voucher)

    officer.refresh_from_db()
    assert not officer.has_usable_password()
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told == {
        officer.email: "Set up your PAPG account again",
        world.people[voucher].email: "You vouched for a person who lost their second factor",
    }
    entry = Entry.objects.get(verb="reset vouched for")
    assert (entry.authority, entry.detail["voucher"]) == (world.authority.name, world.people[voucher].public_id)


@pytest.mark.parametrize(
    ("name", "voucher", "why"),
    [
        ("secretary_and_administrator", "chair", "They sit in a group"),
        ("nobody", "chair", "another person"),
        ("guest", "planner", "another person"),
        ("guest", "deputy_chair", "another person"),
        ("guest", "sibling", "another person"),
        ("nominee", "stranger", "another person"),
        ("nominee", "administrator", "another person"),
        ("administrator", "administrator", "another person"),
        ("administrator", "planner", "another person"),
        ("administrator", "deputy_chair", "another person"),
        ("administrator", "stranger", "another person"),
        ("administrator", "nobody", "another person"),
    ],
)
def test_nobody_gets_a_new_start_for_less(world, invited, name, voucher, why):
    with pytest.raises(CommandError, match=why), behind_the_wall():
        reset(world, name, voucher)
    assert not Entry.objects.filter(verb__in=["reset vouched for", "second factor reset"]).exists()


@pytest.mark.parametrize("name", ["guest", "nominee"])
@pytest.mark.parametrize("voucher", ["chair", "secretary"])
def test_guest_and_deputy_at_one_meeting_begin_anew_as_somebody_of_the_group_vouches(
    world, invited, name, voucher, django_capture_on_commit_callbacks
):
    """The guest's invitation ends, and the deputy is to be confirmed again."""
    with django_capture_on_commit_callbacks(execute=True), behind_the_wall():
        reset(world, name, voucher)

    assert {message.to[0] for message in mail.outbox} == {world.people[each].email for each in (name, voucher)}
    assert Entry.objects.get(verb="reset vouched for").group == world.group.public_id
    assert not Nomination.objects.filter(user=world.people[name], confirmed_by__isnull=False).exists()
    assert not ItemReader.objects.filter(user=world.people[name]).exists()


def test_officer_is_vouched_for_by_none_who_only_invited_them(world, invited):
    """Else whoever keeps a group could invite them there first."""
    Nomination.objects.filter(user=world.people["nominee"]).update(user=world.other.people["administrator"])

    people = {**world.people, "elsewhere": world.other.people["administrator"]}
    with pytest.raises(CommandError, match="another person"):
        reset(SimpleNamespace(people=people), "elsewhere", "chair")


def test_closed_account_neither_vouches_nor_begins_anew(world):
    for name in ["auditor", "administrator"]:
        User.objects.filter(pk=world.people[name].pk).update(is_active=False)
        with pytest.raises(CommandError, match="Nobody here has the address"):
            reset(world, voucher="auditor")
        User.objects.filter(pk=world.people[name].pk).update(is_active=True)
