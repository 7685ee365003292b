"""The canary sweep of forms: no answer to what is posted tells more, and no change leaves words beside the record."""

import pytest
from django.core import mail
from django.test import TestCase

from tests.access_bodies import BUTTON
from tests.access_house import SIGNED_OUT, address_of, body_of, case, writes
from tests.access_table import PERSONAS, ROUTES
from tests.canaries import CANARY_WORD, POSTED, strays
from tests.canary_house import all_of, behind, browser_of, in_mails

pytestmark = pytest.mark.proof

POSTS = list({(route.name, route.thing): route for route in ROUTES if route.how != "GET"}.values())
# Fields that hold words of the record. A name is none: accounts, messages and the audit trail hold it, too.
FREE = {"text", "title", "reason", "handling", "place", "decision_required", "period"}
SIGNED_IN = [name for name in PERSONAS if name not in SIGNED_OUT]
about_each = pytest.mark.parametrize("route", POSTS, ids=lambda route: f"{route.name} {route.thing}")


def nonsense(body):
    return {field: "0" if field.endswith("edition") else "nonsense" for field in body}


def stale(body):
    """As it should be, but begun before anybody had saved."""
    return {field: "0" if field.endswith(("edition", "number")) else value for field, value in body.items()}


def with_canary(body):
    return {key: f"{value} {POSTED}" if key.rpartition("-")[2] in FREE else value for key, value in body.items()}


@about_each
def test_no_answer_to_a_form_tells_more(canary_house, logged, record_property, route):
    """Empty, with nonsense in each field, over an old text, and as it should be; in the hands of everybody."""
    wrong = {}
    body, address = body_of(route, canary_house.world), address_of(route, canary_house.world)
    bodies = [BUTTON, *([nonsense(body), stale(body), with_canary(body)] if body != BUTTON else [])]
    for name in SIGNED_IN:
        for place, sent in enumerate(bodies):
            if found := told_or_left(canary_house, name, address, sent):
                wrong[f"{name} {place}"] = found
    record_property("cases", len(SIGNED_IN) * len(bodies))
    assert wrong == {}
    assert CANARY_WORD.findall(logged.getvalue()) == []


def told_or_left(house, name, address, sent):
    """Canaries in the answer that are not this person's; where something was changed, those that it left anywhere."""
    mail.outbox.clear()
    with case():
        before = writes()
        with TestCase.captureOnCommitCallbacks(execute=True):
            told = all_of(browser_of(house, name).post(address, sent))
        found = strays(told.replace(POSTED, ""), name, house.readers)
        if writes() != before:
            found |= {*behind(), *CANARY_WORD.findall(in_mails())}
    return found


@about_each
def test_page_that_keeps_what_was_typed_holds_nothing_of_the_record(canary_house, logged, route):
    """Posted signed out, or with the token of a page that was loaded before somebody signed in."""
    body, address = with_canary(body_of(route, canary_house.world)), address_of(route, canary_house.world)
    with case():
        told = {
            name: all_of(browser_of(canary_house, name, enforce_csrf_checks=name not in SIGNED_OUT).post(address, body))
            for name in [*sorted(SIGNED_OUT), "chair", "secretary", "planner"]
        }
        left = behind()
    found = {name: CANARY_WORD.findall(text.replace(POSTED, "")) for name, text in told.items()}
    assert found == dict.fromkeys(told, [])
    assert left + CANARY_WORD.findall(logged.getvalue()) == []
