"""Asks about one thing of every kind, state, audience and marking, as everybody: tests/access_leaves.py says what."""

import pytest
from django.urls import reverse

from tests.access_bodies import ACTION, ANSWER, DECISION, DUE, ITEM, OPEN, REPORT, TEXT, UPDATE
from tests.access_house import (
    MAY_WRITE_WHEN_READING,
    ask_anew,
    case,
    complaint_about,
    filled,
    shows_too_much,
)
from tests.access_leaves import ACTS, LISTS, NEVER_LISTED, NOT_ALL, STATES, expected, reads, stands_as
from tests.access_people import LIKE
from tests.access_specimens import specimens
from tests.access_table import PERSONAS

pytestmark = pytest.mark.access

LIMITS = ["marking", "audience"]
WRITES = {  # what a browser posts to an address; the limits are those of the thing
    "groups:standing_item_edit": ITEM,
    "meetings:item_edit": ITEM,
    "meetings:contribution_write": {**UPDATE, **OPEN},
    "meetings:entry_add": {"text": "New words", **OPEN},
    "meetings:entry_edit": TEXT,
    "meetings:decision_edit": DECISION,
    "actions:action_update": REPORT,
    "actions:action_edit": {**TEXT, **ACTION},
    "maturity:answer_write": {**ANSWER, **OPEN, "evidence-text": ""},
    "groups:annex_edit": {**TEXT, "title": "New title"},
    "maturity:answer_ask": {"seat": "{planner}"},
    "maturity:answer_stop_asking": {"seat": "{planner}"},
    "maturity:gap_action": {**ACTION, **DUE},
}
SHOWS_THE_CRITERION = {"maturity:answer_ask", "maturity:gap_action"}  # and not the answer


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_a_sensitive_thing_opens_to_those_whom_the_policy_lets(house, judged, act):
    with case():
        for thing, audience, marking, word in specimens(house.world, act.kind, act.state):
            for name in [*PERSONAS, *LIKE]:
                letter = expected(name, act, audience, marking)
                for how in ["GET", "POST"] if act.how == "form" else [act.how]:
                    complaint = wrong_with(house, name, act, how, letter, thing, word)
                    judged.note(f"{how} as {name}, {audience}, {marking}", complaint)
    assert judged.wrong == {}


def wrong_with(house, name, act, how, letter, thing, word):
    about = thing.item if act.kind == "contribution" else thing
    answer = ask_anew(house, name, how, reverse(act.name, args=[about.public_id]), body_for(house, act, thing))
    if shows_too_much(name, answer):
        return "shows the other group’s text"
    shows = thing.criterion.code if act.name in SHOWS_THE_CRITERION else word
    complaint = complaint_about(letter, how, shows, answer)
    if not complaint and how == "GET" and word in answer.page and thing.is_sensitive:
        return None if "audit_entry" in answer.wrote else "shows what is sensitive, and no reading is recorded"
    return complaint


def body_for(house, act, thing):
    body = dict(WRITES.get(act.name, {}))
    if act.name == "meetings:contribution_write" and act.kind == "item":
        body["edition"] = "0"  # nothing is written for it yet
    for limit in LIMITS:
        if limit in body:
            body[limit] = getattr(thing, limit)
    return filled(body, house.world, thing if hasattr(thing, "edition") else None)


# Pages that list them -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", LISTS)
def test_a_list_shows_each_thing_to_those_who_may_read_it(house, judged, page):
    on_page = LISTS[page] or [(kind, list(states)[-1]) for kind, states in STATES.items()]
    for kind, state in on_page:
        with case():
            made = specimens(house.world, kind, state)
            address = address_of_list(page, house.world, made[0][0])
            for name in [*PERSONAS, *LIKE]:
                answer = ask_anew(house, name, "GET", address)
                for _thing, audience, marking, word in made:
                    wanted = reads(stands_as(name, kind), kind, state, audience, marking)
                    wrong = wrong_on_list(page, (kind, state), wanted, word in answer.page, answer)
                    judged.note(f"{kind} {state}, {audience}, {marking}, as {name}", wrong)
    assert judged.wrong == {}


def wrong_on_list(page, what, wanted, shown, answer):
    if not answer.wrote <= MAY_WRITE_WHEN_READING:
        return f"reading wrote {answer.wrote}"
    if shown and (not wanted or what in NEVER_LISTED):
        return "shown to somebody who may not read it"
    if wanted and not shown and page not in NOT_ALL and what not in NEVER_LISTED and answer.status == 200:
        return "not shown to somebody who may read it"
    return None


def address_of_list(page, world, thing):
    """The page about the group, the meeting, the minutes or the assessment to which the thing belongs."""
    if page in ("overview:home", "meetings:updates_owed"):
        return reverse(page)
    assessment = getattr(getattr(thing, "answer", thing), "assessment", None)
    about = {
        "meetings:meeting_detail": world.things.meeting,
        "meetings:minutes_detail": getattr(thing, "minutes", None),
        "maturity:assessment_results": assessment,
        "maturity:assessment_detail": assessment,
    }.get(page, world.group)
    return reverse(page, args=[about.public_id], query={"show": "all"} if page == "actions:action_plan" else None)
