"""A subgroup's report before each meeting of its parent: written in the subgroup, sent to the parent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Commission, Membership
from groups.services import close_subgroup
from lib import wall
from meetings.models import Meeting, SentReport, SubgroupReport
from tests.audit.events import leaves
from tests.databases import asked_in
from tests.groups.pages import errors_of
from tests.world import make_person
from tests.world_meetings import _meeting
from tests.world_places import add_subgroup, sit

WORDS = "The survey is done. The money is not."


@pytest.fixture
def subgroup(world):
    """Its chair and its secretary have no place in the parent."""
    for name in ["sub_chair", "sub_secretary", "sub_member"]:
        world.people[name] = make_person(name)
    subgroup = add_subgroup(world, chair="sub_chair", name="Vehicle project")
    sit(world, subgroup, "sub_secretary", "secretary")
    sit(world, subgroup, "sub_member", "member")
    return subgroup


def address(subgroup):
    return reverse("meetings:report_write", args=[subgroup.public_id])


def write(browser, subgroup, do="send", **changed):
    body = {"course": "in_difficulty", "text": WORDS, "edition": "0", "do": do, **changed}
    return browser.post(address(subgroup), body)


def meeting_page(signed_in, world, who="observer", meeting=None):
    meeting = meeting or world.things.meeting
    return signed_in(world.people[who]).get(reverse("meetings:meeting_detail", args=[meeting.public_id]))


def text_of(page):
    return " ".join(page.content.decode().split())


# Writing and sending --------------------------------------------------------------------------------------------------


def test_report_that_is_sent_stands_on_the_page_of_the_parents_next_meeting(signed_in, world, subgroup):
    chair = signed_in(world.people["sub_chair"])
    with leaves("subgroup report saved"):
        write(chair, subgroup, do="save")
    assert WORDS not in text_of(meeting_page(signed_in, world))

    with leaves("subgroup report sent"):
        sent = write(chair, subgroup, edition="1")

    assert sent.url == address(subgroup)
    for who in ["observer", "venue", "chair", "senior_owner", "unconfirmed"]:
        page = text_of(meeting_page(signed_in, world, who))
        assert "Subgroup reports" in page
        assert WORDS in page
        assert "In difficulty" in page
        assert "Sent by Westhaven subgroup sub_chair" in page
    report = SentReport.objects.get()
    assert (report.group, report.meeting, report.subgroup) == (world.group, world.things.meeting, subgroup)
    assert "is sent" in text_of(chair.get(address(subgroup)))


def test_report_sent_again_takes_the_place_of_the_one_before(signed_in, world, subgroup):
    chair = signed_in(world.people["sub_chair"])
    write(chair, subgroup)
    write(chair, subgroup, do="save", edition="1", text="The money is there.")
    assert "Changed since it was sent" in text_of(chair.get(address(subgroup)))
    assert WORDS in text_of(meeting_page(signed_in, world))

    write(chair, subgroup, edition="2", text="The money is there.")

    page = text_of(meeting_page(signed_in, world))
    assert ("The money is there." in page, WORDS in page) == (True, False)


def test_copy_of_an_earlier_meeting_stays(signed_in, world, subgroup):
    chair = signed_in(world.people["sub_chair"])
    write(chair, subgroup)
    first = world.things.meeting
    later = _meeting(world, 9, timezone.now() + timedelta(days=100))
    Meeting.objects.filter(pk=first.pk).update(starts_at=timezone.now() - timedelta(days=1))
    write(chair, subgroup, edition="1", text="Later words.")
    assert WORDS in text_of(meeting_page(signed_in, world, meeting=first))
    assert "Later words." in text_of(meeting_page(signed_in, world, meeting=later))


def test_secretary_of_the_subgroup_writes_it_too_and_the_second_of_two_loses_nothing(signed_in, world, subgroup):
    write(signed_in(world.people["sub_chair"]), subgroup, do="save")

    page = write(signed_in(world.people["sub_secretary"]), subgroup, do="send", text="Other words.")

    assert "Nothing is lost" in text_of(page)
    assert (WORDS in text_of(page), "Other words." in text_of(page)) == (True, True)
    assert not SentReport.objects.exists()
    write(signed_in(world.people["sub_secretary"]), subgroup, edition="1", text="Other words.")
    assert SentReport.objects.get().text == "Other words."


def test_another_course_in_the_same_words_is_saved(signed_in, world, subgroup):
    chair = signed_in(world.people["sub_chair"])
    write(chair, subgroup, do="save")
    write(chair, subgroup, do="save", edition="1", course="stuck")
    report = SubgroupReport.objects.get(group=subgroup)
    assert (report.course, report.edition, report.texts.count()) == ("stuck", 2, 2)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Write how the work goes, what comes next, and what the parent group should decide"),
        ({"text": "x" * 1501}, "The report must be 1,500 characters or fewer"),
        ({"course": ""}, "Choose how the work goes"),
        ({"text": "OFFICIAL-SENSITIVE\nThe gate"}, "The whole parent group reads the report, so nothing OFFICIAL-SENS"),
        ({"text": "Marked TOP SECRET"}, "The report carries TOP SECRET"),
    ],
)
def test_what_may_not_be_sent_is_said_and_nothing_goes(signed_in, world, subgroup, changed, said):
    page = write(signed_in(world.people["sub_chair"]), subgroup, **changed)
    [error] = errors_of(page)
    assert error.startswith(said)
    assert not SentReport.objects.exists()
    assert not SubgroupReport.objects.filter(group=subgroup).exists()


def test_parent_without_a_meeting_gets_none_and_what_was_typed_stays(signed_in, world, subgroup):
    Meeting.objects.filter(pk=world.things.meeting.pk).update(starts_at=timezone.now() - timedelta(days=2))
    chair = signed_in(world.people["sub_chair"])
    assert "No report is due yet" in text_of(chair.get(address(subgroup)))

    page = write(chair, subgroup)

    assert errors_of(page) == [
        "The parent group has no meeting to come. Save the report, and send it when one is scheduled"
    ]
    assert WORDS in text_of(page)
    assert not SentReport.objects.exists()


def test_closed_subgroup_reports_no_more(signed_in, world, subgroup):
    close_subgroup(group=subgroup, by=world.people["administrator"])
    page = write(signed_in(world.people["sub_chair"]), subgroup)
    assert errors_of(page) == ["This subgroup is closed, so it reports no more. Ask the administrator to renew it"]
    assert "Subgroup reports" not in text_of(meeting_page(signed_in, world))


# Who may, and what goes over ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sub_member", 403),
        ("administrator", 403),
        ("senior_owner", 403),
        ("chair", 404),
        ("planner", 404),
        ("nobody", 404),
    ],
)
def test_nobody_else_reads_or_writes_the_report_in_hand(signed_in, world, subgroup, who, status):
    browser = signed_in(world.people[who])
    assert (browser.get(address(subgroup)).status_code, write(browser, subgroup).status_code) == (status, status)
    assert not SentReport.objects.exists()


def test_group_without_a_parent_has_no_report(signed_in, world):
    assert signed_in(world.people["chair"]).get(address(world.group)).status_code == 403


def test_writer_learns_of_the_parent_its_name_and_the_day_and_sees_no_row_of_it_after(signed_in, world, subgroup):
    chair = world.people["sub_chair"]
    page = text_of(signed_in(chair).get(address(subgroup)))
    assert world.group.name in page
    for word in ["Guildhall", "Westhaven events", "Westhaven Chair", "Westhaven barriers"]:
        assert word not in page
    with wall.within_groups_of(chair.pk):
        with wall.opened_to(world.group.pk):
            assert Meeting.objects.filter(group=world.group).exists()
        assert not Meeting.objects.filter(group=world.group).exists()
        assert not Commission.objects.exists()


def test_wall_is_shut_again_when_the_question_fails(world, subgroup):
    with wall.within_groups_of(world.people["sub_chair"].pk):
        with pytest.raises(ZeroDivisionError), wall.opened_to(world.group.pk):
            raise ZeroDivisionError
        assert not Meeting.objects.filter(group=world.group).exists()


# When it is due -------------------------------------------------------------------------------------------------------


def needs(signed_in, world, who="sub_chair"):
    return [need.says for need in signed_in(world.people[who]).get(reverse("overview:home")).context["needs"]]


def is_asked(signed_in, world):
    return any(need.startswith(f"Report to {world.group.name} before ") for need in needs(signed_in, world))


def test_chair_and_secretary_are_asked_for_it_until_it_is_sent(signed_in, world, subgroup):
    assert is_asked(signed_in, world)
    assert any(need.startswith("Report to") for need in needs(signed_in, world, "sub_secretary"))
    assert not any(need.startswith("Report to") for need in needs(signed_in, world, "sub_member"))
    write(signed_in(world.people["sub_chair"]), subgroup)
    assert not is_asked(signed_in, world)


def test_it_is_not_asked_for_earlier_than_four_weeks_before(signed_in, world, subgroup):
    Meeting.objects.filter(pk=world.things.meeting.pk).update(starts_at=timezone.now() + timedelta(days=29))
    assert not is_asked(signed_in, world)


def test_parent_sees_that_a_report_is_to_come_and_when_it_is_overdue(signed_in, world, subgroup):
    assert "Not here yet" in text_of(meeting_page(signed_in, world))
    front = reverse("overview:group_detail", args=[world.group.public_id])
    assert "Report not here yet" in text_of(signed_in(world.people["chair"]).get(front))

    Meeting.objects.filter(pk=world.things.meeting.pk).update(state="open", opened_at=timezone.now())

    assert "Overdue" in text_of(meeting_page(signed_in, world))
    assert "Report overdue" in text_of(signed_in(world.people["chair"]).get(front))


def test_meeting_held_before_the_subgroup_was_created_misses_nothing(signed_in, world, subgroup):
    assert "Subgroup reports" not in text_of(meeting_page(signed_in, world, meeting=world.things.held))


def test_home_and_meeting_cost_the_same_with_many_subgroups(signed_in, world, subgroup, django_assert_max_num_queries):
    home = signed_in(world.people["sub_chair"])
    reader = signed_in(world.people["observer"])
    pages = [(home, reverse("overview:home"))]
    pages += [(reader, reverse("meetings:meeting_detail", args=[world.things.meeting.public_id]))]
    few = []
    for browser, page in pages:
        with django_assert_max_num_queries(12) as asked:
            browser.get(page)
        few.append(len(asked_in(asked)))
    for number in range(20):
        add_subgroup(world, chair="sub_chair", name=f"Project {number}")
    for (browser, page), number in zip(pages, few, strict=True):
        with django_assert_max_num_queries(number):
            browser.get(page)


def test_seat_that_has_ended_writes_no_report(signed_in, world, subgroup):
    Membership.objects.filter(group=subgroup, user=world.people["sub_chair"]).update(ends_at=timezone.now())
    assert write(signed_in(world.people["sub_chair"]), subgroup).status_code == 404
