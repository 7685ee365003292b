"""What is posted leaves its entry in the audit trail once, and what cannot be recorded is not done."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from audit.models import Entry
from tests.access_bodies import BODIES, BUTTON
from tests.access_house import address_of, ask, filled, thing_of
from tests.access_table import Route
from tests.security.test_fields import Before, sent

# {kind: (who, address, thing)}: what is posted there stands in tests/access_bodies.py
POSTED = {
    "access reviewed": ("chair", "groups:access_review", "group"),
    "action edited": ("chair", "actions:action_edit", "action"),
    "action raised": ("planner", "actions:action_raise", "group"),
    "action updated": ("planner", "actions:action_update", "action"),
    "agenda item added": ("chair", "meetings:item_add", "meeting"),
    "agenda item changed": ("chair", "meetings:item_edit", "item"),
    "agenda item moved": ("chair", "meetings:item_move", "item"),
    "authority asked to take part": ("administrator", "groups:authority_add", "group"),
    "authority let take part": ("chair", "groups:participation_answer", "participation"),
    "authority refused": ("chair", "groups:participation_answer", "participation"),
    "authority takes part no longer": ("administrator", "groups:authority_remove", "group"),
    "all sessions ended": ("planner", "accounts:session_end", ""),
    "annex added": ("chair", "groups:annex_add", "group"),
    "annex saved": ("chair", "groups:annex_edit", "annex"),
    "annex withdrawn": ("chair", "groups:annex_withdraw", "annex"),
    "another address asked for": ("planner", "accounts:address_change", ""),
    "answer asked for": ("chair", "maturity:answer_ask", "asked"),
    "answer no longer asked for": ("chair", "maturity:answer_stop_asking", "asked"),
    "answer written": ("planner", "maturity:answer_write", "asked"),
    "assessment closed": ("chair", "maturity:assessment_close", "assessment"),
    "assessment started": ("chair", "maturity:assessment_start", "group"),
    "attendance answered": ("planner", "meetings:attendance_answer", "meeting"),
    "addendum added": ("secretary", "meetings:addendum_add", "final_minutes"),
    "correction not taken": ("chair", "meetings:correction_answer", "secret_correction"),
    "correction proposed": ("venue", "meetings:correction_propose", "minutes"),
    "correction taken": ("secretary", "meetings:correction_answer", "correction"),
    "attendance corrected": ("secretary", "meetings:attendance_correct", "draft_line"),
    "checklist ticked": ("chair", "groups:checklist_tick", "planner"),
    "checklist tick taken back": ("chair", "groups:checklist_tick", "unconfirmed"),
    "contribution filed": ("planner", "meetings:contribution_write", "item"),
    "contribution saved": ("planner", "meetings:contribution_write", "item"),
    "decision confirmed": ("chair", "meetings:decision_confirm", "proposed_decision"),
    "decision kept after review": ("chair", "meetings:decision_change", "decision"),
    "decision edited": ("secretary", "meetings:decision_edit", "open_decision"),
    "decision recorded": ("chair", "meetings:meeting_run", "open_meeting"),
    "decision superseded": ("secretary", "meetings:decision_change", "decision"),
    "decision withdrawn": ("chair", "meetings:decision_change", "decision"),
    "deputy appointed": ("chair", "groups:deputy_appoint", "planner"),
    "deputy confirmed": ("chair", "groups:deputyship_confirm", "new_deputyship"),
    "deputy stepped up": ("chair", "overview:leaver", "planner"),
    "deputy nominated for a meeting": ("planner", "meetings:deputy_nominate", "meeting"),
    "deputies put in another order": ("chair", "groups:deputyship_move", "deputyship"),
    "deputyship changed": ("chair", "groups:deputyship_edit", "deputyship"),
    "deputyship ended": ("chair", "groups:deputyship_end", "deputyship"),
    "document asked for": ("planner", "groups:terms_export", "terms"),
    "document asked for again": ("planner", "documents:job_retry", "failed_job"),
    "escalated to the senior owner": ("chair", "meetings:meeting_run", "open_meeting"),
    "escalation answered": ("senior_owner", "meetings:escalation_answer", "escalation"),
    "evidence note saved": ("planner", "maturity:answer_write", "asked"),
    "everybody asked to accept the handling statement": ("chair", "meetings:meeting_run", "open_meeting"),
    "gap turned into an action": ("chair", "maturity:gap_action", "gap"),
    "group created": ("administrator", "groups:group_create", "authority"),
    "governance changed": ("chair", "groups:governance_edit", "group"),
    "guest came": ("chair", "meetings:meeting_run", "open_meeting"),
    "guest invited": ("chair", "meetings:guest_invite", "threat"),
    "guest’s invitation ended": ("chair", "meetings:guest_end", "threat"),
    "line of an action shared": ("secretary", "meetings:raised_share", "draft_raised"),
    "handling statement accepted": ("planner", "meetings:statement_accept", "open_meeting"),
    "interest declared": ("chair", "meetings:meeting_run", "open_meeting"),
    "meeting closed": ("chair", "meetings:meeting_run", "open_meeting"),
    "meeting moved": ("chair", "meetings:meeting_change", "meeting"),
    "meeting opened": ("chair", "meetings:meeting_open", "meeting"),
    "meeting scheduled": ("chair", "meetings:meeting_schedule", "group"),
    "meeting went on to an item": ("chair", "meetings:meeting_run", "open_meeting"),
    "member invited": ("chair", "groups:member_invite", "group"),
    "member list uploaded": ("chair", "groups:member_import", "group"),
    "membership changed": ("chair", "groups:membership_edit", "planner"),
    "membership confirmed": ("chair", "groups:membership_confirm", "unconfirmed"),
    "membership ended": ("chair", "groups:membership_end", "fire"),
    "minute entry added": ("secretary", "meetings:entry_add", "draft_item"),
    "minute entry saved": ("secretary", "meetings:entry_edit", "draft_entry"),
    "minutes approved": ("chair", "meetings:minutes_approve", "minutes"),
    "minutes circulated": ("secretary", "meetings:minutes_circulate", "draft_minutes"),
    "minutes sent to the chair": ("secretary", "meetings:minutes_send_to_chair", "draft_minutes"),
    "minutes taken back to draft": ("secretary", "meetings:minutes_recall", "minutes"),
    "new reader agreed to": ("senior_owner", "groups:custody_answer", "group"),
    "new reader named": ("chair", "groups:custody_list", "group"),
    "new reader refused": ("senior_owner", "groups:custody_answer", "group"),
    "nominated deputy confirmed": ("chair", "meetings:nomination_confirm", "new_nomination"),
    "nothing to report filed": ("planner", "meetings:contribution_write", "item"),
    "objection answered": ("secretary", "groups:terms_objection_answer", "objection"),
    "open summary published": ("chair", "meetings:summary_answer", "waiting_summary"),
    "open summary put forward": ("secretary", "meetings:summary_ask", "final_minutes"),
    "open summary refused": ("chair", "meetings:summary_answer", "waiting_summary"),
    "organisation added": ("chair", "groups:member_invite", "group"),
    "portfolio added": ("chair", "groups:portfolio_add", "group"),
    "portfolio changed": ("chair", "groups:portfolio_edit", "portfolio"),
    "portfolio removed": ("chair", "groups:portfolio_remove", "portfolio"),
    "reset agreed": ("chair", "groups:factor_reset_answer", "adviser"),
    "report to the senior owner approved": ("chair", "meetings:upward_report_approve", "later_minutes"),
    "report to the senior owner saved": ("secretary", "meetings:upward_report_write", "later_minutes"),
    "reset refused": ("chair", "groups:factor_reset_answer", "adviser"),
    "role changed": ("chair", "groups:membership_edit", "planner"),
    "second factor reset": ("chair", "groups:factor_reset_answer", "adviser"),
    "second factor said to be lost": ("chair", "groups:factor_reset", "fire"),
    "standing item added": ("chair", "groups:standing_item_add", "group"),
    "standing item changed": ("chair", "groups:standing_item_edit", "standing_open"),
    "standing of an area set": ("chair", "groups:area_standing_edit", "group"),
    "subgroup closed": ("administrator", "groups:subgroup_close", "subgroup"),
    "subgroup created": ("administrator", "groups:subgroup_create", "group"),
    "subgroup renewed": ("administrator", "groups:subgroup_renew", "subgroup"),
    "subgroup report saved": ("chair", "meetings:report_write", "subgroup"),
    "subgroup report sent": ("chair", "meetings:report_write", "subgroup"),
    "terms adopted": ("chair", "groups:terms_adopt", "put_terms"),
    "terms agreed to": ("venue", "groups:terms_answer", "put_terms"),
    "terms objected to": ("venue", "groups:terms_answer", "put_terms"),
    "terms rules saved": ("chair", "groups:terms_rules_edit", "terms"),
    "terms section saved": ("chair", "groups:terms_section_edit", "section"),
    "terms withdrawn": ("secretary", "groups:terms_withdraw", "put_terms"),
    "undertaking accepted": ("not_undertaken", "groups:undertaking_accept", "group"),
    "handling statement changed": ("chair", "groups:statement_change", "group"),
    "undertaking changed": ("chair", "groups:undertaking_change", "group"),
    "warning answered": ("chair", "overview:check_answer", "group"),
    "who may read it set": ("chair", "meetings:entry_readers", "entry"),
    "widening asked for": ("secretary", "groups:annex_readers", "restricted_annex"),
}
ASKED = {"text": "A decision on the gate", "reason": "It costs too much for us"}
ASKED |= {"reply_by_day": "27", "reply_by_month": "3", "reply_by_year": "2031"}


def day_in(field, days):
    day = timezone.localdate() + timedelta(days=days)
    return {f"{field}_day": f"{day.day}", f"{field}_month": f"{day.month}", f"{field}_year": f"{day.year}"}


# What is posted in place of that
INSTEAD = {
    "authority refused": {"do": "refuse"},
    "checklist tick taken back": {"item": "welcomed", "do": "take_back"},
    "contribution saved": {"do": "save"},
    "decision recorded": {"do": "decide", "decision-text": "So be it", "decision-reason": "It is due"},
    "decision kept after review": {"standing": "kept", **day_in("review_on", days=365)},
    "decision superseded": {"standing": "superseded", "superseded_by": "{fresh_decision}"},
    "deputy stepped up": {"when": "now", "steps_up": "{deputyship}"},
    "escalated to the senior owner": {"do": "escalate", **{f"escalate-{name}": value for name, value in ASKED.items()}},
    "everybody asked to accept the handling statement": {"do": "each"},
    "guest came": {
        "do": "guest_came",
        "guest-name": "Dr Vale",
        "guest-organisation": "Museum",
        "guest-reason": "Knows the hall",
    },
    "interest declared": {
        "do": "declare",
        "interest-line": "{open_line}",
        "interest-item": "{matter_in_hand}",
        "interest-interest": "Their brother owns the hall",
        "interest-done": "stayed",
    },
    "meeting closed": {"do": "close"},
    "new reader refused": {"do": "refuse"},
    "nothing to report filed": {"text": "", "do": "nothing"},
    "open summary refused": {"do": "refuse"},
    "organisation added": {"organisation": "", "new_organisation": "Quay Mall", "new_organisation_kind": "venue"},
    "reset refused": {"do": "refuse"},
    "role changed": {"role": "observer"},
    "subgroup report sent": {"do": "send"},
    "terms agreed to": {"answer": "agree", "reason": ""},
    "who may read it set": {"marking": "official_sensitive"},
    "widening asked for": {"marking": "official", "audience": "everyone", "reason": "It is public now"},
}


def posting(house, kind):
    """(who, address, body)."""
    who, name, thing = POSTED[kind]
    body = {**BODIES.get((name, thing), BUTTON), **INSTEAD.get(kind, {})}
    about = thing_of(house.world, thing) if thing else None
    return who, address_of(Route("POST", name, thing, "", ""), house.world), filled(body, house.world, about)


@pytest.mark.parametrize("kind", POSTED)
def test_what_is_posted_leaves_its_entry_once(house, kind):
    who, address, body = posting(house, kind)
    answer = ask(house, who, "POST", address, body)
    assert (answer.status, answer.entries.count(kind)) == (302, 1)
    assert len(answer.entries) == len(set(answer.entries))


@pytest.fixture(scope="module")
def before(house):
    return Before()


@pytest.mark.parametrize("kind", POSTED)
def test_what_cannot_be_recorded_is_not_done(house, before, kind, monkeypatch):
    monkeypatch.setattr(Entry, "save", refuse)
    status, differs = sent(house, before, *posting(house, kind), raises=False)
    assert status == 500
    assert {table: rows for table, rows in differs.items() if rows} == {}


def refuse(*_given, **_options):
    raise DatabaseError("The audit trail takes nothing.")
