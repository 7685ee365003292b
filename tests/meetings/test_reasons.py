"""What is withheld says why before the minutes go round: nobody chooses the reason years later."""

import re

import pytest
from django.urls import reverse

from meetings import services
from meetings.models import Decision, MinuteEntry, Minutes, RaisedAction
from meetings.reasons import WithoutReason
from tests.world_meetings import RESTRICTED


@pytest.fixture
def draft(world):
    """The record of the held meeting, in which one restricted entry is read by chair and secretary; one is for named
    readers."""
    Minutes.objects.filter(pk=world.things.minutes.pk).update(state="draft")
    return Minutes.objects.get(pk=world.things.minutes.pk)


def send(browser, minutes, view="minutes_circulate"):
    page = browser.post(reverse(f"meetings:{view}", args=[minutes.public_id]), follow=True).content.decode()
    minutes.refresh_from_db()
    return page


def alert_in(page):
    return re.search(r'role="alert".*?</div>', page, re.DOTALL)[0]


def addresses_in(alert):
    return re.findall(r'href="([^"#]+)#id_withheld_because">(paragraph \d+)<', alert)


@pytest.mark.parametrize("view", ["minutes_circulate", "minutes_send_to_chair"])
def test_minutes_wait_for_the_reason_of_what_is_withheld_and_say_where_it_is_chosen(signed_in, world, draft, view):
    browser, entry = signed_in(world.people["secretary"]), world.things.restricted_entry

    refused = send(browser, draft, view)

    [(address, says)] = addresses_in(alert_in(refused))
    assert (draft.state, address) == ("draft", reverse("meetings:entry_edit", args=[entry.public_id]))
    assert f'id="{says.replace("paragraph ", "p")}"' in refused
    assert 'id="id_withheld_because"' in browser.get(address).content.decode()

    MinuteEntry.objects.filter(pk=entry.pk).update(withheld_because="safety")
    send(browser, draft, view)
    assert draft.state in ("circulated", "at_chair")


def test_page_of_the_draft_lists_what_has_no_reason_before_anybody_is_refused(signed_in, world, draft):
    address = reverse("meetings:minutes_detail", args=[draft.public_id])
    pages = {who: signed_in(world.people[who]).get(address) for who in ["secretary", "chair"]}
    MinuteEntry.objects.filter(pk=world.things.restricted_entry.pk).update(withheld_because="safety")

    assert {who: len(page.context["to_reason"]) for who, page in pages.items()} == {"secretary": 1, "chair": 1}
    assert "Reasons to choose" not in signed_in(world.people["secretary"]).get(address).content.decode()


def test_decisions_and_actions_say_more_than_what_is_shared_of_them(world, draft):
    MinuteEntry.objects.filter(pk=world.things.restricted_entry.pk).update(withheld_because="safety")
    for model in (Decision, RaisedAction):
        thing = model.objects.filter(minutes=draft).first()
        model.objects.filter(pk=thing.pk).update(**RESTRICTED, shareable=thing.text)

        with pytest.raises(WithoutReason) as refused:
            services.circulate_minutes(minutes=draft, by=world.people["secretary"])

        assert (len(refused.value.passages), refused.value.others) == (1, 0)
        model.objects.filter(pk=thing.pk).update(withheld_because="safety")


def test_an_entry_whose_words_are_all_shared_withholds_nothing(world, draft):
    entry = world.things.restricted_entry
    MinuteEntry.objects.filter(pk=entry.pk).update(shareable=entry.text)

    services.circulate_minutes(minutes=draft, by=world.people["secretary"])

    draft.refresh_from_db()
    assert draft.state == "circulated"


def test_of_what_the_sender_may_not_read_no_number_is_said(signed_in, world, draft):
    MinuteEntry.objects.filter(pk=world.things.restricted_entry.pk).update(audience="authority")
    world.seats["secretary"].organisation.authority.led_groups.update(lead_authority=world.other.authority)

    alert = alert_in(send(signed_in(world.people["secretary"]), draft))

    assert addresses_in(alert) == []
    assert "1 paragraph that you may not read has no reason yet" in alert
    assert draft.state == "draft"


def test_saving_never_asks_for_the_reason(signed_in, world, draft):
    entry = world.things.restricted_entry
    typed = {"text": "Other words", "shareable": "", "withheld_because": "", "edition": entry.edition}

    signed_in(world.people["secretary"]).post(reverse("meetings:entry_edit", args=[entry.public_id]), typed)

    entry.refresh_from_db()
    assert entry.text == "Other words"
