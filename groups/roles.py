"""The policy, part one: what a role gives in its group. Pure data; docs/access.md shows it to its owners."""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    CHAIR = "chair", "Chair"
    DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
    SECRETARY = "secretary", "Secretary"
    MEMBER = "member", "Member"
    ADVISER = "adviser", "Adviser"
    OBSERVER = "observer", "Observer"
    CONTEXT_ONLY = "context_only", "For context only"
    ADMINISTRATOR = "administrator", "Administrator"
    SENIOR_OWNER = "senior_owner", "Senior owner"
    AUDITOR = "auditor", "Auditor"


SEAT_ROLES = [
    Role.CHAIR,
    Role.DEPUTY_CHAIR,
    Role.SECRETARY,
    Role.MEMBER,
    Role.ADVISER,
    Role.OBSERVER,
    Role.CONTEXT_ONLY,
]
OFFICE_ROLES = [Role.ADMINISTRATOR, Role.SENIOR_OWNER, Role.AUDITOR]
STOOD_IN_FOR_ONLY_IF_EMPOWERED = {Role.CHAIR, Role.SECRETARY}


class Permission(StrEnum):
    VIEW_GROUP = "view_group"
    MANAGE_MEMBERS = "manage_members"
    ANSWER_CHECKS = "answer_checks"
    CONFIRM_MEMBERS = "confirm_members"
    ARRANGE_GROUP = "arrange_group"  # which authorities take part, and its subgroups
    NOMINATE_DEPUTY = "nominate_deputy"
    EDIT_TERMS = "edit_terms"
    PUT_TERMS_TO_MEMBERS = "put_terms_to_members"
    AGREE_TERMS = "agree_terms"
    ADOPT_TERMS = "adopt_terms"
    EXPORT_TERMS = "export_terms"
    SCHEDULE_MEETINGS = "schedule_meetings"
    MANAGE_STANDING_ITEMS = "manage_standing_items"
    EDIT_AGENDA = "edit_agenda"
    FILE_CONTRIBUTION = "file_contribution"
    RUN_MEETING = "run_meeting"
    RECORD_ATTENDANCE = "record_attendance"
    EDIT_MINUTES = "edit_minutes"
    CIRCULATE_MINUTES = "circulate_minutes"
    PROPOSE_CORRECTION = "propose_correction"
    APPROVE_MINUTES = "approve_minutes"
    SET_AUDIENCE = "set_audience"
    NAME_READERS = "name_readers"
    VIEW_READERS = "view_readers"
    INVITE_GUEST = "invite_guest"
    RESTORE_CUSTODY = "restore_custody"  # of what has no reader left; chair and senior owner only together
    RAISE_ACTIONS = "raise_actions"
    UPDATE_OWN_ACTIONS = "update_own_actions"
    EDIT_ACTIONS = "edit_actions"
    CLOSE_ACTIONS = "close_actions"
    ESCALATE = "escalate"
    ANSWER_ESCALATION = "answer_escalation"
    ANSWER_CRITERIA = "answer_criteria"
    LEAD_ASSESSMENT = "lead_assessment"
    MODERATE_ASSESSMENT = "moderate_assessment"
    CLOSE_ASSESSMENT = "close_assessment"
    VIEW_RESULTS = "view_results"
    WRITE_REPORT = "write_report"
    APPROVE_REPORT = "approve_report"
    EXPORT_RECORDS = "export_records"
    VIEW_AUDIT = "view_audit"  # of the authority


P = Permission

# A column of the policy's table each. A permission is added here in the change that first uses it.
ROLE_PERMISSIONS = {
    Role.CHAIR: set(Permission) - {P.ARRANGE_GROUP, P.ANSWER_ESCALATION, P.MODERATE_ASSESSMENT, P.VIEW_AUDIT},
    Role.DEPUTY_CHAIR: {
        P.VIEW_GROUP,
        P.NOMINATE_DEPUTY,
        P.AGREE_TERMS,
        P.EXPORT_TERMS,
        P.EDIT_AGENDA,
        P.FILE_CONTRIBUTION,
        P.PROPOSE_CORRECTION,
        P.RUN_MEETING,
        P.RECORD_ATTENDANCE,
        P.APPROVE_MINUTES,
        P.SET_AUDIENCE,
        P.NAME_READERS,
        P.VIEW_READERS,
        P.INVITE_GUEST,
        P.RAISE_ACTIONS,
        P.UPDATE_OWN_ACTIONS,
        P.CLOSE_ACTIONS,
        P.ESCALATE,
        P.ANSWER_CRITERIA,
        P.VIEW_RESULTS,
        P.APPROVE_REPORT,
        P.EXPORT_RECORDS,
    },
    Role.SECRETARY: {
        P.VIEW_GROUP,
        P.MANAGE_MEMBERS,
        P.ANSWER_CHECKS,
        P.CONFIRM_MEMBERS,
        P.NOMINATE_DEPUTY,
        P.EDIT_TERMS,
        P.PUT_TERMS_TO_MEMBERS,
        P.AGREE_TERMS,
        P.EXPORT_TERMS,
        P.SCHEDULE_MEETINGS,
        P.MANAGE_STANDING_ITEMS,
        P.EDIT_AGENDA,
        P.FILE_CONTRIBUTION,
        P.PROPOSE_CORRECTION,
        P.RUN_MEETING,
        P.RECORD_ATTENDANCE,
        P.EDIT_MINUTES,
        P.CIRCULATE_MINUTES,
        P.SET_AUDIENCE,
        P.NAME_READERS,
        P.VIEW_READERS,
        P.INVITE_GUEST,
        P.RAISE_ACTIONS,
        P.UPDATE_OWN_ACTIONS,
        P.EDIT_ACTIONS,
        P.ANSWER_CRITERIA,
        P.LEAD_ASSESSMENT,
        P.VIEW_RESULTS,
        P.WRITE_REPORT,
        P.EXPORT_RECORDS,
    },
    Role.MEMBER: {
        P.VIEW_GROUP,
        P.NOMINATE_DEPUTY,
        P.AGREE_TERMS,
        P.EXPORT_TERMS,
        P.FILE_CONTRIBUTION,
        P.PROPOSE_CORRECTION,
        P.RAISE_ACTIONS,
        P.UPDATE_OWN_ACTIONS,
        P.ANSWER_CRITERIA,
    },
    Role.ADVISER: {
        P.VIEW_GROUP,
        P.NOMINATE_DEPUTY,
        P.AGREE_TERMS,
        P.EXPORT_TERMS,
        P.FILE_CONTRIBUTION,
        P.PROPOSE_CORRECTION,
        P.RAISE_ACTIONS,
        P.UPDATE_OWN_ACTIONS,
        P.ANSWER_CRITERIA,
        P.MODERATE_ASSESSMENT,
        P.VIEW_RESULTS,
    },
    Role.OBSERVER: {P.VIEW_GROUP, P.EXPORT_TERMS},
    Role.CONTEXT_ONLY: {P.VIEW_GROUP, P.EXPORT_TERMS, P.FILE_CONTRIBUTION},
    Role.ADMINISTRATOR: {
        P.VIEW_GROUP,
        P.MANAGE_MEMBERS,
        P.ANSWER_CHECKS,
        P.ARRANGE_GROUP,
        P.EDIT_TERMS,
        P.PUT_TERMS_TO_MEMBERS,
        P.EXPORT_TERMS,
        P.SCHEDULE_MEETINGS,
        P.MANAGE_STANDING_ITEMS,
    },
    Role.SENIOR_OWNER: {
        P.VIEW_GROUP,
        P.EXPORT_TERMS,
        P.RESTORE_CUSTODY,
        P.ANSWER_ESCALATION,
        P.VIEW_RESULTS,
    },
    Role.AUDITOR: {P.VIEW_AUDIT},
}

# Held in an authority: it opens none of the groups that the authority leads
OF_AN_AUTHORITY = {Permission.VIEW_AUDIT}
READ_THE_LOG = [role for role in OFFICE_ROLES if Permission.VIEW_AUDIT in ROLE_PERMISSIONS[role]]
# Who has custody: of things for named readers, one reader at least keeps the record
KEEP_THE_RECORD = [role for role, given in ROLE_PERMISSIONS.items() if Permission.EDIT_MINUTES in given]
# Of whose seats each version of the terms asks a voice
AGREE_THE_TERMS = [role for role in SEAT_ROLES if Permission.AGREE_TERMS in ROLE_PERMISSIONS[role]]
