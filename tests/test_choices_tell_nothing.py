"""An id of another group, posted in any choice of any form, is answered like a made-up one."""

import re

import pytest
from django.urls import get_resolver, reverse

from lib.forms import GovForm, PublicIdChoiceField, PublicIdManyChoiceField
from tests.access_bodies import ACTION, ANSWER, BODIES, DUE, ITEM, OPEN, PERSON
from tests.access_house import NOT_THERE, ask_anew, filled, thing_of, without_token

PERSON_IN = {**PERSON, "role": "member"}
READERS = {**OPEN, "audience": "named", "reason": "Their case"}
RAISED = {"do": "action", "item": "{matter_in_hand}", "action-text": "Mend it"} | {
    f"action-{name}": value for name, value in DUE.items()
}

# (form, its field): address, whose address it is, who posts, the field as posted, the rest of the body, what is hidden
CHOICES = {
    ("ActionForm", "owner"): ("actions:action_raise", "group", "chair", "owner", {**ACTION, **OPEN}, "planner"),
    ("RaiseActionForm", "owner"): ("actions:action_raise", "group", "chair", "owner", {**ACTION, **OPEN}, "planner"),
    ("EditActionForm", "owner"): (
        "actions:action_edit",
        "action",
        "chair",
        "owner",
        BODIES["actions:action_edit", "action"],
        "planner",
    ),
    ("RaiseGapActionForm", "owner"): ("maturity:gap_action", "gap", "chair", "owner", ACTION, "planner"),
    ("AgendaItemForm", "owner"): ("meetings:item_add", "meeting", "chair", "owner", {**ITEM, **OPEN}, "planner"),
    ("RaisedActionForm", "owner"): ("meetings:meeting_run", "open_meeting", "chair", "action-owner", RAISED, "planner"),
    ("AnswerAttendanceForm", "deputyship"): (
        "meetings:attendance_answer",
        "meeting",
        "planner",
        "deputyship",
        {"answer": "deputy"},
        "deputyship",
    ),
    ("ReadersForm", "readers"): ("meetings:entry_readers", "entry", "chair", "readers", READERS, "planner"),
    ("StandingItemForm", "owner"): (
        "groups:standing_item_add",
        "group",
        "chair",
        "owner",
        {**ITEM, **OPEN},
        "planner",
    ),
    ("StartAssessmentForm", "authority"): (
        "maturity:assessment_start",
        "group",
        "chair",
        "authority",
        BODIES["maturity:assessment_start", "group"],
        "authority",
    ),
    ("AskForAnswerForm", "seat"): ("maturity:answer_ask", "unasked", "chair", "seat", ANSWER, "planner"),
    ("StopAskingForm", "seat"): ("maturity:answer_stop_asking", "asked", "chair", "seat", ANSWER, "planner"),
    ("PersonForm", "organisation"): ("groups:member_invite", "group", "chair", "organisation", PERSON_IN, "venue"),
    ("InviteMemberForm", "organisation"): (
        "groups:member_invite",
        "group",
        "chair",
        "organisation",
        PERSON_IN,
        "venue",
    ),
    ("AppointDeputyForm", "organisation"): (
        "groups:deputy_appoint",
        "planner",
        "chair",
        "organisation",
        PERSON,
        "venue",
    ),
}
GUEST = {**PERSON, "reason": "They know the site"}
CHOICES["InviteGuestForm", "organisation"] = ("meetings:guest_invite", "item", "chair", "organisation", GUEST, "venue")
CHOICES["NominateDeputyForm", "organisation"] = (
    "meetings:deputy_nominate",
    "meeting",
    "planner",
    "organisation",
    PERSON,
    "venue",
)
EDITED = {"name": "Another name", "role": "member"}
CHOICES["InviteMemberForm", "portfolios"] = (
    "groups:member_invite",
    "group",
    "chair",
    "portfolios",
    BODIES["groups:member_invite", "group"],
    "portfolio",
)
CHOICES["EditMembershipForm", "portfolios"] = (
    "groups:membership_edit",
    "planner",
    "chair",
    "portfolios",
    EDITED,
    "portfolio",
)
CHOICES["AreaStandingForm", "authority"] = (
    "groups:area_standing_edit",
    "group",
    "chair",
    "authority",
    BODIES["groups:area_standing_edit", "group"],
    "authority",
)
CHOICES["CreateSubgroupForm", "sponsor"] = (
    "groups:subgroup_create",
    "group",
    "administrator",
    "sponsor",
    BODIES["groups:subgroup_create", "group"],
    "planner",
)
CHOICES["AnswerTermsForm", "seat"] = (
    "groups:terms_answer",
    "put_terms",
    "venue",
    "seat",
    BODIES["groups:terms_answer", "put_terms"],
    "planner",
)
CHOICES["RemoveAuthorityForm", "authority"] = (
    "groups:authority_remove",
    "group",
    "administrator",
    "authority",
    {},
    "authority",
)
CHOICES["NewReaderForm", "seat"] = (
    "groups:custody_list",
    "group",
    "chair",
    "seat",
    {"thing": "{orphan}", "reason": "They left"},
    "secretary",
)
CHOICES["AuditLogForm", "in_group"] = ("groups:audit_log", "authority", "auditor", "in_group", {}, "group")
CHOICES["DecisionLogForm", "meeting"] = ("meetings:decision_list", "group", "chair", "meeting", {}, "open_meeting")
CHOICES["ChangeDecisionForm", "superseded_by"] = (
    "meetings:decision_change",
    "decision",
    "chair",
    "superseded_by",
    {"standing": "superseded", "reason": "Another takes its place"},
    "proposed_decision",
)
ASKED_WITH_GET = {"groups:audit_log", "meetings:decision_list"}
OF_THE_AUTHORITY = {"venue", "authority", "group"}  # and so of a sibling group too
# Themes are of the frameworks and business areas of the law, which belong to no group
SHARED = {("StartAssessmentForm", "themes"), ("EditMembershipForm", "areas"), ("InviteMemberForm", "areas")}
SHARED |= {("AddPortfolioForm", "area"), ("AreaStandingForm", "area")}
SHARED.add(("AddAuthorityForm", "authority"))  # councils are public
# Text in a file, which becomes what the group has under that name
SHARED |= {("ImportedMemberForm", name) for name in ["organisation", "areas", "portfolios"]}

CHOICES["AddItemForm", "owner"] = CHOICES["EditItemForm", "owner"] = CHOICES["AgendaItemForm", "owner"]
CHOICES["AgendaItemForm", "before"] = ("meetings:item_add", "meeting", "chair", "before", {**ITEM, **OPEN}, "item")
CHOICES["AddItemForm", "before"] = CHOICES["AgendaItemForm", "before"]
CHOICES["EditItemForm", "before"] = ("meetings:item_edit", "item", "chair", "before", ITEM, "threat")
CHOICES["AddStandingItemForm", "owner"] = CHOICES["StandingItemForm", "owner"]
CHOICES["EditStandingItemForm", "owner"] = (
    "groups:standing_item_edit",
    "standing_open",
    "chair",
    "owner",
    ITEM,
    "planner",
)


def forms_within(form):
    for child in form.__subclasses__():
        yield child
        yield from forms_within(child)


def test_every_choice_of_every_form_is_asked():
    assert get_resolver().url_patterns  # which imports every form that has a page
    fields = {
        (form.__name__, name)
        for form in forms_within(GovForm)
        if not form.__module__.startswith("tests")
        for name, field in form.base_fields.items()
        if isinstance(field, (PublicIdChoiceField, PublicIdManyChoiceField))
    }
    assert fields - SHARED - set(CHOICES) == set()


@pytest.mark.access
@pytest.mark.parametrize("choice", CHOICES, ids=" ".join)
def test_an_id_of_another_group_is_answered_like_a_made_up_one(house, judged, choice):
    name, thing, persona, field, body, hidden = CHOICES[choice]
    about = thing_of(house.world, thing)
    address, body = reverse(name, args=[about.public_id]), filled(body, house.world, about)
    how = "GET" if name in ASKED_WITH_GET else "POST"
    nothing = answer_to(house, persona, how, address, body, field, NOT_THERE)
    for side in (house.world.other, house.world.sibling):
        if side is house.world.sibling and hidden in OF_THE_AUTHORITY:
            continue
        theirs = side.organisations[hidden] if field == "organisation" else thing_of(side, hidden)
        got = answer_to(house, persona, how, address, body, field, theirs.public_id)
        judged.note(f"{choice} of {side.word}", got != nothing and f"{got[:2]} is not {nothing[:2]}")
    assert judged.wrong == {}


def answer_to(house, persona, how, address, body, field, public_id):
    query = f"?{field}={public_id}" if how == "GET" else ""
    answer = ask_anew(house, persona, how, address + query, body | {field: public_id})
    page = without_token(answer.page).replace(public_id, "")
    sent_on = re.sub(r"/[a-z0-9]{10}/", "/new/", answer.url)  # to what was made, where the field was not asked for
    return answer.status, answer.wrote - {"django_session"}, sent_on, page
