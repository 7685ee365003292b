"""Outside its group a thing answers as if it had never been: the same status, bytes and headers."""

import re

import pytest
from django.urls import reverse

from lib.public_ids import new_public_id

PAGES = {
    "overview:group_detail": "group",
    "groups:member_list": "group",
    "groups:terms_detail": "group",
    "groups:standing_item_list": "group",
    "groups:standing_item_edit": "standing_restricted",
    "groups:terms_section_edit": "section",
    "groups:deputyship_confirm": "deputyship",
    "actions:action_plan": "group",
    "actions:action_detail": "restricted_action",
    "meetings:meeting_list": "group",
    "meetings:meeting_detail": "meeting",
    "meetings:item_edit": "threat",
    "meetings:contribution_write": "threat",
    "meetings:minutes_detail": "minutes",
    "meetings:entry_edit": "named_entry",
    "meetings:entry_readers": "restricted_entry",
    "maturity:assessment_list": "group",
}


def answer(browser, method, name, public_id):
    page = getattr(browser, method)(reverse(name, args=[public_id]))
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page.content)
    headers = {key: value for key, value in page.headers.items() if key != "Content-Length"}
    return page.status_code, body.replace(public_id.encode(), b"ID"), headers


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["stranger", "nobody", "operator", "auditor", "ended", "sibling"])
def test_there_and_never_there_answer_alike(signed_in, world, who, method):
    browser = signed_in(world.people[who])

    for name, thing in PAGES.items():
        there = (world.group if thing == "group" else getattr(world.things, thing)).public_id
        found = answer(browser, method, name, there)
        assert found == answer(browser, method, name, new_public_id()), name
        assert found[0] == 404, name
