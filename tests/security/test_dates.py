"""Rights begin and end by the database's clock, to the second, and by no other.

The rig gives the database a clock that can be set: its `statement_timestamp()`, which is what Django's Now() asks. The
application's own clock stays where it is, years away from it, and must change nothing.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.http import Http404
from django.utils import timezone

from accounts.access import access_invitation
from accounts.models import Invitation, User
from accounts.services import accept_invitation, hash_of
from groups.access import hats_of
from groups.models import Acceptance, Deputyship, Membership, Office
from groups.models.undertaking import UNDERTAKING_HOLDS
from lib.forms import MomentField
from maturity.models import AnswerReader, asked_of
from meetings.models import EntryReader, MinuteEntry, Nomination
from tests.world_access import grant

LONDON = ZoneInfo("Europe/London")
SECOND = timedelta(seconds=1)
CLOCK = """
CREATE SCHEMA clock;
CREATE FUNCTION clock.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('clock.now', true), '')::timestamptz, pg_catalog.statement_timestamp())
$$;
GRANT USAGE ON SCHEMA clock TO papg_app;
"""


def midnight(year, month, day):
    return datetime(year, month, day, tzinfo=LONDON)


NIGHTS = [
    *[midnight(2026, 3, day) for day in (28, 29, 30)],  # the clocks go forward on the 29th
    *[midnight(2026, 10, day) for day in (24, 25, 26)],  # and back on the 25th
    *[midnight(2028, 2, 28), midnight(2028, 2, 29), midnight(2028, 3, 1)],
    *[midnight(2026, 12, 31), midnight(2027, 1, 1), midnight(2026, 6, 21)],
]
# The hour that does not exist, and the one that comes twice
HOURS = [datetime(2026, 3, 29, 1, tzinfo=UTC), *[datetime(2026, 10, 25, hour, tzinfo=UTC) for hour in (0, 1)]]
MOMENTS = [*NIGHTS, *HOURS, *[datetime(2026, 11, day, 9, 30, 15, 123456, tzinfo=UTC) for day in (24, 25, 26)]]


@pytest.fixture
def clock(own_database, world):
    """Sets the database's clock, as its superuser gave it one."""
    name = connection.settings_dict["NAME"]
    with psycopg2.connect(host=settings.DATABASES["default"]["HOST"], user="postgres", dbname=name) as superuser:
        superuser.cursor().execute(CLOCK)
    superuser.close()
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = clock, public, pg_catalog")

    def set_to(moment):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('clock.now', %s, false)", [moment.isoformat() if moment else ""])

    return set_to


# What holds: (name, where its boundary is put, whether it holds) ------------------------------------------------------


def seat(world):
    rows = Membership.objects.filter(pk=world.seats["planner"].pk)
    return rows, lambda: bool(hats_of(world.people["planner"]))


def deputyship(world):
    rows = Deputyship.objects.filter(pk=world.things.deputyship.pk)
    return rows, lambda: bool(hats_of(world.people["deputy"]))


def seat_stood_in(world):
    """The deputy's right ends with the member's."""
    rows = Membership.objects.filter(pk=world.seats["planner"].pk)
    return rows, lambda: bool(hats_of(world.people["deputy"]))


def office(world):
    rows = Office.objects.filter(user=world.people["administrator"])
    return rows, lambda: bool(hats_of(world.people["administrator"]))


def nomination(world):
    """For one meeting, whose minutes are not approved."""
    person = world.people["nobody"]
    made = Nomination.objects.create(
        group=world.group,
        user=person,
        organisation=world.organisations["council"],
        name="For one meeting",
        granted_by=world.people["grantor"],
        meeting=world.things.meeting,
        seat=world.seats["planner"],
    )
    return Nomination.objects.filter(pk=made.pk), lambda: bool(hats_of(person, at_meetings=True))


DATED = [seat, deputyship, seat_stood_in, office, nomination]


def always(rows):
    """Whatever else the person has must not end before: only one boundary is asked."""
    for model in (Membership, Deputyship, Office):
        model.objects.exclude(ends_at__isnull=False).update(starts_at=midnight(2020, 1, 1))
    Acceptance.objects.bulk_create(
        Acceptance(person=person, sha256=rows.sha256, at=midnight(year, 1, 1))
        for person in User.objects.all()
        for year in range(2025, 2029)
    )


def readings(clock, holds, at, around=(-SECOND, timedelta(0), SECOND)):
    """Whether it holds a second before, at, and a second after."""
    answers = []
    for away in around:
        clock(at.astimezone(UTC) + away)
        answers.append(holds())
    return answers


BEGINS, ENDS = [False, True, True], [True, False, False]


@pytest.mark.parametrize("right", DATED, ids=lambda right: right.__name__)
def test_right_begins_at_its_second_and_ends_at_its_second(clock, world, right):
    always(world.things.undertaking)
    rows, holds = right(world)
    wrong = []
    for at in MOMENTS:
        rows.update(starts_at=at, ends_at=None)
        if (got := readings(clock, holds, at)) != BEGINS:
            wrong.append(("begins", at, got))
        rows.update(starts_at=midnight(2020, 1, 1), ends_at=at)
        if (got := readings(clock, holds, at)) != ENDS:
            wrong.append(("ends", at, got))
        rows.update(ends_at=None)
    assert wrong == []


@pytest.mark.parametrize("kind", ["entry", "answer"])
def test_grant_to_one_person_ends_at_its_second(clock, world, kind):
    always(world.things.undertaking)
    planner, wrong = world.people["planner"], []
    if kind == "entry":
        rows = EntryReader.objects.filter(content_object=world.things.named_entry, user=planner)
        holds = MinuteEntry.objects.visible_to(planner).filter(pk=world.things.named_entry.pk).exists
    else:
        rows, holds = asked_grant(world, planner)
    assert rows.count() == 1
    for at in MOMENTS:
        rows.update(until=at)
        if (got := readings(clock, holds, at)) != ENDS:
            wrong.append((at, got))
    assert wrong == []


def asked_grant(world, person):
    from tests.world_access import _answers, _assessment, _framework

    framework = _framework()
    world.things.theme = framework.themes.get()
    answer, *_others = _answers(world, _assessment(world, framework, "spring"), ["one", "two", "three"])
    grant(answer, AnswerReader, "maturity.change_answer", person, world.people["secretary"])
    return AnswerReader.objects.filter(content_object=answer), asked_of(person).filter(content_object=answer).exists


def test_undertaking_holds_for_its_year_to_the_second(clock, world):
    always(world.things.undertaking)
    wrong, planner = [], world.people["planner"]
    for at in MOMENTS:
        text = world.group.undertakings.create(number=world.group.undertakings.count() + 1, text="x", sha256=str(at))
        Acceptance.objects.create(person=planner, sha256=text.sha256, at=at.astimezone(UTC) - UNDERTAKING_HOLDS)

        def holds(text=text):
            mine = [hat.undertaken for hat in hats_of(planner)]
            assert mine == [text.acceptance_of(planner) is not None]
            return mine[0]

        if (got := readings(clock, holds, at)) != ENDS:
            wrong.append((at, got))
    assert wrong == []


@pytest.mark.parametrize("how", ["looked at", "accepted"])
def test_invitation_ends_at_its_second(clock, world, how):
    wrong = []
    for number, at in enumerate(MOMENTS):
        for away, expected in zip((-SECOND, timedelta(0), SECOND), ENDS, strict=True):
            invitation = invited(f"{number}-{away.total_seconds()}", at)
            clock(at.astimezone(UTC) + away)
            if opens(invitation, how) != expected:
                wrong.append((at, away))
    assert wrong == []


def invited(name, expires_at):
    user = User.objects.create(email=f"{name}@westhaven.example", name="New")
    user.set_unusable_password()
    user.save()
    return Invitation.objects.create(user=user, token_hash=hash_of(name), expires_at=expires_at)


def opens(invitation, how):
    try:
        if how == "looked at":
            access_invitation(invitation.user.email.partition("@")[0])
        else:
            accept_invitation(invitation=invitation, name="New", password="copper lantern ferry moss")
    except Http404:
        return False
    return True


# The other clock ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-1, 1])
def test_application_whose_clock_is_a_day_wrong_gives_and_takes_nothing(clock, world, days):
    """Its clock is right and the database's a day off, which is the same difference."""
    now = timezone.now() + timedelta(days=days)
    always(world.things.undertaking)
    wrong = []
    for right in DATED:
        rows, holds = right(world)
        for minutes in range(-60 * 36, 60 * 36, 180):
            at = now + timedelta(minutes=minutes)
            clock(now)
            rows.update(starts_at=midnight(2020, 1, 1), ends_at=at)
            if holds() != (minutes > 0):
                wrong.append((right.__name__, minutes))
            rows.update(ends_at=None)
    assert wrong == []


# Typed days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        (("29", "3", "2026", "00:00"), "2026-03-29T00:00:00+00:00"),
        (("30", "3", "2026", "00:00"), "2026-03-29T23:00:00+00:00"),
        (("25", "10", "2026", "00:00"), "2026-10-24T23:00:00+00:00"),
        (("26", "10", "2026", "00:00"), "2026-10-26T00:00:00+00:00"),
        (("29", "2", "2028", "00:00"), "2028-02-29T00:00:00+00:00"),
        (("1", "3", "2028", "00:00"), "2028-03-01T00:00:00+00:00"),
        (("21", "6", "2026", "00:00"), "2026-06-20T23:00:00+00:00"),
    ],
)
def test_typed_day_begins_at_midnight_in_london(typed, utc):
    moment = MomentField(label="When", missing="Enter it").clean(list(typed))

    assert moment.astimezone(UTC).isoformat() == utc
    assert moment == midnight(*date(int(typed[2]), int(typed[1]), int(typed[0])).timetuple()[:3])


def test_enough_boundaries_are_asked():
    """Each of the moments, three times: two of each dated right, and one each of grants, undertaking and invitation."""
    asked = len(MOMENTS) * 3 * (2 * len(DATED) + 2 + 1 + 2)

    assert asked >= 500
