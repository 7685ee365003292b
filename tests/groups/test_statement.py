"""The handling statement is the group's own, and a meeting keeps the words that it opened with."""

import re

import pytest
from django.urls import reverse

from audit.models import Entry
from groups.models import Rules
from groups.models.rules import STATEMENT
from meetings import services
from meetings.models import Meeting

OURS = "Doors closed.\n\nPhones in the basket."


def change(signed_in, world, who, text=OURS, edition=0):
    address = reverse("groups:statement_change", args=[world.group.public_id])
    return signed_in(world.people[who]).post(address, {"text": text, "edition": edition})


def test_meeting_copies_the_words_of_the_group_and_keeps_them(signed_in, world):
    assert change(signed_in, world, "secretary").status_code == 302
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    change(signed_in, world, "chair", text="Other words", edition=1)

    statement = Meeting.objects.get(pk=world.things.meeting.pk).statement
    sentence = "The group’s handling undertaking, text 1, holds for everybody who is present, guests included."
    assert statement == f"{OURS}\n\n{sentence}"
    assert [entry.detail["edition"] for entry in Entry.objects.filter(verb="handling statement changed")] == [1, 2]


def test_group_that_changed_nothing_reads_out_the_services_own_words(signed_in, world):
    address = reverse("groups:statement_change", args=[world.group.public_id])
    assert signed_in(world.people["chair"]).get(address).context["form"]["text"].initial == STATEMENT

    change(signed_in, world, "chair", text=STATEMENT)
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])

    assert Meeting.objects.get(pk=world.things.meeting.pk).statement.startswith(STATEMENT)
    assert not Entry.objects.filter(verb="handling statement changed").exists()


def test_second_of_two_writers_sees_both_texts_and_overwrites_nothing(signed_in, world):
    change(signed_in, world, "secretary")

    page = change(signed_in, world, "chair", text="Mine").content.decode()

    assert Rules.objects.get(group=world.group).statement == OURS
    assert [word in page for word in ["Somebody changed this meanwhile", "Phones in the basket", "Mine"]] == [True] * 3


def test_standing_agenda_leads_there_whoever_may_change_it(signed_in, world):
    agenda = reverse("groups:standing_item_list", args=[world.group.public_id])
    link = reverse("groups:statement_change", args=[world.group.public_id])

    found = {
        who: link in signed_in(world.people[who]).get(agenda).content.decode()
        for who in ["chair", "secretary", "deputy_chair", "administrator"]
    }

    assert found == {"chair": True, "secretary": True, "deputy_chair": False, "administrator": False}


@pytest.mark.parametrize("page", ["standing_item_list", "standing_item_add", "statement_change"])
def test_what_every_meeting_starts_with_stands_under_meetings_in_the_navigation(page, signed_in, world):
    address = reverse(f"groups:{page}", args=[world.group.public_id])

    said = signed_in(world.people["chair"]).get(address).content.decode()

    assert re.findall('aria-current="page">([^<]*)', said) == ["Meetings"]
