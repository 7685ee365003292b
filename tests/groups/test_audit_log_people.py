"""How an authority's own people sign in stands in its log: theirs alone, and of the time in which they were that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.models import Deputyship, Membership, Office
from groups.services import confirm_membership
from tests.databases import asked_in
from tests.groups.audit_logs import address, auditing, done, name_of, sign_in, taken
from tests.world import make_seat

AGO = timedelta(days=2)
OWN = ["chair", "secretary", "planner", "observer", "prevent", "not_undertaken", "deputy"]
OWN += ["powerless_deputy_of_chair", "sibling", "administrator", "senior_owner", "auditor"]
OWN += ["secretary_and_administrator"]


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def auditor(signed_in, world):
    return auditing(signed_in, world)


@pytest.fixture
def signers(auditor, world):
    """Whose signing in the auditor is shown, as often as it is."""

    def signers(**asked):
        return sorted(entry.target for entry in auditor.get(address(world, **asked)).context["entries"])

    return signers


def ids(world, *names):
    return sorted(world.people[name].public_id for name in names)


def test_those_in_office_and_those_who_sit_for_the_authority_itself_are_shown_once_each(world, signers):
    for person in {*world.people.values(), *world.other.people.values()}:
        sign_in(person)

    assert signers() == ids(world, *OWN)
    assert signers(kind="sign-in") == ids(world, *OWN)


def test_auditor_of_another_authority_is_shown_its_own(world, signed_in):
    for side in (world, world.other):
        sign_in(side.people["chair"])
    page = auditing(signed_in, world.other).get(address(world.other))

    assert [entry.target for entry in page.context["entries"]] == [world.other.people["chair"].public_id]


def test_who_sits_for_the_authority_in_a_group_that_another_leads_is_not_shown_for_it(world, signed_in, signers):
    """Not even where the auditor sits there too, so that no wall hides the seat."""
    make_seat(world.other, "auditor_there", "member", "police", person=world.people["auditor"])
    world.other.organisations["westhaven"] = world.authority_organisation
    visitor = make_seat(world.other, "visitor", "member", "westhaven").user
    sign_in(visitor)

    assert signers() == []
    page = auditing(signed_in, world.other).get(address(world.other))
    assert not page.context["entries"]


@pytest.mark.parametrize("who", ["planner", "deputy", "administrator"])
def test_only_what_lies_within_seat_deputyship_or_office_is_shown(world, signers, who):
    person, now = world.people[who], timezone.now()
    for places in (Membership, Deputyship, Office):
        places.objects.filter(user=person).update(starts_at=now - AGO, ends_at=now - AGO / 2)
    within = sign_in(person, at=now - AGO / 2 - timedelta(minutes=1))
    sign_in(person, at=now - AGO - timedelta(minutes=1))
    sign_in(person, at=now - AGO / 2)
    sign_in(person)

    assert signers() == [within.target]


def test_seat_shows_nothing_until_it_is_confirmed_and_from_then_on_always(world, signers):
    """Nobody learns by giving a seat whether there is an account at an address; and a new start hides nothing."""
    seat = world.seats["unconfirmed"]
    sign_in(seat.user)
    assert signers() == []

    confirm_membership(membership=seat, by=world.people["secretary"])
    shown = signers(kind="sign-in")
    Membership.objects.filter(pk=seat.pk).update(confirmed_by=None, confirmed_at=None)

    assert shown == signers(kind="sign-in") == [seat.user.public_id]


def test_stands_among_the_others_newest_first_with_how(world, auditor):
    now, planner = timezone.now(), world.people["planner"]
    sign_in(planner, at=now - AGO)
    done(world, "chair", "minutes approved", at=now - AGO / 2)
    sign_in(planner, by=planner, how="passkey")

    page = auditor.get(address(world))

    assert [entry.verb for entry in page.context["entries"]] == ["signed in", "minutes approved", "signed in"]
    assert "Sign-in: passkey" in page.content.decode()


def test_code_of_a_person_finds_what_was_refused_and_the_filter_by_group_leaves_it_out(world, auditor, signers):
    planner, chair = world.people["planner"], world.people["chair"]
    sign_in(planner, verb="password refused")
    sign_in(chair, by=chair)

    assert signers(person=planner.public_id) == [planner.public_id]
    assert signers(person=name_of(world, "chair")) == [chair.public_id]
    assert signers(in_group=world.group.public_id) == []
    assert signers(kind="change") == []
    assert f"?person={planner.public_id}" in auditor.get(address(world)).content.decode()


def test_file_holds_what_the_page_shows(world, auditor):
    planner = world.people["planner"]
    sign_in(planner, by=planner, how="password and app")
    for name in ("adviser", "venue", "unconfirmed"):
        sign_in(world.people[name])
    sign_in(world.other.people["chair"])

    _columns, row = taken(auditor, world)

    assert row[1:3] == [planner.name, planner.public_id]
    assert row[4:9] == ["Sign-in", "signed in", "password and app", "user", planner.public_id]


def test_page_takes_as_many_queries_for_many_people_as_for_few(
    world, auditor, django_assert_max_num_queries, django_assert_num_queries
):
    sign_in(world.people["planner"])
    with django_assert_max_num_queries(12) as few:
        auditor.get(address(world))
    for number in range(10):
        sign_in(make_seat(world, f"more_{number}", "member", "council").user)

    with django_assert_num_queries(len(asked_in(few))):
        assert len(auditor.get(address(world)).context["entries"]) == 11
