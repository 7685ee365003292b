"""What needs a person: each need stands and falls with what makes it one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions import services as actions
from groups.models import Membership, Undertaking
from maturity import services as maturity
from maturity.framework import read_framework
from maturity.management.commands.load_framework import SHIPPED
from meetings import services as meetings
from meetings.models import Attendance, Contribution, Meeting, Minutes, OpenSummary
from tests.actions.test_services import raised
from tests.meetings.papers import approved
from tests.world import CANARY
from tests.world_meetings import RESTRICTED, make_action

ATTENDANCE = "Say whether you come"
UPDATE = "Write your update"
CONFIRM = "Confirm the seat of"
UNDERTAKING = "Accept the handling undertaking"
APPROVE = "Approve the minutes"
ACTION = "Report on action"


@pytest.fixture
def needs(signed_in, world):
    """The needs of somebody, as their home page has them, whose words begin with these."""

    def needs(who, beginning=""):
        home = signed_in(world.people[who]).get("/home/")
        assert CANARY not in home.content.decode()
        return [need for need in home.context["needs"] if need.says.startswith(beginning)]

    return needs


def test_an_undertaking_not_accepted(needs, world):
    assert (len(needs("not_undertaken", UNDERTAKING)), len(needs("planner", UNDERTAKING))) == (1, 0)
    Undertaking.objects.create(group=world.group, number=2, text="New", sha256="new")
    assert (len(needs("planner", UNDERTAKING)), len(needs("observer", UNDERTAKING))) == (1, 0)


def test_seats_to_confirm_wait_for_those_who_may(needs, world):
    assert [need.says for need in needs("chair", CONFIRM)] == ["Confirm the seat of Westhaven Unconfirmed"]
    assert [needs(who, CONFIRM) for who in ["planner", "administrator", "senior_owner", "unconfirmed"]] == [[]] * 4


def test_the_senior_owner_confirms_where_nobody_inside_can(needs, world):
    Membership.objects.filter(group=world.group, role__in=["chair", "secretary"]).update(ends_at=timezone.now())

    assert len(needs("senior_owner", CONFIRM)) == 1


def test_a_meeting_to_answer_until_it_is_answered(needs, world):
    seat = world.seats["planner"]
    assert [need.url for need in needs("planner", ATTENDANCE)] == [
        reverse("meetings:attendance_answer", args=[world.things.meeting.public_id])
    ]

    meetings.answer_attendance(
        meeting=world.things.meeting, seat=seat, answer="coming", deputyship=None, by=world.people["planner"]
    )

    assert needs("planner", ATTENDANCE) == []
    assert needs("deputy", ATTENDANCE) == []  # the member answers
    assert needs("administrator", ATTENDANCE) == []


def test_an_update_owed_until_it_is_filed(needs, world):
    Contribution.objects.filter(item=world.things.item).update(state="writing")
    assert [need.says for need in needs("planner", UPDATE)] == ["Write your update for item 1: Westhaven events"]
    assert len(needs("deputy", UPDATE)) == 1

    Contribution.objects.filter(item=world.things.item).update(state="nothing")

    assert (needs("planner", UPDATE), needs("deputy", UPDATE)) == ([], [])


def test_a_restricted_item_is_named_by_its_number_only(needs, world):
    assert [need.says for need in needs("adviser", UPDATE)] == ["Write your update for item 2"]


def test_minutes_wait_for_whose_turn_it_is(needs, world):
    def waiting():
        return {who: [need.says[:8] for need in needs(who) if "minutes" in need.says] for who in ["chair", "secretary"]}

    states = {}
    for state in ["draft", "at_chair", "circulated"]:
        Minutes.objects.filter(pk=world.things.minutes.pk).update(state=state)
        states[state] = waiting()
        assert [need for need in needs("planner") if "minutes" in need.says] == []
    meetings.approve_minutes(minutes=world.things.minutes, by=world.people["chair"])

    assert states == {
        "draft": {"chair": ["Finish t"], "secretary": ["Finish t"]},
        "at_chair": {"chair": ["Check th"], "secretary": []},
        "circulated": {"chair": ["Approve "], "secretary": []},
    }
    assert waiting() == {"chair": [], "secretary": []}


def test_a_correction_waits_for_who_may_read_and_answer_it(needs, world):
    things, by = world.things, world.people["adviser"]
    correction = meetings.propose_correction(
        minutes=things.minutes, paragraph=things.named_entry, should_say="x", reason="y", by=by
    )
    waiting = {who: len(needs(who, "Answer a correction")) for who in ["secretary", "chair", "adviser"]}
    meetings.answer_correction(correction=correction, taken=True, answer="", by=world.people["secretary"])

    assert waiting == {"secretary": 1, "chair": 0, "adviser": 0}
    assert needs("secretary", "Answer a correction") == []


def test_own_actions_late_or_due_soon(needs, world):
    late = raised(world, "planner", days=-1, text="Mend the gate")
    raised(world, "planner", days=40)
    raised(world, "fire", days=1)

    assert [(need.says, need.why) for need in needs("planner", ACTION)] == [("Report on action 3", "Mend the gate")]
    assert len(needs("deputy", ACTION)) == 1

    actions.update_action(action=late, text="Mended", status="done", by=world.people["planner"])
    assert needs("planner", ACTION) == []


def test_a_restricted_action_is_named_by_its_number_only(needs, world):
    world.things.restricted_action.due_on = timezone.localdate()
    world.things.restricted_action.save()

    assert [(need.says, need.why) for need in needs("chair", ACTION)] == [("Report on action 2", "")]


def test_a_criterion_asked_of_somebody(needs, world):
    framework, _ = maturity.load_framework(read=read_framework(SHIPPED.read_text()))
    assessment = maturity.start_assessment(
        group=world.group,
        authority=world.authority,
        themes=[framework.themes.first()],
        period="Now",
        by=world.people["chair"],
    )
    answer = assessment.answers.select_related("assessment", "group__lead_authority").first()
    assert needs("planner", "Answer criterion") == []

    maturity.ask_for_answer(answer=answer, seat=world.seats["planner"], by=world.people["chair"])

    assert [need.url for need in needs("planner", "Answer criterion")] == [
        reverse("maturity:answer_write", args=[answer.public_id])
    ]
    assert needs("deputy", "Answer criterion") == []  # it was asked of one person
    Membership.objects.filter(pk=world.seats["planner"].pk).update(confirmed_by=None)  # and reads nothing sensitive
    assert needs("planner", "Answer criterion") == []


def test_the_soonest_stands_first_and_what_has_no_day_last(needs, world):
    raised(world, "chair", days=3)
    raised(world, "chair", days=-3)

    days = [need.day for need in needs("chair")]

    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == dated + [None] * (len(days) - len(dated))


def test_a_meeting_that_is_over_asks_for_no_answer(needs, world):
    Meeting.objects.filter(pk=world.things.meeting.pk).update(starts_at=timezone.now() - timedelta(hours=1))

    assert needs("planner", ATTENDANCE) + needs("planner", UPDATE) == []
    assert not Attendance.objects.filter(meeting=world.things.meeting).exists()


@pytest.mark.parametrize("who", ["auditor", "operator", "nobody", "ended", "powerless_deputy_of_chair"])
def test_nothing_is_asked_of_those_who_are_nobody_here(needs, who):
    assert needs(who) == []


# What needs somebody tells nothing of what is withheld from them ------------------------------------------------------


def test_action_that_was_restricted_needs_an_owner_no_more_who_does_not_read_it(needs, world):
    action = make_action(world, 9, "venue", "gate", due_on=timezone.localdate() - timedelta(days=1))
    assert len(needs("venue", ACTION)) == 1
    type(action).objects.filter(pk=action.pk).update(**RESTRICTED)
    assert needs("venue", ACTION) == []


def test_front_page_counts_the_actions_that_its_reader_may_see(world, signed_in):
    page = reverse("overview:group_detail", args=[world.group.public_id])
    counts = {
        name: signed_in(world.people[name]).get(page).context["counts"]["open"] for name in ["chair", "fire", "venue"]
    }
    assert counts == {"chair": 2, "fire": 2, "venue": 1}


def test_a_summary_waits_for_a_second_person_and_a_report_for_whoever_approves_it(needs, world):
    minutes = approved(world)
    meetings.ask_for_summary(minutes=minutes, by=world.people["chair"])
    report = meetings.save_upward_report(minutes=minutes, text="Money", edition=0, by=world.people["secretary"])

    assert [len(needs(who, "Agree to the open summary")) for who in ["deputy_chair", "chair", "secretary"]] == [1, 0, 0]
    assert [len(needs(who, "Approve the report")) for who in ["deputy_chair", "chair", "secretary"]] == [1, 1, 0]

    meetings.answer_summary(summary=OpenSummary.objects.get(), agreed=True, by=world.people["deputy_chair"])
    meetings.approve_upward_report(report=report, edition="1", by=world.people["chair"])
    assert [needs("deputy_chair", words) for words in ["Agree to the open summary", "Approve the report"]] == [[], []]
