"""Text that is marked above OFFICIAL-SENSITIVE gets in by no way: it is refused, told, and nothing is written."""

from html import unescape

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import services
from tests.lib.typed import typed_date

MARKED = "Of the arena.\n\nS\u200bECRET // UK EYES ONLY"
SAYS = "carries SECRET and UK EYES ONLY. PAPG holds nothing above OFFICIAL-SENSITIVE, so nothing was saved."
OPEN = {"marking": "official", "audience": "everyone", "handling": ""}


def run_page(world):
    services.open_meeting(meeting=world.things.meeting, by=world.people["chair"])
    world.things.meeting.refresh_from_db()
    typed = {"item": world.things.meeting.current_item.public_id, "entry-edition": 0, "do": "next"}
    return "meetings:meeting_run", world.things.meeting, {**typed, "entry-text": MARKED}


def contribution(world):
    return "meetings:contribution_write", world.things.item, {"edition": 1, "text": MARKED, "do": "file", **OPEN}


def handling_of_an_action(world):
    typed = {
        "text": "Mend the gate",
        "owner": world.seats["chair"].public_id,
        **typed_date("due_on", timezone.localdate()),
    }
    return "actions:action_raise", world.group, {**typed, **OPEN, "handling": MARKED}


def report_on_an_action(world):
    return "actions:action_update", world.things.action, {"status": "done", "text": MARKED}


def name_of_a_member(world):
    police = world.organisations["police"].public_id
    typed = {"email": "new.person@westhaven.example", "organisation": police, "role": "member"}
    return "groups:member_invite", world.group, {**typed, "name": MARKED}


def section_of_the_terms(world):
    return "groups:terms_section_edit", world.things.section, {"edition": 0, "text": MARKED}


WAYS = {
    run_page: "chair",
    contribution: "planner",
    handling_of_an_action: "chair",
    report_on_an_action: "chair",
    name_of_a_member: "secretary",
    section_of_the_terms: "chair",
}


def everything():
    """All rows of all tables, but for sessions and for the readings that a page shown again records."""
    tables = {model: model.objects.order_by("pk") for model in apps.get_models() if model.__name__ != "Session"}
    return {
        model: list((rows.exclude(kind="reading") if model._meta.label == "audit.Entry" else rows).values())
        for model, rows in tables.items()
    }


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_marked_text_is_refused_and_nothing_is_written(signed_in, world, way):
    address, thing, typed = way(world)
    browser = signed_in(world.people[WAYS[way]])
    before = everything()

    answer = browser.post(reverse(address, args=[thing.public_id]), typed)

    page = unescape(answer.content.decode())
    summary = page[page.index("govuk-error-summary__body") :].partition("</div>")[0]
    assert answer.status_code == 200
    assert SAYS in summary
    assert reverse("spills") in summary
    assert "Of the arena" not in summary
    assert everything() == before


def test_refused_text_stays_on_the_page_to_be_mended_but_not_in_the_browser_s_storage(signed_in, world):
    address, thing, typed = section_of_the_terms(world)
    browser, address = signed_in(world.people["chair"]), reverse(address, args=[thing.public_id])

    refused, mended = browser.post(address, typed).content.decode(), browser.get(address).content.decode()

    kept = f"{world.people['chair'].public_id}:{thing.public_id}:"
    assert "Of the arena" in refused
    assert (f'data-forget="{kept}' in refused, "data-keep" in refused) == (True, False)
    assert (f'data-keep="{kept}' in mended, "data-forget" in mended) == (True, False)


def test_marked_text_that_arrives_signed_out_is_not_given_back(world):
    address, thing, typed = section_of_the_terms(world)

    answer = Client().post(reverse(address, args=[thing.public_id]), typed)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "It carries SECRET and UK EYES ONLY." in page
    assert (reverse("spills") in page, 'data-forget=""' in page) == (True, True)
    assert "Of the arena" not in page


def test_clean_text_that_arrives_signed_out_is_given_back(world):
    address, thing, typed = section_of_the_terms(world)

    answer = Client().post(reverse(address, args=[thing.public_id]), {**typed, "text": "By secret ballot."})

    assert "By secret ballot." in answer.content.decode()


def test_a_forged_choice_is_refused_with_the_same_words(signed_in, world):
    address, thing, typed = contribution(world)

    answer = signed_in(world.people["planner"]).post(
        reverse(address, args=[thing.public_id]), {**typed, "text": "Fine", "marking": "secret"}
    )

    assert "Marking carries SECRET. PAPG holds nothing above" in answer.content.decode()
