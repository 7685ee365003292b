"""What a chair asks of the senior owner from the run page, who sees it, and the one answer."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry as AuditEntry
from groups.models import Marking, Office
from groups.services import set_limits
from meetings import services
from meetings.minutes_document import content_of, html
from meetings.models import Escalation, EscalationAnswer, Meeting, Minutes
from meetings.services.minutes import hash_of
from notices.services import plan_and_send, plan_due_notices
from tests.lib.typed import typed_date

DAY = timezone.localdate() + timezone.timedelta(days=30)


@pytest.fixture
def meeting(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    return Meeting.objects.select_related("current_item").get(pk=world.things.meeting.pk)


def press(browser, meeting, day=DAY, **words):
    asked = {"text": "A decision on the gate", "reason": "It costs too much for us", **words}
    fields = {f"escalate-{name}": value for name, value in asked.items()} | typed_date("escalate-reply_by", day)
    address = reverse("meetings:meeting_run", args=[meeting.public_id])
    return browser.post(address, {"item": meeting.current_item.public_id, "do": "escalate", **fields})


def asked_under(world, item, by="chair"):
    words = {"text": "A decision on the gate", "reason": "It costs too much", "reply_by": DAY}
    return services.escalate(item=item, by=world.people[by], **words)


def page_of(escalation, name="detail"):
    return reverse(f"meetings:escalation_{name}", args=[escalation.public_id])


@pytest.mark.parametrize("who", ["chair", "deputy_chair"])
def test_chair_and_deputy_chair_escalate_in_place(signed_in, world, meeting, who):
    press(signed_in(world.people[who]), meeting)

    asked = Escalation.objects.get(group=world.group)
    assert (asked.number, asked.text, asked.reply_by, asked.item) == (
        1,
        "A decision on the gate",
        DAY,
        world.things.item,
    )
    [entry] = AuditEntry.objects.filter(target=asked.public_id)
    assert (entry.actor, entry.verb) == (world.people[who].public_id, "escalated to the senior owner")


def test_secretary_runs_the_meeting_and_does_not_escalate(signed_in, world, meeting):
    browser = signed_in(world.people["secretary"])

    assert press(browser, meeting).status_code == 403
    page = browser.get(reverse("meetings:meeting_run", args=[meeting.public_id])).content.decode()
    assert ("Escalate to the senior owner" in page, Escalation.objects.count()) == (False, 0)


def test_request_that_is_not_complete_sends_nothing_and_keeps_what_was_typed(signed_in, world, meeting):
    page = press(signed_in(world.people["chair"]), meeting, reason="").content.decode()

    assert ("Enter why it cannot be settled here" in page, "A decision on the gate" in page) == (True, True)
    assert Escalation.objects.count() == 0


def test_nothing_is_sent_where_nobody_would_answer(signed_in, world, meeting):
    Office.objects.filter(role="senior_owner").update(ends_at=timezone.now())
    page = press(signed_in(world.people["chair"]), meeting).content.decode()

    assert ("No senior owner is appointed" in page, Escalation.objects.count()) == (True, 0)


def test_senior_owner_is_told_and_answers_once_and_the_chair_reads_the_answer(signed_in, world, meeting):
    asked = asked_under(world, world.things.threat)  # OFFICIAL-SENSITIVE, which goes up all the same
    owner = signed_in(world.people["senior_owner"])
    needs = [need.url for need in owner.get("/home/").context["needs"]]

    answer = owner.post(page_of(asked, "answer"), {"text": "Go on with it"})
    again = owner.post(page_of(asked, "answer"), {"text": "Or rather not"}).content.decode()

    assert page_of(asked, "answer") in needs
    assert answer.url == page_of(asked)
    assert "has been answered meanwhile" in again
    assert EscalationAnswer.objects.get().text == "Go on with it"
    chair = signed_in(world.people["chair"])
    for address in [page_of(asked), reverse("meetings:escalation_list", args=[world.group.public_id])]:
        assert "Go on with it" in chair.get(address).content.decode()
    verbs = AuditEntry.objects.filter(target=asked.public_id).exclude(kind="reading").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["escalated to the senior owner", "escalation answered"]


def test_reading_it_under_a_sensitive_item_is_recorded(signed_in, world, meeting):
    asked = asked_under(world, world.things.threat)
    page = signed_in(world.people["senior_owner"]).get(page_of(asked))

    assert page.context["marking"] == Marking.OFFICIAL_SENSITIVE
    read = AuditEntry.objects.get(kind="reading", actor=world.people["senior_owner"].public_id).detail["read"]
    assert read == [asked.public_id]


def test_it_follows_its_item_when_that_is_kept_to_others(signed_in, world, meeting):
    asked = asked_under(world, world.things.item)
    named = {"marking": "official", "audience": "named", "readers": [world.seats["chair"]], "reason": "need"}
    set_limits(thing=world.things.item, by=world.people["secretary"], **named)

    people = ["chair", "secretary", "deputy_chair", "senior_owner"]
    statuses = {who: signed_in(world.people[who]).get(page_of(asked)).status_code for who in people}
    assert statuses == {"chair": 200, "secretary": 200, "deputy_chair": 403, "senior_owner": 200}


def test_owner_of_another_authority_finds_nothing(signed_in, world, meeting):
    asked = asked_under(world, world.things.item)

    assert signed_in(world.other.people["senior_owner"]).get(page_of(asked)).status_code == 404


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_sent_and_what_was_answered_is_never_changed(world, meeting, change):
    asked = asked_under(world, world.things.item)
    services.answer_escalation(escalation=asked, text="Yes", by=world.people["senior_owner"])

    for rows in [EscalationAnswer.objects.all(), Escalation.objects.all()]:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(text="Other") if change == "update" else rows._raw_delete("default")


def test_approved_minutes_take_no_more_and_their_fingerprint_is_of_what_was_asked(world):
    minutes, before = world.things.minutes, hash_of(world.things.minutes)
    asked_under(world, world.things.held_item)
    assert hash_of(minutes) != before
    services.approve_minutes(minutes=minutes, by=world.people["chair"])

    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        asked_under(world, world.things.held_item)
    minutes.refresh_from_db()
    assert minutes.sha256 == hash_of(minutes)


# In the minutes -------------------------------------------------------------------------------------------------------


@pytest.fixture
def minuted(world):
    """Asked under an item of minutes that are a draft, between two paragraphs; then they go round."""
    item, by = world.things.held_item, world.people["secretary"]
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    asked = asked_under(world, item)
    limits = {"marking": item.marking, "audience": item.audience}
    after = services.add_entry(item=item, text="Said after it", by=by, **limits)
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="circulated")
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="circulated")
    assert after.position == asked.position + 1
    return Minutes.objects.select_related("meeting", "group__lead_authority").get(pk=world.things.minutes.pk)


def numbers_in(minutes, reader):
    """{number: kind} of the last two paragraphs under the item, withheld ones too."""
    [section] = [one for one in content_of(minutes, reader)["sections"] if one["item"] == 1]
    return {each["number"]: each["kind"] for each in section["paragraphs"][-2:]}


def test_request_has_its_number_in_the_minutes_for_those_who_may_read_it_and_withheld_for_others(
    signed_in, world, minuted
):
    address = reverse("meetings:minutes_detail", args=[minuted.public_id])
    pages = {who: signed_in(world.people[who]).get(address).content.decode() for who in ["chair", "planner"]}
    told = {who: "A decision on the gate" in page for who, page in pages.items()}
    papers = {who: numbers_in(minuted, world.people[who]) for who in ["chair", "planner"]}

    of_item = reverse("meetings:item_detail", args=[world.things.held_item.public_id])
    item = signed_in(world.people["chair"]).get(of_item).content.decode()
    assert "A decision on the gate" in item
    number = min(papers["chair"])
    assert told == {"chair": True, "planner": False}
    assert papers["chair"] == {number: "escalation", number + 1: "entry"}
    assert papers["planner"] == {number: "withheld", number + 1: "entry"}
    assert f"Entry {number}: withheld" in " ".join(re.sub("<[^>]*>", "", pages["planner"]).split())
    assert "<strong>Escalation 1 to the senior owner</strong>" in html(
        content_of(minuted, world.people["chair"]), "", ""
    )


def test_minutes_with_a_request_among_all_other_kinds_ask_one_query_more(
    signed_in, world, minuted, django_assert_max_num_queries
):
    browser = signed_in(world.people["chair"])
    address = reverse("meetings:minutes_detail", args=[minuted.public_id])
    browser.get(address)

    with django_assert_max_num_queries(13):
        browser.get(address)


def test_senior_owner_finds_their_request_in_the_minutes(signed_in, world, minuted):
    page = signed_in(world.people["senior_owner"]).get(reverse("meetings:minutes_detail", args=[minuted.public_id]))

    assert "A decision on the gate" in page.content.decode()


def test_no_correction_is_proposed_to_what_was_sent(signed_in, world, minuted):
    browser, asked = signed_in(world.people["chair"]), Escalation.objects.get()
    page = browser.get(reverse("meetings:minutes_detail", args=[minuted.public_id]))
    address = reverse("meetings:correction_propose", args=[minuted.public_id])

    assert asked.public_id not in [paragraph.thing.public_id for paragraph in page.context["readable"]]
    assert browser.get(f"{address}?paragraph={asked.public_id}").status_code == 404


# By mail --------------------------------------------------------------------------------------------------------------


def mailed(subject):
    """To whom, after two sweeps."""
    for _sweep in range(2):
        plan_and_send()
    sent = [message for message in mail.outbox if message.subject == subject]
    assert not any("gate" in message.body or "Go on" in message.body for message in sent)
    return [address for message in sent for address in message.to]


def test_senior_owner_is_told_that_a_request_waits_and_the_chair_that_it_was_answered(world, meeting):
    asked = asked_under(world, world.things.item, by="deputy_chair")
    assert mailed("A PAPG group asks something of you") == [world.people["senior_owner"].email]
    assert mailed("The senior owner has answered") == []

    services.answer_escalation(escalation=asked, text="Go on with it", by=world.people["senior_owner"])
    assert mailed("The senior owner has answered") == [world.people["chair"].email]


def test_nobody_is_told_to_answer_what_has_its_answer(world, meeting):
    asked = asked_under(world, world.things.item)
    plan_due_notices()
    services.answer_escalation(escalation=asked, text="Go on with it", by=world.people["senior_owner"])

    assert mailed("A PAPG group asks something of you") == []


def test_chair_who_may_not_read_the_item_any_more_is_not_told_of_the_answer(world, meeting):
    asked = asked_under(world, world.things.item)
    named = {"marking": "official", "audience": "named", "readers": [world.seats["planner"]], "reason": "need"}
    services.answer_escalation(escalation=asked, text="Go on with it", by=world.people["senior_owner"])
    plan_due_notices()
    set_limits(thing=world.things.item, by=world.people["secretary"], **named)

    assert mailed("The senior owner has answered") == []


def test_list_costs_the_same_with_few_and_many(signed_in, world, meeting, django_assert_num_queries):
    browser = signed_in(world.people["chair"])
    address = reverse("meetings:escalation_list", args=[world.group.public_id])
    asked_under(world, world.things.item)
    browser.get(address)
    for more in [0, 20]:
        for _ in range(more):
            asked_under(world, world.things.item)
        with django_assert_num_queries(5):
            browser.get(address)
