from groups.services.annexes import add_annex, save_annex, withdraw_annex
from groups.services.areas import add_portfolio, change_portfolio, remove_portfolio, set_area_standing
from groups.services.audit_log import export_log
from groups.services.check_answers import answer_check
from groups.services.checklists import tick_item
from groups.services.confirmations import why_not_confirm
from groups.services.custody import answer_new_reader, name_new_reader
from groups.services.deputyships import (
    appoint_deputy,
    change_deputyship,
    confirm_deputyship,
    end_deputyship,
    move_deputy,
)
from groups.services.factor_resets import answer_reset, ask_for_reset, give_new_start
from groups.services.governance import change_governance
from groups.services.groups import create_group
from groups.services.limits import answer_widening, set_limits
from groups.services.member_imports import invite_members, keep_list
from groups.services.memberships import (
    change_membership,
    confirm_membership,
    end_membership,
    invite_member,
    step_up,
)
from groups.services.moves import move_group
from groups.services.offices import appoint_first_officer
from groups.services.organisations import add_organisation, add_shared_organisation
from groups.services.participations import answer_participation, ask_for_authority, remove_authority
from groups.services.readers import answer_reader, share_readers
from groups.services.reviews import end_what_was_granted, lapse_memberships, review_access
from groups.services.standing_items import add_standing_item, change_standing_item
from groups.services.statements import change_statement
from groups.services.subgroups import close_subgroup, create_subgroup, renew_subgroup
from groups.services.terms import begin_terms_draft, put_terms, save_terms_rules, save_terms_section, withdraw_terms
from groups.services.terms_agreement import adopt_terms, answer_objection, answer_terms
from groups.services.terms_export import export_terms
from groups.services.undertakings import accept_undertaking, change_undertaking

__all__ = [
    "answer_check",
    "set_area_standing",
    "remove_portfolio",
    "change_portfolio",
    "add_portfolio",
    "withdraw_terms",
    "save_terms_rules",
    "put_terms",
    "begin_terms_draft",
    "answer_terms",
    "answer_objection",
    "adopt_terms",
    "accept_undertaking",
    "add_annex",
    "add_organisation",
    "add_shared_organisation",
    "add_standing_item",
    "answer_new_reader",
    "answer_participation",
    "answer_reader",
    "answer_reset",
    "answer_widening",
    "appoint_deputy",
    "appoint_first_officer",
    "ask_for_authority",
    "ask_for_reset",
    "change_governance",
    "change_deputyship",
    "change_membership",
    "change_standing_item",
    "change_statement",
    "change_undertaking",
    "close_subgroup",
    "confirm_deputyship",
    "confirm_membership",
    "create_group",
    "create_subgroup",
    "end_deputyship",
    "end_membership",
    "end_what_was_granted",
    "export_log",
    "export_terms",
    "invite_member",
    "invite_members",
    "keep_list",
    "move_group",
    "lapse_memberships",
    "move_deputy",
    "name_new_reader",
    "remove_authority",
    "renew_subgroup",
    "give_new_start",
    "review_access",
    "save_annex",
    "save_terms_section",
    "set_limits",
    "share_readers",
    "step_up",
    "tick_item",
    "why_not_confirm",
    "withdraw_annex",
]
