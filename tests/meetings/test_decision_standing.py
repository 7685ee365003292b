"""What becomes of decisions: confirmed with a quorum, kept, withdrawn, superseded; never changed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from meetings import services
from meetings.models import Decision, DecisionStanding, Minutes
from meetings.services.minutes import hash_of
from tests.lib.typed import typed_date
from tests.meetings.decisions import decided, opened, proposed
from tests.meetings.test_running import press
from tests.world import CANARY
from tests.world_meetings import RESTRICTED

SOON = timezone.localdate() + timedelta(days=90)


def detail(decision):
    return reverse("meetings:decision_detail", args=[decision.public_id])


def change(browser, decision, **typed):
    return browser.post(reverse("meetings:decision_change", args=[decision.public_id]), typed)


def standings():
    return list(DecisionStanding.objects.values_list("decision__number", "standing"))


def add(decision, standing, **fields):
    """Past the service, as whoever reaches the database does it."""
    about = {"group": decision.group, "set_by": decision.recorded_by, "reason": "Because", **fields}
    with transaction.atomic():
        return DecisionStanding.objects.create(decision=decision, standing=standing, **about)


# In a meeting ---------------------------------------------------------------------------------------------------------


def test_proposed_decisions_are_confirmed_in_one_step_on_the_run_page(signed_in, world):
    first, second, meeting = proposed(world), proposed(world, "other proposal"), opened(world)
    browser = signed_in(world.people["chair"])
    page = browser.get(reverse("meetings:meeting_run", args=[meeting.public_id])).content.decode()
    assert f"Confirm decision {first.number}" in page and "Confirm all 2" in page and CANARY not in page

    press(browser, meeting, "confirm:all", **{"entry-text": "Said meanwhile"})

    assert standings() == [(first.number, "confirmed"), (second.number, "confirmed")]
    assert {row.minutes.meeting for row in DecisionStanding.objects.all()} == {meeting}
    assert meeting.record.minuteentrys.get().text == "Said meanwhile"
    confirmed = Entry.objects.filter(verb="decision confirmed").order_by("pk")
    assert list(confirmed.values_list("target", flat=True)) == [
        first.public_id,
        second.public_id,
    ]


def test_what_the_same_meeting_confirms_says_so_where_it_stands(signed_in, world):
    meeting = opened(world)
    decision = proposed(world, minutes=meeting.record, item=meeting.current_item)
    browser = signed_in(world.people["chair"])

    press(browser, meeting, "confirm:all")

    minutes_page = reverse("meetings:minutes_detail", args=[meeting.record.public_id])
    for address in [reverse("meetings:meeting_run", args=[meeting.public_id]), minutes_page]:
        page = browser.get(address).content.decode()
        assert "Proposed without a quorum, confirmed later in the meeting" in page
        assert "to be confirmed at the next quorate meeting" not in page
    assert "Earlier decisions" not in page
    assert (decision.standing, standings()) == ("proposed", [(decision.number, "confirmed")])


def test_pressed_twice_it_is_confirmed_once(signed_in, world):
    decision, meeting = proposed(world), opened(world)
    browser = signed_in(world.people["secretary"])

    for _time in range(2):
        press(browser, meeting, f"confirm:{decision.public_id}")

    assert standings() == [(decision.number, "confirmed")]


def test_without_a_quorum_nothing_is_confirmed_and_what_was_typed_stays(signed_in, world):
    decision, meeting = proposed(world), opened(world, with_quorum=False)
    browser = signed_in(world.people["chair"])
    page = browser.get(reverse("meetings:meeting_run", args=[meeting.public_id])).content.decode()
    assert "Confirm decision" not in page and f"Decision {decision.number}" in page

    answer = press(browser, meeting, f"confirm:{decision.public_id}", **{"entry-text": "Said meanwhile"})

    assert "There is no quorum now" in answer.content.decode() and "Said meanwhile" in answer.content.decode()
    assert standings() == []


def test_meeting_page_and_decision_page_confirm_too(signed_in, world):
    first, second, meeting = proposed(world), proposed(world), opened(world)
    browser = signed_in(world.people["chair"])
    page = reverse("meetings:meeting_detail", args=[meeting.public_id])
    assert "Confirm it" in browser.get(page).content.decode()

    here = browser.post(reverse("meetings:decision_confirm", args=[first.public_id]), {"back": "meeting"})
    there = browser.post(reverse("meetings:decision_confirm", args=[second.public_id]))

    assert (here.url, there.url) == (page, detail(second))
    assert standings() == [(first.number, "confirmed"), (second.number, "confirmed")]
    assert "Wait to be confirmed" not in browser.get(page).content.decode()


def test_members_see_what_waits_and_cannot_confirm_it(signed_in, world):
    decision, meeting = proposed(world), opened(world)
    browser = signed_in(world.people["planner"])

    page = browser.get(reverse("meetings:meeting_detail", args=[meeting.public_id])).content.decode()
    answer = browser.post(reverse("meetings:decision_confirm", args=[decision.public_id]))

    assert f"Decision {decision.number}" in page and "Confirm it" not in page
    assert (answer.status_code, standings()) == (403, [])


def test_secretary_withdraws_in_a_meeting_with_a_quorum_and_the_minutes_say_so(signed_in, world):
    decision, meeting = decided(world), opened(world)
    browser = signed_in(world.people["secretary"])

    change(browser, decision, standing="withdrawn", reason="It is done")

    [row] = DecisionStanding.objects.all()
    assert (row.standing, row.minutes, row.reason) == ("withdrawn", meeting.record, "It is done")
    page = browser.get(reverse("meetings:minutes_detail", args=[meeting.record.public_id])).content.decode()
    assert f"Decision {decision.number}</a>: withdrawn. It is done" in page


def test_secretary_cannot_do_it_between_meetings(signed_in, world):
    assert change(signed_in(world.people["secretary"]), decided(world)).status_code == 403


def test_meeting_that_closed_meanwhile_withdraws_nothing(world):
    decision, meeting = decided(world), opened(world)
    services.close_meeting(meeting=meeting, by=world.people["chair"])

    with pytest.raises(ValidationError, match="closed meanwhile"):
        services.change_decision(
            decision=decision, standing="withdrawn", reason="So", meeting=meeting, by=world.people["secretary"]
        )

    assert standings() == []


# By the chair ---------------------------------------------------------------------------------------------------------


def test_chair_puts_a_later_decision_in_its_place(signed_in, world):
    earlier, later = world.things.decision, decided(world, "better decision")
    browser = signed_in(world.people["chair"])

    answer = change(browser, earlier, standing="superseded", superseded_by=later.public_id, reason="It reaches more")

    assert answer.url == detail(earlier)
    page = browser.get(answer.url).content.decode()
    assert f"superseded by decision {later.number}" in page and "It reaches more" in page
    assert "Keep, withdraw or replace it" not in page
    assert f"decision {earlier.number}</a>" in browser.get(detail(later)).content.decode()
    [entry] = Entry.objects.filter(verb__startswith="decision")
    assert (entry.verb, entry.target) == ("decision superseded", earlier.public_id)


def test_only_a_later_decision_in_force_takes_its_place(signed_in, world):
    earlier, waits, gone = decided(world), proposed(world), decided(world)
    add(gone, "withdrawn")
    browser = signed_in(world.people["chair"])

    for other in [world.things.decision, earlier, waits, gone, world.other.things.decision]:
        answer = change(browser, earlier, standing="superseded", superseded_by=other.public_id, reason="Why it is")
        assert "Choose one from the list" in answer.content.decode()
        assert "Why it is" in answer.content.decode()

    assert standings() == [(gone.number, "withdrawn")]


def test_kept_until_it_is_looked_at_again(signed_in, world):
    decision = decided(world, review_on=timezone.localdate())
    browser = signed_in(world.people["chair"])
    assert "is to be looked at again" in browser.get(detail(decision)).content.decode()

    change(browser, decision, standing="kept", reason="It still holds", **typed_date("review_on", SOON))

    page = browser.get(detail(decision)).content.decode()
    assert "Looked at again and kept" in page and f"Decision {decision.number}: made" in page
    assert DecisionStanding.objects.get().review_on == SOON


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"standing": "kept"}, "Enter the day on which it is looked at again"),
        ({"standing": "superseded"}, "Choose the decision that takes its place"),
        ({}, "Choose what becomes of the decision"),
        ({"standing": "confirmed"}, "Choose one from the list"),
        (
            {"standing": "kept", **typed_date("review_on", timezone.localdate())},
            "The day to look at it again must be in the future",
        ),
        ({"standing": "withdrawn", "reason": ""}, "Enter why"),
    ],
)
def test_what_is_wanting_is_said_and_nothing_is_lost(signed_in, world, typed, says):
    answer = change(signed_in(world.people["chair"]), world.things.decision, **{"reason": "My own words", **typed})

    assert says in answer.content.decode()
    assert "My own words" in answer.content.decode() or not typed.get("reason", "kept")
    assert standings() == []


def test_whoever_comes_second_is_told(world):
    decision, chair = decided(world), world.people["chair"]
    services.change_decision(decision=decision, standing="withdrawn", reason="So", by=chair)

    with pytest.raises(ValidationError, match="was withdrawn meanwhile"):
        services.change_decision(decision=decision, standing="withdrawn", reason="So", by=world.people["deputy_chair"])


def test_a_proposal_cannot_be_kept(world):
    with pytest.raises(ValidationError, match="only proposed"):
        services.change_decision(
            decision=proposed(world), standing="kept", reason="So", review_on=SOON, by=world.people["chair"]
        )


# Who knows of it ------------------------------------------------------------------------------------------------------


def test_what_a_meeting_did_is_known_once_its_decisions_are(signed_in, world):
    decision, meeting = proposed(world), opened(world)
    services.confirm_decision(decision=decision, meeting=meeting, by=world.people["chair"])
    assert ": confirmed</h1>" in signed_in(world.people["planner"]).get(detail(decision)).content.decode()

    services.close_meeting(meeting=meeting, by=world.people["chair"])
    says = {
        name: ": confirmed</h1>" in signed_in(world.people[name]).get(detail(decision)).content.decode()
        for name in ["planner", "secretary"]
    }
    assert says == {"planner": False, "secretary": True}

    services.circulate_minutes(minutes=meeting.record, by=world.people["secretary"])
    assert ": confirmed</h1>" in signed_in(world.people["planner"]).get(detail(decision)).content.decode()


def test_minutes_show_a_withheld_decision_as_its_number(signed_in, world):
    decision, meeting = proposed(world, "secret words", **RESTRICTED), opened(world)
    services.confirm_decision(decision=decision, meeting=meeting, by=world.people["chair"])
    services.close_meeting(meeting=meeting, by=world.people["chair"])
    services.circulate_minutes(minutes=meeting.record, by=world.people["secretary"])
    address = reverse("meetings:minutes_detail", args=[meeting.record.public_id])

    pages = {name: signed_in(world.people[name]).get(address).content.decode() for name in ["adviser", "bid"]}

    assert f"Decision {decision.number}</a>: confirmed" in pages["adviser"]
    assert f"Decision {decision.number}: withheld" in pages["bid"] and ": confirmed" not in pages["bid"]


# In the database ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (None, "confirmed"),
        ("withdrawn", "withdrawn"),
        ("withdrawn", "kept"),
        ("withdrawn", "superseded"),
    ],
)
def test_a_decision_becomes_only_what_it_can(world, first, then):
    decision, other = decided(world), decided(world)
    more = {
        "confirmed": {"minutes": world.things.minutes},
        "kept": {"review_on": SOON},
        "superseded": {"superseded_by": other},
    }
    if first:
        add(decision, first)

    with pytest.raises(IntegrityError):
        add(decision, then, **more.get(then, {}))


def test_a_proposal_is_kept_only_once_it_is_confirmed(world):
    decision = proposed(world)
    with pytest.raises(IntegrityError):
        add(decision, "kept", review_on=SOON)

    add(decision, "confirmed", minutes=world.things.minutes)
    add(decision, "kept", review_on=SOON)
    with pytest.raises(IntegrityError):
        add(decision, "confirmed", minutes=world.things.minutes)


def test_a_decision_of_another_group_takes_no_place(world):
    foreign = world.other.things.decision
    with pytest.raises(IntegrityError):
        add(decided(world), "superseded", superseded_by=foreign)
    with pytest.raises(IntegrityError):
        add(foreign, "withdrawn", group=world.group)
    with pytest.raises(IntegrityError):
        add(decided(world), "withdrawn", minutes=world.other.things.minutes)


@pytest.mark.parametrize("statement", ["UPDATE {table} SET reason = 'no'", "DELETE FROM {table}", "TRUNCATE {table}"])
def test_what_became_of_it_stays(world, statement):
    add(decided(world), "withdrawn")

    with pytest.raises(Exception, match="append-only|permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(table=DecisionStanding._meta.db_table))


def test_approved_minutes_take_no_more_and_their_hash_holds_what_the_meeting_did(world):
    decision, people, minutes = proposed(world), world.people, world.things.minutes
    before = hash_of(minutes)
    add(decision, "confirmed", minutes=minutes)
    assert hash_of(minutes) != before
    services.approve_minutes(minutes=minutes, by=people["chair"])

    with pytest.raises(IntegrityError):
        add(decision, "withdrawn", minutes=minutes)
    services.change_decision(decision=decision, standing="withdrawn", reason="So", by=people["chair"])

    minutes = Minutes.objects.get(pk=minutes.pk)
    assert hash_of(minutes) == minutes.sha256
    assert Decision.objects.get(pk=decision.pk).standing == "proposed"


def test_day_of_review_is_part_of_what_was_decided(world):
    minutes = world.things.minutes
    before = hash_of(minutes)
    Decision.objects.filter(pk=world.things.decision.pk).update(review_on=SOON)
    assert hash_of(minutes) != before


def test_chair_records_a_decision_with_its_day_of_review(signed_in, world):
    meeting = opened(world)
    typed = {"decision-text": "So be it", "decision-reason": "It is due", **typed_date("decision-review_on", SOON)}

    press(signed_in(world.people["chair"]), meeting, "decide", **typed)

    assert Decision.objects.get(minutes=meeting.record).review_on == SOON
