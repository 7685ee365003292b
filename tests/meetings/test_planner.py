"""A year of dates, seen before anything is scheduled, on working days of the authority's nation."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Authority
from lib.working_days import next_working_day, why_no_working_day
from meetings.models import Meeting
from meetings.planner import dates_from
from tests.groups.pages import changes, errors_of

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2027, 2, 1, 10, tzinfo=LONDON)  # the first Monday
FORM = {
    "starts_at_day": "1",
    "starts_at_month": "2",
    "starts_at_year": "2027",
    "starts_at_time": "10:00",
    "count": "4",
    "months_between": "3",
    "minutes_long": "120",
    "place": "Room 1",
    "joining_link": "",
}
DAYS = ["2027-02-01", "2027-05-04", "2027-08-03", "2027-11-01"]


def plan_of(group):
    return reverse("meetings:meeting_plan", args=[group.public_id])


@pytest.mark.parametrize(
    ("nation", "days"),
    [
        ("England", ["2027-02-01", "2027-05-04", "2027-08-02", "2027-11-01"]),  # the first Monday of May is a holiday
        ("Scotland", ["2027-02-01", "2027-05-04", "2027-08-03", "2027-11-01"]),  # and that of August, there
    ],
)
def test_dates_keep_their_weekday_and_avoid_bank_holidays(nation, days):
    dates = dates_from(FIRST, count=4, months_between=3, nation=nation)

    assert [date.value for date in dates] == days
    assert {f"{timezone.localtime(date.starts_at):%H:%M}" for date in dates} == {"10:00"}  # across the change of clocks


def test_where_a_month_has_no_fifth_week_it_is_the_last():
    fifth = datetime(2027, 3, 30, 10, tzinfo=LONDON)  # a fifth Tuesday

    assert [date.value for date in dates_from(fifth, count=3, months_between=1, nation="England")] == [
        "2027-03-30",
        "2027-04-27",
        "2027-05-25",
    ]


def test_first_date_stays_where_it_was_put_and_says_what_it_falls_on():
    saturday = datetime(2027, 5, 1, 10, tzinfo=LONDON)

    first, second = dates_from(saturday, count=2, months_between=1, nation="Wales")

    assert (first.value, first.why) == ("2027-05-01", "This is a Saturday")
    assert (second.value, second.why) == ("2027-06-07", "Moved, since the pattern falls on a Saturday")


def test_nation_that_is_not_known_has_the_bank_holidays_of_england():
    good_friday = datetime(2027, 3, 26).date()

    assert why_no_working_day(good_friday, "Ruritania") == "Good Friday"
    assert str(next_working_day(good_friday, "Ruritania")) == "2027-03-30"


def test_dates_are_shown_before_anything_is_scheduled(signed_in, world):
    Authority.objects.filter(pk=world.authority.pk).update(nation="Scotland")

    page = signed_in(world.people["secretary"]).post(plan_of(world.group), FORM).content.decode()

    for day in DAYS:
        assert f'value="{day}" checked' in page
    assert "Moved, since the pattern falls on" in page
    assert Meeting.objects.filter(group=world.group).count() == 2


def test_ticked_dates_are_scheduled_each_with_its_entry(signed_in, world):
    secretary = world.people["secretary"]
    Authority.objects.filter(pk=world.authority.pk).update(nation="Scotland")

    answer = signed_in(secretary).post(plan_of(world.group), FORM | {"days": [DAYS[0], DAYS[2]]})

    planned = list(Meeting.objects.filter(group=world.group, number__gt=2).order_by("number"))
    assert answer.headers["Location"] == reverse("meetings:meeting_list", args=[world.group.public_id])
    assert [f"{meeting.starts_at:%Y-%m-%d}" for meeting in planned] == [DAYS[0], DAYS[2]]
    assert changes(by=secretary) == [("meeting scheduled", meeting.public_id) for meeting in planned]


def test_day_that_the_pattern_does_not_give_is_not_scheduled(signed_in, world):
    page = signed_in(world.people["secretary"]).post(plan_of(world.group), FORM | {"days": ["2027-02-02"]})

    assert page.status_code == 200
    assert Meeting.objects.filter(group=world.group).count() == 2


def test_bad_input_is_kept_and_shows_no_dates(signed_in, world):
    typed = {"count": "1", "months_between": "soon", "starts_at_day": "31", "place": "The old hall"}

    page = signed_in(world.people["secretary"]).post(plan_of(world.group), FORM | typed)

    assert errors_of(page) == [
        "When the first one starts must be a real date, like 27 3 2027",
        "How many meetings must be 2 or more",
        "Months must be a whole number, like 15",
    ]
    assert "The old hall" in page.content.decode()
    assert "Which of these dates?" not in page.content.decode()
