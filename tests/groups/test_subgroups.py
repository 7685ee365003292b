"""Subgroups: groups of their own for one matter, with an end. Nobody gets anything in the one by being in the other."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from groups.access import permissions_of
from groups.models import PAPG, Commission, Membership
from groups.services import close_subgroup, create_subgroup, move_group, renew_subgroup
from groups.starting_texts import UNDERTAKING
from groups.subgroup_texts import SUBGROUP_ITEMS
from groups.subgroups import subgroups_of
from notices.services import plan_and_send
from tests.audit.events import leaves
from tests.groups.pages import errors_of
from tests.world import make_person
from tests.world_places import add_subgroup, sit

END = {"ends_on_day": "27", "ends_on_month": "3", "ends_on_year": "2031"}


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def subgroup(world):
    """Chaired by the planner, with somebody in it who is not in the parent; the texts of both carry a canary."""
    subgroup = add_subgroup(world, chair="planner", name="CANARYSUB project")
    world.people["only_there"] = make_person("only_there")
    sit(world, subgroup, "only_there", "member")
    Membership.objects.filter(group=subgroup).update(name="CANARYSUB member")
    return subgroup


def page_of(group, name="overview:group_detail"):
    return reverse(name, args=[group.public_id])


def create(browser, world, **changed):
    sponsor = world.seats["planner"].public_id
    about = {"name": "Vehicle mitigation project", "purpose": "To plan barriers", "sponsor": sponsor, **END}
    return browser.post(page_of(world.group, "groups:subgroup_create"), {**about, **changed})


# Creating one ---------------------------------------------------------------------------------------------------------


def test_administrator_creates_a_subgroup_with_all_that_it_starts_with(signed_in, world):
    browser = signed_in(world.people["administrator"])
    with leaves("subgroup created"):
        made = create(browser, world)

    group = PAPG.objects.get(parent=world.group)
    assert made.url == page_of(group, "groups:member_list")
    assert (group.name, group.lead_authority, str(group.ends_on)) == (
        "Vehicle mitigation project",
        world.authority,
        "2031-03-27",
    )
    sections = group.terms.get().sections.all()
    assert len(sections) == 7
    assert "To plan barriers" in sections[0].text
    assert [item.title for item in group.standingitems.all()] == [item["title"] for item in SUBGROUP_ITEMS]
    assert [undertaking.text for undertaking in group.undertakings.all()] == [UNDERTAKING]
    assert (group.governance.parent_body, group.memberships.exists()) == (world.group.name, False)
    assert (group.rules.quorum_areas, group.rules.quorum_needs_police) == (0, False)
    commission = Commission.objects.get(subgroup=group)
    assert (commission.group, commission.purpose, commission.sponsor) == (
        world.group,
        "To plan barriers",
        world.seats["planner"],
    )


@pytest.mark.parametrize("who", ["chair", "secretary", "senior_owner", "planner", "observer"])
def test_nobody_else_creates_one(signed_in, world, who):
    assert create(signed_in(world.people[who]), world).status_code == 403
    assert not PAPG.objects.filter(parent=world.group).exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Enter the name of the subgroup"),
        ({"name": "Westhaven Protect and Prepare Group"}, "There is already a group of this name. Choose another name"),
        ({"purpose": ""}, "Enter what it is for"),
        ({"purpose": "x" * 301}, "The purpose must be 300 characters or fewer"),
        ({"sponsor": ""}, "Choose who speaks for it in this group"),
        ({"ends_on_year": "2020"}, "The end must be in the future"),
        ({"ends_on_day": "31", "ends_on_month": "2"}, "The end must be a real date, like 27 3 2027"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, world, changed, said):
    page = create(signed_in(world.people["administrator"]), world, **changed)
    assert errors_of(page) == [said]
    assert "To plan barriers" in page.content.decode() or "purpose" in changed
    assert not PAPG.objects.filter(parent=world.group).exists()


def test_sponsor_sits_in_the_parent_now(signed_in, world):
    browser = signed_in(world.people["administrator"])
    for seat in [world.seats["ended"], world.other.seats["chair"]]:
        assert errors_of(create(browser, world, sponsor=seat.public_id)) == ["Choose one from the list"]


def test_subgroup_has_no_subgroups_of_its_own(signed_in, world, subgroup):
    with pytest.raises(Exception, match="A subgroup has no subgroups of its own"):
        create_subgroup(
            parent=subgroup,
            name="Deeper",
            purpose="More",
            sponsor=world.seats["planner"],
            ends_on=today(9),
            by=world.people["administrator"],
        )


# The two groups are apart ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chair", "secretary", "adviser", "observer"])
def test_place_in_the_parent_is_none_in_the_subgroup(signed_in, world, subgroup, who):
    browser = signed_in(world.people[who])
    assert permissions_of(world.people[who], subgroup) == set()
    for name in ["overview:group_detail", "groups:member_list", "meetings:meeting_list", "actions:action_plan"]:
        assert browser.get(page_of(subgroup, name)).status_code == 404
    for name in ["groups:member_list", "groups:terms_detail", "overview:group_detail"]:
        assert "CANARYSUB member" not in browser.get(page_of(world.group, name)).content.decode()


def test_place_in_the_subgroup_is_none_in_the_parent(signed_in, world, subgroup):
    browser = signed_in(world.people["only_there"])
    assert permissions_of(world.people["only_there"], world.group) == set()
    for name in ["overview:group_detail", "groups:member_list", "meetings:meeting_list", "groups:authority_list"]:
        assert browser.get(page_of(world.group, name)).status_code == 404
    for address in [page_of(subgroup), page_of(subgroup, "groups:member_list"), reverse("overview:home")]:
        page = browser.get(address)
        assert page.status_code == 200
        for words in [
            "Westhaven Chair",
            "Westhaven Planner",
            "Westhaven events",
            "Westhaven barriers",
            "Westhaven decision",
        ]:
            assert words not in page.content.decode()


def test_parent_sees_what_it_knows_and_only_who_sits_in_it_finds_the_way(signed_in, world, subgroup):
    for who, finds_it in [("secretary", False), ("planner", True), ("administrator", True)]:
        page = signed_in(world.people[who]).get(page_of(world.group)).content.decode()
        assert "CANARYSUB project" in page
        assert "Westhaven barriers" in page
        assert (f'href="{page_of(subgroup)}"' in page) is finds_it


def test_terms_can_print_the_subgroups_that_are_at_work(world, subgroup):
    [line] = subgroups_of(world.group)
    assert (line.subgroup.name, line.purpose, line.sponsor.name, line.subgroup.ends_on) == (
        "CANARYSUB project",
        "Westhaven barriers",
        "Westhaven Planner",
        today(200),
    )
    close_subgroup(group=subgroup, by=world.people["administrator"])
    assert subgroups_of(world.group) == []


def test_front_page_costs_the_same_with_many_subgroups(signed_in, world, django_assert_max_num_queries):
    browser = signed_in(world.people["chair"])
    with django_assert_max_num_queries(12) as few:
        browser.get(page_of(world.group))
    for number in range(30):
        add_subgroup(world, chair="planner", name=f"Project {number}")
    with django_assert_max_num_queries(len(few)):
        browser.get(page_of(world.group))


def test_subgroups_move_with_their_parent(world, subgroup):
    moves = move_group(group=world.group, to=world.other.authority)
    assert {move.group for move in moves} == {world.group, subgroup}
    subgroup.refresh_from_db()
    assert subgroup.lead_authority == world.other.authority
    with pytest.raises(Exception, match="CANARYSUB project is a subgroup, and moves with its parent"):
        move_group(group=subgroup, to=world.authority)


# Its end --------------------------------------------------------------------------------------------------------------


def end(subgroup, day):
    PAPG.objects.filter(pk=subgroup.pk).update(ends_on=day)
    subgroup.refresh_from_db()


def test_page_of_a_subgroup_past_its_end_asks_to_renew_or_close(signed_in, world, subgroup):
    end(subgroup, today())
    assert "was to end on" not in signed_in(world.people["planner"]).get(page_of(subgroup)).content.decode()
    end(subgroup, today(-1))

    member = signed_in(world.people["planner"]).get(page_of(subgroup)).content.decode()
    assert "was to end on" in member
    assert "Ask the administrator of Westhaven City Council to renew it" in member
    administrator = signed_in(world.people["administrator"])
    assert page_of(subgroup, "groups:subgroup_renew") in administrator.get(page_of(subgroup)).content.decode()
    assert "Renew or close CANARYSUB project" in administrator.get(reverse("overview:home")).content.decode()


def test_administrator_renews_it_and_closes_it_and_renews_it_again(signed_in, world, subgroup):
    browser = signed_in(world.people["administrator"])
    end(subgroup, today(-1))
    with leaves("subgroup renewed"):
        browser.post(page_of(subgroup, "groups:subgroup_renew"), END)
    subgroup.refresh_from_db()
    assert (str(subgroup.ends_on), subgroup.is_past_its_end) == ("2031-03-27", False)

    with leaves("subgroup closed"):
        browser.post(page_of(subgroup, "groups:subgroup_close"), {})
    assert "was closed on" in browser.get(page_of(subgroup)).content.decode()
    again = browser.post(page_of(subgroup, "groups:subgroup_close"), {})
    assert errors_of(again) == ["This subgroup is closed already"]

    renew_subgroup(group=subgroup, ends_on=today(9), by=world.people["administrator"])
    subgroup.refresh_from_db()
    assert subgroup.closed_at is None


def test_group_that_is_no_subgroup_is_neither_renewed_nor_closed(signed_in, world):
    browser = signed_in(world.people["administrator"])
    for name in ["groups:subgroup_renew", "groups:subgroup_close"]:
        assert browser.post(page_of(world.group, name), END).status_code == 403
    assert not Entry.objects.filter(target=world.group.public_id, verb__startswith="subgroup").exists()


def told():
    return [message for message in mail.outbox if message.subject == "A subgroup ends in four weeks"]


@pytest.mark.parametrize(("days", "told_of"), [(29, 0), (27, 2), (-1, 0)])
def test_chair_and_sponsor_are_told_once_four_weeks_before(world, subgroup, days, told_of):
    sit(world, subgroup, "fire", "chair")
    end(subgroup, today(days))
    plan_and_send()
    plan_and_send()
    # the planner chairs and sponsors: one mail
    assert [len(message.to) for message in told()] == [1] * told_of
    for message in told():
        for word in ["CANARYSUB", "Westhaven", subgroup.public_id]:
            assert word not in f"{message.subject} {message.body}"


def test_subgroup_that_was_closed_or_renewed_is_not_told_of(world, subgroup):
    end(subgroup, today(20))
    close_subgroup(group=subgroup, by=world.people["administrator"])
    plan_and_send()
    assert told() == []


def test_sponsor_whose_seat_ended_is_not_told(world, subgroup):
    Commission.objects.filter(subgroup=subgroup).update(sponsor=world.seats["ended"])
    end(subgroup, today(20))
    plan_and_send()
    assert [message.to for message in told()] == [[world.people["planner"].email]]
