"""What a browser posts to the addresses of tests/access_table.py, by address and thing."""

# {planner} is the public id of that seat, and so on.
OPEN = {"marking": "official", "audience": "everyone", "handling": ""}
RESTRICTED = {"marking": "official_sensitive", "audience": "statutory", "handling": ""}
NAMED = {**OPEN, "audience": "named", "readers": "{planner}", "reason": "Their case"}
DUE = {"due_on_day": "27", "due_on_month": "3", "due_on_year": "2031"}
WHEN = {"starts_at_day": "27", "starts_at_month": "3", "starts_at_year": "2031", "starts_at_time": "10:00"}
PERSON = {"name": "A new person", "email": "new.person@westhaven.example", "organisation": "{police}"}
ITEM = {"title": "Roads", "purpose": "note", "decision_required": "", "owner": "{chair}", "minutes": "10"}
MEETING = {**WHEN, "minutes_long": "90", "place": "Room 1", "joining_link": ""}
ACTION = {"text": "Mend the gate", "owner": "{chair}", **DUE}
REPORT = {"status": "done", "text": "All of it"}
UPDATE = {"edition": "{edition}", "text": "Other words", "do": "file"}
ANSWER = {"edition": "{edition}", "level": "2", "text": "Most attend", "confidence": "high", **RESTRICTED}
ANSWER |= {f"evidence-{name}": value for name, value in {"text": "Minutes", **RESTRICTED}.items()}
TEXT = {"edition": "{edition}", "text": "Other words"}
DECISION = {**TEXT, "reason": "It is due", "options": "All or none", "dissent": ""}
LINE = {"edition": "1", "shareable": "Highways, by March", "withheld_because": "safety"}

END = {"ends_on_day": "27", "ends_on_month": "3", "ends_on_year": "2031"}
SUBGROUP = {"name": "Another project", "purpose": "To plan it", "sponsor": "{planner}"}
LIST = b"Name,E-mail address,Organisation,Role\nJo Okafor,jo@estuary.example,Estuary fire,Member\n"  # a file

ANNEX = {"title": "Another title", "text": "Other words"}
RULES = {"quorum_needs_chair": "on", "quorum_areas": "2", "months_between": "6", "notice_working_days": "10"}
RULES |= {"paper_working_days": "5", "minutes_working_days": "10", "default_marking": "official"}
RULES |= {"assessment_months": "12", "review_months": "12", "rules_edition": "0"}

BODIES = {
    ("accounts:address_change", ""): {"email": "another.address@westhaven.example"},
    ("accounts:session_end", ""): {"do": "everywhere"},
    ("groups:group_create", "authority"): {"name": "New group"},
    ("overview:check_answer", "group"): {"check": "area_empty:licensing", "kind": "right", "reason": "It is small"},
    ("groups:area_standing_edit", "group"): {
        "area": "{area}",
        "authority": "{authority}",
        "standing": "elsewhere",
        "body": "The county",
    },
    ("groups:portfolio_add", "group"): {"area": "{area}", "name": "Local plans"},
    ("groups:portfolio_edit", "portfolio"): {"name": "Another name", "position": "2"},
    ("groups:member_invite", "group"): {**PERSON, "role": "member"},
    ("groups:member_import", "group"): {"file": LIST},
    ("groups:membership_edit", "planner"): {"name": "Another name", "role": "member"},
    ("groups:membership_confirm", "unconfirmed"): {"role": "member"},
    ("groups:factor_reset", "fire"): {"spoken": "on"},
    ("groups:factor_reset_answer", "adviser"): {"do": "agree"},
    ("groups:checklist_tick", "planner"): {"item": "welcomed", "do": "tick"},
    ("groups:access_review", "group"): {"seats": "{fire}"},
    ("overview:leaver", "fire"): {"when": "now"},
    ("groups:deputy_appoint", "planner"): PERSON,
    ("groups:deputyship_edit", "deputyship"): {"name": "Another name"},
    ("groups:deputyship_move", "deputyship"): {"to": "down"},
    ("groups:authority_add", "group"): {"authority": "{another}", "reason": "They share the site"},
    ("groups:authority_remove", "group"): {"authority": "{partner}"},
    ("groups:participation_answer", "participation"): {"do": "agree"},
    ("groups:subgroup_create", "group"): {**SUBGROUP, **END},
    ("groups:subgroup_renew", "subgroup"): END,
    ("meetings:report_write", "subgroup"): {"edition": "1", "course": "on_course", "text": "All well", "do": "save"},
    ("groups:undertaking_accept", "group"): {"agreed": "on", "sha256": "{undertaking}"},
    ("groups:statement_change", "group"): {"text": "What is said here stays here", "edition": "0"},
    ("groups:undertaking_change", "group"): {"text": "New rules", "agreed": "on", "number": "1"},
    ("groups:governance_edit", "group"): {"parent_body": "Another board", "edition": "0"},
    ("groups:terms_section_edit", "section"): TEXT,
    ("groups:terms_export", "terms"): {"do": "docx"},
    ("groups:terms_export", "put_terms"): {"do": "sign-off"},
    ("groups:terms_rules_edit", "terms"): RULES,
    ("groups:terms_put", "put_terms"): {"sha256": "{put_terms}"},
    ("groups:terms_answer", "put_terms"): {"answer": "object", "reason": "Other words", "sha256": "{put_terms}"},
    ("groups:terms_objection_answer", "objection"): {"text": "Other words"},
    ("groups:terms_withdraw", "put_terms"): {"reason": "Other words"},
    ("groups:annex_add", "group"): {**ANNEX, **OPEN},
    ("groups:annex_edit", "annex"): {**TEXT, **ANNEX},
    ("groups:annex_edit", "restricted_annex"): {**TEXT, **ANNEX},
    ("groups:annex_edit", "named_annex"): {**TEXT, **ANNEX},
    ("groups:annex_readers", "annex"): OPEN,
    ("groups:annex_readers", "restricted_annex"): RESTRICTED,
    ("groups:annex_readers", "named_annex"): NAMED,
    ("groups:standing_item_add", "group"): {**ITEM, **OPEN},
    ("groups:standing_item_edit", "standing_open"): ITEM,
    ("groups:standing_item_edit", "standing_restricted"): ITEM,
    ("actions:action_raise", "group"): {**ACTION, **OPEN},
    ("actions:action_update", "action"): REPORT,
    ("actions:action_update", "restricted_action"): REPORT,
    ("actions:action_update", "closed_action"): REPORT,
    ("actions:action_edit", "action"): {**TEXT, **ACTION},
    ("actions:action_edit", "restricted_action"): {**TEXT, **ACTION},
    ("meetings:meeting_schedule", "group"): MEETING,
    ("meetings:meeting_plan", "group"): {**MEETING, "count": "2", "months_between": "3", "days": "2031-03-27"},
    ("meetings:meeting_change", "meeting"): MEETING,
    ("meetings:attendance_answer", "meeting"): {"answer": "coming"},
    ("meetings:item_add", "meeting"): {**ITEM, **OPEN},
    ("meetings:item_edit", "item"): ITEM,
    ("meetings:item_edit", "threat"): ITEM,
    ("meetings:item_move", "item"): {"to": "down"},
    ("meetings:item_move", "threat"): {"to": "up"},
    ("meetings:contribution_write", "item"): {**UPDATE, "edition": "1", **OPEN},
    ("meetings:contribution_write", "open_matter"): {**UPDATE, "edition": "1", **OPEN},
    ("meetings:contribution_write", "closed_matter"): {**UPDATE, "edition": "0", **RESTRICTED},
    ("meetings:deputy_nominate", "meeting"): PERSON,
    ("meetings:guest_invite", "item"): {**PERSON, "reason": "They know the site"},
    ("meetings:guest_invite", "threat"): {**PERSON, "reason": "They know the site"},
    ("meetings:guest_end", "threat"): {"person": "{guest}"},
    ("groups:custody_list", "group"): {"thing": "{orphan}", "seat": "{secretary}", "reason": "They left"},
    ("groups:custody_answer", "group"): {"thing": "{orphan}", "do": "agree"},
    ("meetings:meeting_run", "open_meeting"): {
        "do": "next",
        "item": "{matter_in_hand}",
        "entry-text": "Other words",
        "entry-edition": "1",
    },
    ("meetings:minutes_export", "minutes"): {"do": "docx"},
    ("meetings:summary_answer", "waiting_summary"): {"do": "publish"},
    ("meetings:upward_report_write", "later_minutes"): {"text": "Other words", "edition": "1"},
    ("meetings:upward_report_approve", "later_minutes"): {"edition": "1"},
    **{("meetings:attendance_correct", line): {"came": "online"} for line in ["open_line", "draft_line", "held_line"]},
    ("meetings:correction_propose", "minutes"): {"should_say": "Other words", "reason": "It was so"},
    ("meetings:correction_propose", "final_minutes"): {"should_say": "Other words", "reason": "It was so"},
    ("meetings:correction_answer", "correction"): {"taken": "yes", "answer": "Other words"},
    ("meetings:correction_answer", "secret_correction"): {"taken": "no", "answer": "Other words"},
    ("meetings:addendum_add", "final_minutes"): {"text": "Other words"},
    ("meetings:addendum_add", "minutes"): {"text": "Other words"},
    ("meetings:entry_add", "draft_item"): {"text": "New words", **OPEN},
    ("meetings:entry_add", "draft_threat"): {"text": "New words", **RESTRICTED},
    ("meetings:entry_edit", "draft_entry"): TEXT,
    ("meetings:entry_edit", "draft_named_entry"): TEXT,
    ("meetings:entry_edit", "entry"): TEXT,
    ("meetings:entry_edit", "named_entry"): TEXT,
    ("meetings:decision_edit", "open_decision"): DECISION,
    ("meetings:decision_edit", "decision"): DECISION,
    ("meetings:raised_share", "draft_raised"): LINE,
    ("meetings:escalation_answer", "escalation"): {"text": "Go on with it"},
    ("meetings:raised_share", "raised"): LINE,
    ("groups:standing_item_readers", "standing_open"): RESTRICTED,
    ("groups:standing_item_readers", "standing_restricted"): RESTRICTED,
    ("actions:action_readers", "action"): OPEN,
    ("actions:action_readers", "restricted_action"): RESTRICTED,
    ("actions:action_readers", "named_action"): NAMED,
    ("meetings:item_readers", "item"): RESTRICTED,
    ("meetings:item_readers", "threat"): RESTRICTED,
    ("meetings:contribution_readers", "contribution"): OPEN,
    ("meetings:contribution_readers", "restricted_contribution"): RESTRICTED,
    ("meetings:entry_readers", "entry"): OPEN,
    ("meetings:entry_readers", "restricted_entry"): RESTRICTED,
    ("meetings:entry_readers", "named_entry"): NAMED,
    ("meetings:decision_readers", "decision"): RESTRICTED,
    ("meetings:decision_change", "decision"): {"standing": "withdrawn", "reason": "It no longer holds"},
    ("meetings:decision_change", "proposed_decision"): {"standing": "withdrawn", "reason": "It no longer holds"},
    ("meetings:decision_change", "open_decision"): {"standing": "withdrawn", "reason": "It no longer holds"},
    ("meetings:decision_readers", "secret_decision"): RESTRICTED,
    ("maturity:answer_readers", "asked"): RESTRICTED,
    ("maturity:evidence_readers", "asked_note"): RESTRICTED,
    ("maturity:evidence_readers", "restricted_note"): {**RESTRICTED, "audience": "authority"},
    ("maturity:answer_readers", "gap"): RESTRICTED,
    ("maturity:assessment_start", "group"): {"authority": "{lead}", "themes": "{theme}", "period": "Next year"},
    ("maturity:assessment_close", "assessment"): {"agreed": "on"},
    ("maturity:answer_write", "asked"): ANSWER,
    ("maturity:answer_write", "unasked"): ANSWER,
    ("maturity:answer_ask", "asked"): {"seat": "{fire}"},
    ("maturity:answer_stop_asking", "asked"): {"seat": "{planner}"},
    ("maturity:gap_action", "gap"): ACTION,
}
BUTTON = {"": ""}  # the body of a form without fields
