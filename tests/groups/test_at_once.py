"""Two people at once, each on a connection of their own; and how many queries a save takes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups import services
from groups.models import PAPG, Deputyship, Membership, Office, StandingItem
from lib.editions import StaleEdition
from tests.databases import asked_in
from tests.groups.pages import deputy, invitation
from tests.world import make_person


def at_once(*calls):
    """What each call returned or raised, when all start together."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except (ValidationError, StaleEdition) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def refusals(results):
    return [message for result in results if isinstance(result, ValidationError) for message in result.messages]


def test_same_person_invited_twice_at_once_gets_one_seat(own_database, world):
    def invite(by):
        return services.invite_member(
            group=world.group,
            by=world.people[by],
            name="Jo",
            email="jo@estuary.example",
            role="member",
            organisation=world.organisations["fire"],
        )

    results = at_once(lambda: invite("secretary"), lambda: invite("administrator"))

    assert refusals(results) == ["This person has a seat in the group already"]
    assert Membership.objects.filter(group=world.group, user__email="jo@estuary.example").count() == 1


def test_two_groups_that_invite_the_same_person_at_once_leave_one_link(own_database, world):
    person = make_person("not_joined_yet", password="!")

    def invite(side):
        return services.invite_member(
            group=side.group,
            by=side.people["administrator"],
            name="Jo",
            email=person.email,
            role="member",
            organisation=side.organisations["fire"],
        )

    results = at_once(lambda: invite(world), lambda: invite(world.other))

    assert [seat.group for seat in results] == [world.group, world.other.group]
    assert person.invitations.filter(used_at=None).count() == 1


def test_same_deputy_appointed_twice_at_once_stands_in_once(own_database, world):
    def appoint(by):
        return services.appoint_deputy(
            membership=world.membership,
            by=world.people[by],
            name="Jo",
            email="jo@westhaven.example",
            organisation=world.authority_organisation,
        )

    results = at_once(lambda: appoint("secretary"), lambda: appoint("planner"))

    assert refusals(results) == ["This person is a deputy for this seat already"]
    assert Deputyship.objects.filter(membership=world.membership, user__email="jo@westhaven.example").count() == 1


def test_group_created_twice_at_once_is_there_once(own_database, world):
    def create():
        return services.create_group(authority=world.authority, name="Second", by=world.people["administrator"])

    assert refusals(at_once(create, create)) == ["There is already a group of this name. Choose another name"]
    assert PAPG.objects.filter(name="Second").count() == 1


def test_role_changed_while_it_is_being_confirmed_is_never_confirmed(own_database, world):
    """Whichever comes first: a seat that ends up with the new role waits to be confirmed."""
    seat = world.seats["unconfirmed"]

    at_once(
        lambda: services.confirm_membership(membership=seat, by=world.people["chair"], role="member"),
        lambda: services.change_membership(
            membership=seat, by=world.people["secretary"], role="adviser", areas=[], name=seat.name
        ),
    )

    seat.refresh_from_db()
    assert (seat.role, seat.confirmed_by) == ("adviser", None)


def test_standing_items_added_at_once_get_places_of_their_own(own_database, world):
    def add(title):
        return services.add_standing_item(group=world.group, by=world.people["secretary"], title=title)

    at_once(lambda: add("One"), lambda: add("Two"))

    positions = StandingItem.objects.filter(group=world.group).values_list("position", flat=True)
    assert list(positions) == [1, 2, 3, 4]


def test_section_saved_twice_at_once_keeps_one_and_tells_the_other(own_database, world):
    def save(text, by):
        return services.save_terms_section(section=world.things.section, text=text, edition=1, by=world.people[by])

    results = at_once(lambda: save("Chair’s", "chair"), lambda: save("Secretary’s", "secretary"))

    [told] = [result for result in results if isinstance(result, StaleEdition)]
    world.things.section.refresh_from_db()
    assert (world.things.section.text, world.things.section.edition) == (told.theirs.text, 2)


def test_two_commands_at_once_appoint_one_administrator(own_database, world):
    Office.objects.filter(authority=world.other.authority).delete()

    def appoint(email):
        return services.appoint_first_officer(
            authority=world.other.authority, role="administrator", name="First", email=email
        )

    results = at_once(lambda: appoint("one@eastmere.example"), lambda: appoint("two@eastmere.example"))

    assert len(refusals(results)) == 1
    assert Office.objects.filter(authority=world.other.authority).count() == 1


def queries_of_a_post(client, name, thing, typed):
    """Reads and writes; savepoints apart, most of which are the transaction's beginning and end outside a test."""
    with CaptureQueriesContext(connection) as captured:
        assert client.post(reverse(f"groups:{name}", args=[thing.public_id]), typed).status_code == 302
    return len(asked_in(captured))


@pytest.mark.parametrize(
    ("name", "thing", "typed", "most"),
    [
        ("membership_confirm", "unconfirmed", {"role": "member"}, 12),
        ("membership_end", "planner", {}, 12),
        ("membership_edit", "planner", {"name": "New name", "role": "member"}, 12),
        ("deputy_appoint", "planner", deputy, 12),
    ],
)
def test_save_takes_few_queries(signed_in, world, name, thing, typed, most):
    typed = typed(world) if callable(typed) else typed

    assert queries_of_a_post(signed_in(world.people["secretary"]), name, world.seats[thing], typed) <= most


def test_inviting_takes_few_queries(signed_in, world):
    client = signed_in(world.people["secretary"])

    assert queries_of_a_post(client, "member_invite", world.group, invitation(world)) <= 12
