"""`manage.py move_group`: a group goes to the authority that takes over, with its whole history."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from groups.access import hats_of, permissions_of
from groups.models import PAPG, Authority, GroupMove, Membership, Office, Organisation, Participation
from groups.sensitivity import could_read
from groups.services import move_group
from lib import wall
from meetings.models import Meeting
from notices.services import plan_and_send
from tests.audit.events import leaves
from tests.groups.audit_logs import address, done, sign_in, taken
from tests.world import make_person, make_seat


@pytest.fixture
def successor(world):
    """The authority that takes over from Westhaven's, with its offices."""
    successor = Authority.objects.create(name="Estuary Council", gss="E00000909", type="Unitary", nation="England")
    Organisation.objects.create(name="Estuary Council", kind="authority", authority=successor)
    Authority.objects.filter(pk=world.authority.pk).update(ends_on=date(2026, 3, 31), successor=successor)
    for role in ["administrator", "auditor"]:
        person = world.people[f"new_{role}"] = make_person(f"new_{role}")
        Office.objects.create(user=person, authority=successor, role=role, granted_by=world.people["grantor"])
    return successor


def move(world, *more):
    call_command("move_group", "--group", world.group.public_id, "--to", "E00000909", *more)


def page(world):
    return reverse("overview:group_detail", args=[world.group.public_id])


# Who sees it ----------------------------------------------------------------------------------------------------------


def test_offices_of_the_new_authority_see_the_group_and_those_of_the_old_do_not(signed_in, world, successor):
    old, new = signed_in(world.people["administrator"]), signed_in(world.people["new_administrator"])
    assert (old.get(page(world)).status_code, new.get(page(world)).status_code) == (200, 404)

    move(world)

    assert (old.get(page(world)).status_code, new.get(page(world)).status_code) == (404, 200)
    for name in ["administrator", "senior_owner"]:
        assert permissions_of(world.people[name], world.group) == set()


def test_wall_follows(world, successor):
    move(world)
    with wall.within_groups_of(world.people["new_administrator"].pk):
        assert set(Meeting.objects.values_list("group", flat=True)) == {world.group.pk}
    with wall.within_groups_of(world.people["administrator"].pk):
        assert set(Meeting.objects.values_list("group", flat=True)) == set()  # the sibling has none


def test_seats_of_the_old_council_read_what_they_read(world, successor):
    before = {name: hats_of(world.people[name]) for name in ["planner", "chair", "fire", "venue", "observer"]}
    limits = {"marking": "official_sensitive", "audience": "authority"}
    assert could_read(world.people["planner"], world.group, **limits)

    move(world)

    assert {name: hats_of(world.people[name]) for name in before} == before
    group = PAPG.objects.get(pk=world.group.pk)
    assert (group.lead_authority, list(group.participating.all())) == (successor, [world.authority])
    assert could_read(world.people["planner"], world.group, **limits)


def test_new_seat_for_the_new_authority_is_of_the_authority_too(world, successor):
    move(world)
    world.organisations["new"] = successor.organisation
    make_seat(world, "newcomer", "member", "new")
    assert could_read(world.people["newcomer"], world.group, marking="official", audience="authority")


def test_authority_that_took_part_and_now_leads_takes_part_no_longer(world, successor):
    world.group.participating.add(successor)
    move(world)
    assert list(PAPG.objects.get(pk=world.group.pk).participating.all()) == [world.authority]


def test_organisations_that_the_old_authority_kept_and_seats_use_can_be_chosen_still(signed_in, world, successor):
    unused = Organisation.objects.create(name="Unused Mall", kind="venue", kept_by=world.authority)
    move(world)
    invite = reverse("groups:member_invite", args=[world.group.public_id])
    form = signed_in(world.people["secretary"]).get(invite).content.decode()
    listed = [*world.organisations.values(), unused, successor.organisation]
    in_list = {one.name: one.public_id in form for one in listed}
    assert in_list == {
        "Estuary police": True,
        "Estuary fire": True,
        "Westhaven City Council": False,  # has ended
        "Westhaven Business District": True,
        "Westhaven Arena": True,
        "Unused Mall": False,
        "Estuary Council": True,
    }


def test_wish_for_another_authority_is_overtaken(world, successor):
    wish = Participation.objects.create(
        group=world.group, authority=world.other.authority, reason="Joint site", asked_by=world.people["administrator"]
    )
    move(world)
    wish.refresh_from_db()
    assert (wish.state, wish.answered_by) == ("overtaken", None)


# The audit log --------------------------------------------------------------------------------------------------------


def verbs(entries):
    """Of what was done, not of who came in."""
    return [entry.verb for entry in entries if entry.kind != "sign-in"]


def test_moving_leaves_one_entry_under_the_authority_that_led_it(world, successor):
    with leaves("group moved"):
        move(world)
    entry = Entry.objects.get(verb="group moved")
    assert (entry.group, entry.authority, entry.detail) == (
        world.group.public_id,
        "Westhaven City Council",
        {"from_authority": world.authority.public_id, "to_authority": successor.public_id},
    )


def test_new_auditor_reads_all_and_the_old_one_what_was_recorded_under_them(signed_in, world, successor):
    done(world, "chair", "minutes approved")
    move(world)
    done(world, "chair", "action closed")

    old = signed_in(world.people["auditor"]).get(address(world))
    new = signed_in(world.people["new_auditor"]).get(reverse("groups:audit_log", args=[successor.public_id]))

    assert verbs(old.context["entries"]) == ["group moved", "minutes approved"]
    assert verbs(new.context["entries"]) == ["action closed", "group moved", "minutes approved"]
    assert world.group.name in str(old.context["form"]["in_group"])


def test_new_auditor_finds_how_those_signed_in_who_came_with_the_group_from_the_authority_that_ended(
    signed_in, world, successor
):
    people = {name: world.people[name] for name in ["chair", "deputy", "adviser", "sibling", "administrator"]}
    seen = {name: sign_in(person, at=timezone.now() - timedelta(days=1)).target for name, person in people.items()}
    new = signed_in(world.people["new_auditor"])
    Office.objects.filter(user=world.people["new_auditor"]).update(starts_at=timezone.now())
    asked = {"kind": "sign-in"}
    log = reverse("groups:audit_log", args=[successor.public_id], query=asked)
    assert new.get(log).context["entries"] == []

    move(world)

    told = {entry.target for entry in new.get(log).context["entries"]}
    assert told == {seen["chair"], seen["deputy"]}  # not the police, nor who is in a group that did not move


@pytest.mark.parametrize("goes_on", [{"successor": None, "ends_on": None}, {"ends_on": date(2199, 3, 31)}])
def test_group_that_moves_while_its_authority_goes_on_brings_nobody_into_the_new_log(
    signed_in, world, successor, goes_on
):
    Authority.objects.filter(pk=world.authority.pk).update(**goes_on)
    move(world)
    sign_in(world.people["chair"])
    new = signed_in(world.people["new_auditor"])
    Office.objects.filter(user=world.people["new_auditor"]).update(starts_at=timezone.now())

    log = reverse("groups:audit_log", args=[successor.public_id], query={"kind": "sign-in"})
    assert new.get(log).context["entries"] == []


def test_old_auditor_takes_no_more_as_a_file(signed_in, world, successor, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    done(world, "chair", "minutes approved")
    move(world)
    done(world, "chair", "action closed")

    rows = taken(signed_in(world.people["auditor"]), world, in_group=world.group.public_id)

    assert [row[5] for row in rows[1:]] == ["group moved", "minutes approved"]


def test_group_that_came_and_went_is_in_the_log_for_the_time_between(signed_in, world, successor):
    done(world, "chair", "before it came")
    other = world.other.authority
    move_group(group=world.group, to=successor)
    Authority.objects.filter(pk=successor.pk).update(successor=other, ends_on=date(2026, 4, 1))
    done(world, "chair", "while it was there")
    move_group(group=world.group, to=other)
    done(world, "chair", "after it went")

    log = signed_in(world.people["new_auditor"]).get(reverse("groups:audit_log", args=[successor.public_id]))

    assert verbs(log.context["entries"]) == ["group moved", "while it was there"]


def test_renamed_authority_keeps_its_log_and_whoever_takes_its_name_does_not_get_it(signed_in, world, successor):
    office = Office.objects.get(user=world.people["auditor"])
    done(world, "grantor", "auditor appointed", office)
    done(world, "grantor", "authority renamed", world.authority.organisation)
    Authority.objects.filter(pk=world.authority.pk).update(name="Another Council")
    auditor = signed_in(world.people["auditor"])
    assert verbs(auditor.get(address(world)).context["entries"]) == ["authority renamed", "auditor appointed"]

    Authority.objects.filter(pk=successor.pk).update(name="Westhaven City Council")

    new = signed_in(world.people["new_auditor"]).get(reverse("groups:audit_log", args=[successor.public_id]))
    assert verbs(new.context["entries"]) == []


# Who is told ----------------------------------------------------------------------------------------------------------


def test_chair_secretaries_and_both_administrators_are_told_once(world, successor):
    move(world)
    plan_and_send()
    plan_and_send()

    told = [message for message in mail.outbox if message.subject == "A group has moved to another authority"]
    concerned = ["chair", "secretary", "secretary_and_administrator", "administrator", "new_administrator"]
    assert sorted(address for message in told for address in message.to) == sorted(
        world.people[name].email for name in concerned
    )
    for word in ["Westhaven", "Estuary", world.group.public_id, "Protect"]:
        assert word not in f"{told[0].subject} {told[0].body}"


def test_chair_who_has_left_is_not_told(world, successor):
    move(world)
    Membership.objects.filter(pk=world.seats["chair"].pk).update(ends_at=timezone.now())
    plan_and_send()
    assert world.people["chair"].email not in [address for message in mail.outbox for address in message.to]


def test_move_of_long_ago_is_not_told(world, successor):
    GroupMove.objects.create(
        group=world.group,
        from_authority=world.authority,
        to_authority=successor,
        moved_at=timezone.now() - timedelta(days=31),
    )
    plan_and_send()
    assert [message for message in mail.outbox if "moved" in message.subject] == []


# What is refused ------------------------------------------------------------------------------------------------------


def test_name_that_the_new_authority_has_given_already_is_answered_in_words(world, successor, capsys):
    PAPG.objects.create(name=world.group.name, lead_authority=successor)

    with pytest.raises(CommandError, match="Estuary Council leads a group called “Westhaven Protect"):
        move(world)
    assert PAPG.objects.get(pk=world.group.pk).lead_authority == world.authority

    move(world, "--name", "Estuary west group")
    group = PAPG.objects.get(pk=world.group.pk)
    assert (group.name, group.lead_authority) == ("Estuary west group", successor)
    assert "Moved from Westhaven City Council to Estuary Council: Estuary west group." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends_on": date(2026, 4, 1)}, "Estuary Council has ended. Move the group to the authority that took over"),
        ({"gss": "E00000910"}, "0 authorities are called “E00000909”"),
    ],
)
def test_authority_that_cannot_take_it_is_refused(world, successor, changed, said):
    Authority.objects.filter(pk=successor.pk).update(**changed)
    with pytest.raises(CommandError, match=said):
        move(world)
    assert (GroupMove.objects.count(), Entry.objects.filter(verb="group moved").count()) == (0, 0)


def test_authority_that_did_not_take_over_is_refused(world, successor):
    with pytest.raises(CommandError, match="was replaced by Estuary Council, not by CANARY City Council"):
        call_command("move_group", "--group", world.group.public_id, "--to", "E00000902")


def test_later_successor_is_as_good(world, successor):
    Authority.objects.filter(pk=successor.pk).update(ends_on=date(2026, 4, 1), successor=world.other.authority)
    call_command("move_group", "--group", world.group.public_id, "--to", "E00000902")
    assert PAPG.objects.get(pk=world.group.pk).lead_authority == world.other.authority


def test_group_does_not_move_to_where_it_is_and_unknown_groups_are_named(world, successor):
    move(world)
    with pytest.raises(CommandError, match="Estuary Council leads this group already"):
        move(world)
    with pytest.raises(CommandError, match="There is no group zzz"):
        call_command("move_group", "--group", "zzz", "--to", "E00000909")
