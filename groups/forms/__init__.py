from groups.forms.annexes import AddAnnexForm, EditAnnexForm, WithdrawAnnexForm
from groups.forms.areas import AddPortfolioForm, AreaStandingForm, EditPortfolioForm, RemovePortfolioForm
from groups.forms.audit_log import AuditLogForm
from groups.forms.authorities import AddAuthorityForm, RemoveAuthorityForm
from groups.forms.check_answers import AnswerCheckForm
from groups.forms.custody import NewReaderForm
from groups.forms.governance import GovernanceForm
from groups.forms.groups import CreateGroupForm
from groups.forms.member_imports import InviteListForm, UploadListForm, read_rows
from groups.forms.reviews import ReviewForm
from groups.forms.seats import (
    AppointDeputyForm,
    ConfirmForm,
    ConfirmMembershipForm,
    EditDeputyshipForm,
    EditMembershipForm,
    EndForm,
    FactorResetForm,
    InviteMemberForm,
    PersonForm,
)
from groups.forms.standing_items import AddStandingItemForm, EditStandingItemForm
from groups.forms.statements import ChangeStatementForm
from groups.forms.subgroups import CloseSubgroupForm, CreateSubgroupForm, RenewSubgroupForm
from groups.forms.terms import (
    AdoptTermsForm,
    AnswerObjectionForm,
    AnswerTermsForm,
    PutTermsForm,
    TermsRulesForm,
    TermsSectionForm,
    WithdrawTermsForm,
)
from groups.forms.undertakings import AcceptUndertakingForm, ChangeUndertakingForm

__all__ = [
    "AnswerCheckForm",
    "RemovePortfolioForm",
    "EditPortfolioForm",
    "AreaStandingForm",
    "AddPortfolioForm",
    "WithdrawTermsForm",
    "TermsRulesForm",
    "PutTermsForm",
    "AnswerTermsForm",
    "AnswerObjectionForm",
    "AdoptTermsForm",
    "AcceptUndertakingForm",
    "AddAnnexForm",
    "AddAuthorityForm",
    "AddStandingItemForm",
    "AppointDeputyForm",
    "AuditLogForm",
    "ChangeStatementForm",
    "ChangeUndertakingForm",
    "CloseSubgroupForm",
    "ConfirmForm",
    "ConfirmMembershipForm",
    "CreateGroupForm",
    "CreateSubgroupForm",
    "EditAnnexForm",
    "EditDeputyshipForm",
    "EditMembershipForm",
    "EditStandingItemForm",
    "EndForm",
    "FactorResetForm",
    "GovernanceForm",
    "InviteListForm",
    "InviteMemberForm",
    "NewReaderForm",
    "PersonForm",
    "ReviewForm",
    "RemoveAuthorityForm",
    "RenewSubgroupForm",
    "TermsSectionForm",
    "WithdrawAnnexForm",
    "UploadListForm",
    "read_rows",
]
