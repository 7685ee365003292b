"""Warnings of the guidance: when each is given, and how a group answers it with a reason."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from groups.models import BusinessArea, CheckAnswer, Deputyship, Membership
from groups.permission_words import WORDS
from groups.roles import Permission
from overview.board import checks_in
from tests.overview.test_coverage_board import area_of, board_page, end, seat_for, seen_by
from tests.world import make_seat

DAY = timedelta(days=1)


def checks(world, key=None):
    return [check for check in checks_in(world.group) if key in (None, check.key)]


def titles(world, key):
    return [check.title for check in checks(world, key)]


def one(world, key, about=""):
    return next(check for check in checks(world, key) if about in ("", check.about))


def change(seat, **fields):
    Membership.objects.filter(pk=seat.pk).update(**fields)


# What is found --------------------------------------------------------------------------------------------------------


def test_five_areas_and_further_roles_wait_for_an_answer_and_of_the_partners_only_the_adviser(world):
    empty = {check.about for check in checks(world, "area_empty")}
    partners = {check.about: check.is_open for check in checks(world, "partner_missing")}

    assert empty == set(BusinessArea.objects.exclude(kind="external").values_list("code", flat=True)) - {"planning"}
    assert len(partners) == BusinessArea.objects.filter(kind="external").count()
    assert [code for code, is_open in partners.items() if is_open] == ["ctsa"]


def test_members_without_a_deputy_stand_in_one_warning(world):
    assert titles(world, "no_deputy") == []  # who speaks for no area needs none

    seat_for(world, "roads", "transport")
    assert titles(world, "no_deputy") == ["Westhaven Roads has no deputy"]

    seat_for(world, "safety", "community-safety")
    assert titles(world, "no_deputy") == ["2 members have no deputy"]


def test_one_person_who_is_deputy_for_two_members(world):
    deputyship = world.things.deputyship
    Deputyship.objects.create(
        group=world.group,
        membership=world.seats["fire"],
        user=deputyship.user,
        organisation=deputyship.organisation,
        name=deputyship.name,
        granted_by=world.people["grantor"],
        starts_at=timezone.now() - DAY,
    )

    [check] = checks(world, "same_deputy")

    assert check.title == "Westhaven Deputy is deputy for 2 members"
    assert set(check.facts) == {world.seats["fire"].public_id, world.seats["planner"].public_id}


def test_chair_is_of_the_authority_and_of_a_recorded_seniority(world):
    assert titles(world, "chair_employer") == []
    assert titles(world, "chair_seniority") == ["The chair’s seniority is not recorded"]

    change(world.seats["chair"], seniority="director", organisation=world.organisations["fire"])
    assert titles(world, "chair_employer") == ["The chair is not employed by Westhaven City Council"]
    assert titles(world, "chair_seniority") == []


def test_group_has_a_chair_and_a_deputy_chair_from_elsewhere(world):
    assert titles(world, "no_chair") + titles(world, "no_deputy_chair") + titles(world, "same_organisation") == []

    change(world.seats["deputy_chair"], organisation=world.organisations["council"])
    assert titles(world, "same_organisation") == ["Chair and deputy chair come from the same organisation"]

    end(world.seats["chair"], 1)
    end(world.seats["deputy_chair"], 1)
    assert titles(world, "no_chair") == ["The group has no chair"]
    assert titles(world, "no_deputy_chair") == ["The group has no deputy chair"]
    assert titles(world, "same_organisation") == []


def test_no_rule_asks_for_a_prevent_officer(signed_in, world):
    """Not with one who gives context, and not without any; the board says so."""
    end(world.seats["prevent"], 1)
    said = [f"{check.key} {check.about} {check.title} {check.why} {check.mend}" for check in checks(world)]
    assert [words for words in said if "prevent" in words.lower()] == []
    assert not BusinessArea.objects.filter(name__icontains="prevent").exists()
    assert "A Prevent officer is not required" in seen_by(signed_in, world)


def test_warning_leads_to_what_mends_it(signed_in, world):
    browser = signed_in(world.people["chair"])
    seat_for(world, "roads", "transport")

    for check in checks(world):
        assert browser.get(check.url_of_what_mends_it).status_code == 200, check

    invite = browser.get(one(world, "area_empty", "licensing").url_of_what_mends_it).content.decode()
    assert f'value="{area_of("licensing").public_id}"' in invite
    assert invite.count(" checked") == 1


# Answering ------------------------------------------------------------------------------------------------------------

MENDING = {"kind": "mending", "reason": "The director names somebody"}


def answer_page(world):
    return reverse("overview:check_answer", args=[world.group.public_id])


def on(days):
    day = timezone.localdate() + days * DAY
    return {"ask_again_on_day": day.day, "ask_again_on_month": day.month, "ask_again_on_year": day.year}


def answer(browser, world, check="area_empty:licensing", **typed):
    return browser.post(answer_page(world), {"check": check, **MENDING, **on(30), **typed})


def test_chair_answers_a_warning_and_everybody_reads_why(signed_in, world):
    browser = signed_in(world.people["chair"])
    page = browser.get(answer_page(world), {"check": "area_empty:licensing"}).content.decode()
    assert "Licensing has had no representative for 1 meeting" in page

    assert answer(browser, world).url == board_page(world)

    check = one(world, "area_empty", "licensing")
    assert (check.is_open, check.answer.reason, check.answer.by) == (False, MENDING["reason"], world.people["chair"])
    page = seen_by(signed_in, world, "observer")
    assert MENDING["reason"] in page
    assert "Westhaven Chair" in page
    [entry] = Entry.objects.filter(verb="warning answered")
    assert entry.detail == {"key": "area_empty", "about": "licensing"}
    assert MENDING["reason"] not in str(entry.__dict__)


def test_warning_that_nobody_answered_still_stops_nothing(signed_in, world):
    assert one(world, "area_empty", "licensing").is_open
    browser = signed_in(world.people["chair"])
    meeting = reverse("meetings:meeting_open", args=[world.things.meeting.public_id])

    assert browser.post(meeting).status_code == 302


@pytest.mark.parametrize(("days", "holds"), [(1, True), (0, False), (-1, False)])
def test_answer_holds_until_the_day_to_ask_again(world, days, holds):
    CheckAnswer.objects.create(
        group=world.group,
        key="area_empty",
        about="licensing",
        **MENDING,
        ask_again_on=timezone.localdate() + days * DAY,
        by=world.people["chair"],
    )

    assert one(world, "area_empty", "licensing").is_open is not holds


def test_answer_holds_until_something_new_comes_to_it(signed_in, world):
    browser = signed_in(world.people["chair"])
    seat_for(world, "roads", "transport")
    seat_for(world, "safety", "community-safety")
    answer(browser, world, check="no_deputy:", kind="right")
    assert not one(world, "no_deputy").is_open

    end(world.seats["safety"], 1)
    assert not one(world, "no_deputy").is_open  # one fewer

    seat_for(world, "events", "events")
    assert one(world, "no_deputy").is_open


def test_area_that_is_left_anew_asks_anew(signed_in, world):
    answer(signed_in(world.people["chair"]), world, kind="right")
    assert not one(world, "area_empty", "licensing").is_open

    end(seat_for(world, "licensing", "licensing"), 1)

    assert one(world, "area_empty", "licensing").is_open


def test_latest_answer_counts_and_the_earlier_ones_are_kept(signed_in, world):
    browser = signed_in(world.people["chair"])
    answer(browser, world, reason="First reason")
    answer(browser, world, reason="Second reason", kind="elsewhere")

    assert one(world, "area_empty", "licensing").answer.reason == "Second reason"
    assert "First reason" not in seen_by(signed_in, world)
    page = browser.get(answer_page(world), {"check": "area_empty:licensing"}).content.decode()
    assert "First reason" in page
    for change in [{"reason": "Other"}, {"ask_again_on": None}]:
        with pytest.raises(DatabaseError), transaction.atomic():
            CheckAnswer.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckAnswer.objects.all().delete()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": ""}, "Choose your answer"),
        ({"reason": " "}, "Enter the reason"),
        ({"reason": "x" * 501}, "Reason must be 500 characters or fewer"),
        (on(0), "The day to ask again must be after today"),
        (on(800), "The day to ask again must be within two years"),
        ({"ask_again_on_day": "31", "ask_again_on_month": "2"}, "The day to ask again must be a real date"),
        (dict.fromkeys(on(1), ""), "Enter the day to ask again: by then it should be put right"),
        ({"check": "area_empty:planning"}, "Choose one from the list"),
        ({"check": "area_empty:licensing\x00"}, "Choose one from the list"),
        ({"check": ""}, "Choose the warning that you answer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, world, typed, says):
    page = answer(signed_in(world.people["chair"]), world, **typed).content.decode()

    assert says in page
    assert ("The director names somebody" in page) == ("reason" not in typed)
    assert not CheckAnswer.objects.exists()


def test_what_is_right_as_it_is_needs_no_day(signed_in, world):
    answer(signed_in(world.people["secretary"]), world, kind="right", **dict.fromkeys(on(1), ""))

    assert one(world, "area_empty", "licensing").answer.ask_again_on is None


@pytest.mark.parametrize("name", ["planner", "deputy_chair", "observer", "senior_owner"])
def test_who_may_not_answer_is_shown_no_button(signed_in, world, name):
    assert "Answer with a reason" not in seen_by(signed_in, world, name)
    assert answer(signed_in(world.people[name]), world).status_code == 403


def test_permission_is_said_in_words():
    assert "warnings" in WORDS[Permission.ANSWER_CHECKS]


def test_area_is_mended_by_inviting_somebody(signed_in, world):
    make_seat(world, "licensing", "member", "council").areas.add(area_of("licensing"))

    assert [check for check in checks(world, "area_empty") if check.about == "licensing"] == []
