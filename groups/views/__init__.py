from groups.views.annexes import annex_add, annex_detail, annex_edit, annex_withdraw
from groups.views.areas import area_list, area_standing_edit, portfolio_add, portfolio_edit, portfolio_remove
from groups.views.audit_log import audit_log, audit_log_export
from groups.views.authorities import authority_add, authority_list, authority_remove, participation_answer
from groups.views.checklists import checklist_tick
from groups.views.custody import custody_answer, custody_list
from groups.views.deputyships import (
    deputy_appoint,
    deputyship_confirm,
    deputyship_edit,
    deputyship_end,
    deputyship_move,
)
from groups.views.governance import governance_detail, governance_edit
from groups.views.groups import group_create
from groups.views.member_imports import member_import, member_import_check, member_import_template
from groups.views.memberships import (
    factor_reset,
    factor_reset_answer,
    member_invite,
    member_list,
    membership_confirm,
    membership_detail,
    membership_edit,
    membership_end,
)
from groups.views.readers import annex_readers, standing_item_readers
from groups.views.reviews import access_review
from groups.views.rights import reading_list, rights_detail
from groups.views.standing_items import standing_item_add, standing_item_edit, standing_item_list
from groups.views.statements import statement_change
from groups.views.subgroups import subgroup_close, subgroup_create, subgroup_renew
from groups.views.terms import (
    terms_begin,
    terms_compare,
    terms_detail,
    terms_export,
    terms_export_list,
    terms_list,
    terms_put,
    terms_rules_edit,
    terms_section_edit,
    terms_version,
    terms_withdraw,
)
from groups.views.terms_agreement import terms_adopt, terms_answer, terms_objection_answer
from groups.views.undertakings import undertaking_accept, undertaking_change

__all__ = [
    "access_review",
    "portfolio_remove",
    "portfolio_edit",
    "portfolio_add",
    "area_standing_edit",
    "area_list",
    "terms_answer",
    "terms_adopt",
    "terms_objection_answer",
    "terms_withdraw",
    "terms_version",
    "terms_rules_edit",
    "terms_put",
    "terms_list",
    "terms_compare",
    "terms_begin",
    "annex_add",
    "annex_detail",
    "annex_edit",
    "annex_readers",
    "annex_withdraw",
    "audit_log",
    "audit_log_export",
    "authority_add",
    "authority_list",
    "authority_remove",
    "checklist_tick",
    "custody_answer",
    "custody_list",
    "deputy_appoint",
    "deputyship_confirm",
    "deputyship_edit",
    "deputyship_end",
    "deputyship_move",
    "factor_reset",
    "factor_reset_answer",
    "governance_detail",
    "governance_edit",
    "group_create",
    "member_import",
    "member_import_check",
    "member_import_template",
    "member_invite",
    "member_list",
    "membership_confirm",
    "membership_detail",
    "membership_edit",
    "membership_end",
    "participation_answer",
    "reading_list",
    "rights_detail",
    "standing_item_add",
    "standing_item_edit",
    "standing_item_list",
    "standing_item_readers",
    "subgroup_close",
    "subgroup_create",
    "subgroup_renew",
    "terms_detail",
    "terms_export",
    "terms_export_list",
    "terms_section_edit",
    "statement_change",
    "undertaking_accept",
    "undertaking_change",
]
