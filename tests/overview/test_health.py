"""The health check: each finding stands and falls with what makes it one, and tells nobody what is withheld."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Update
from groups.models import Acceptance, BusinessArea, CheckAnswer, Governance, Membership
from maturity.framework import read_framework
from maturity.management.commands.load_framework import SHIPPED
from maturity.models import Assessment
from maturity.services import load_framework
from meetings.models import Meeting, Minutes
from tests.world import CANARY, make_seat
from tests.world_meetings import RESTRICTED, make_action


@pytest.fixture
def findings(signed_in, world):
    """What the health check says to somebody, of what begins with these words."""

    def findings(who, beginning=""):
        page = signed_in(world.people[who]).get(reverse("overview:group_health", args=[world.group.public_id]))
        assert CANARY not in page.content.decode()
        return [finding.says for finding in page.context["findings"] if finding.says.startswith(beginning)]

    return findings


@pytest.mark.parametrize("role", ["chair", "deputy chair", "secretary"])
def test_nobody_leads(findings, world, role):
    says = f"The group has no {role}"
    assert findings("venue", says) == []
    seats = Membership.objects.filter(group=world.group, role=role.replace(" ", "_"))
    seats.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert findings("venue", says) == [says]


def test_areas_without_a_member(findings, world):
    """Planning has one, and the other four of the five have none."""
    assert findings("venue", "Planning") == []
    assert len(findings("venue", "Emergency planning")) == 1

    world.seats["fire"].areas.add(BusinessArea.objects.get(code="emergency-planning"))

    assert findings("venue", "Emergency planning") == []


def test_warning_that_was_answered_with_a_reason_is_no_finding(findings, world):
    """As on the coverage board, from which it comes."""
    assert len(findings("venue", "Licensing")) == 1
    CheckAnswer.objects.create(
        group=world.group,
        key="area_empty",
        about="licensing",
        kind="right",
        reason="The county does it",
        by=world.people["chair"],
    )
    assert findings("venue", "Licensing") == []


def test_seats_that_wait(findings, world):
    assert findings("venue", "A seat waits") == ["A seat waits to be confirmed"]
    make_seat(world, "another", "member", "council", confirmed=False)
    assert findings("venue", "2 seats") == ["2 seats wait to be confirmed"]


def test_undertaking_not_accepted(findings, world):
    """Who only looks on is not bound by it."""
    assert findings("venue", "A member has not") == ["A member has not accepted the handling undertaking"]
    Acceptance.objects.create(person=world.people["not_undertaken"], sha256=world.things.undertaking.sha256)
    assert findings("venue", "A member has not") == []


def test_governance_not_recorded(findings, world):
    says = "It is not recorded whom the group answers to"
    assert findings("venue", says) == [says]
    Governance.objects.filter(group=world.group).update(
        prevent="none", adopted_on=timezone.localdate(), adopted_by="Minute 14"
    )
    assert findings("venue", says) == []


def test_no_meeting_planned(findings, world):
    assert findings("venue", "No meeting") == []
    Meeting.objects.filter(group=world.group).update(starts_at=timezone.now() - timedelta(days=1))
    assert findings("venue", "No meeting") == ["No meeting is planned"]


def test_minutes_not_approved_for_a_fortnight(findings, world):
    held = world.things.minutes.meeting
    Meeting.objects.filter(pk=held.pk).update(starts_at=timezone.now() - timedelta(days=15), state="held")
    assert len(findings("venue", "The minutes of")) == 1
    Meeting.objects.filter(pk=held.pk).update(starts_at=timezone.now() - timedelta(days=13))
    assert findings("venue", "The minutes of") == []


def test_approved_minutes_are_no_finding(findings, world):
    Meeting.objects.filter(group=world.group).update(starts_at=timezone.now() - timedelta(days=15))
    Minutes.objects.filter(group=world.group).update(state="approved")
    assert findings("venue", "The minutes of") == []


def test_overdue_actions_count_as_far_as_they_are_read(findings, world):
    before = findings("venue", "An action is overdue")
    restricted = make_action(world, 91, "planner", "late", **RESTRICTED)
    Action.objects.filter(pk=restricted.pk).update(due_on=timezone.localdate() - timedelta(days=1))

    assert findings("venue", "An action is overdue") == before
    assert findings("chair", "An action is overdue") == ["An action is overdue"]


def test_actions_of_which_nothing_was_heard(findings, world):
    says = "Of an action nothing was heard for 60 days"
    old = make_action(world, 92, "planner", "old")
    assert findings("venue", says) == []
    Action.objects.filter(pk=old.pk).update(raised_at=timezone.now() - timedelta(days=61))
    assert findings("venue", says) == [says]
    Update.objects.create(group=world.group, action=old, text="Under way", by=world.people["planner"])
    assert findings("venue", says) == []


def test_assessment_is_named_only_to_those_who_see_results(findings, world):
    says = "The group has closed no assessment for a year"
    framework, _ = load_framework(read=read_framework(SHIPPED.read_text()))

    def closed(days_ago):
        Assessment.objects.create(
            group=world.group,
            authority=world.authority,
            framework=framework,
            period=f"{days_ago} days ago",
            state="closed",
            closed_at=timezone.now() - timedelta(days=days_ago),
        )

    closed(366)
    assert [findings(who, says) for who in ["venue", "administrator", "observer"]] == [[], [], []]
    assert [findings(who, says) for who in ["chair", "adviser", "senior_owner"]] == [[says]] * 3
    closed(364)
    assert findings("chair", says) == []


def test_what_mends_it_is_shown_to_those_who_may(signed_in, world):
    address = reverse("overview:group_health", args=[world.group.public_id])

    assert "Invite somebody" in signed_in(world.people["chair"]).get(address).content.decode()
    assert "Invite somebody" not in signed_in(world.people["venue"]).get(address).content.decode()


@pytest.mark.parametrize("more", [0, 45])
def test_page_takes_as_many_queries_with_few_members_as_with_many(signed_in, world, django_assert_num_queries, more):
    for number in range(more):
        make_seat(world, f"more_{number}", "member", "council").areas.add(world.things.area)
    client = signed_in(world.people["chair"])
    address = reverse("overview:group_health", args=[world.group.public_id])

    with django_assert_num_queries(11):
        client.get(address)


def test_what_somebody_left_behind_is_with_nobody(findings, world):
    """Whoever may read none of it is told nothing."""
    make_action(world, 95, "fire", "withheld", **RESTRICTED)
    says = "Westhaven Fire has left, and what they had to do is with nobody"
    assert findings("chair", says) == []
    Membership.objects.filter(pk=world.seats["fire"].pk).update(ends_at=timezone.now() - timedelta(minutes=1))

    assert (findings("chair", says), findings("venue", says)) == ([says], [])
