from groups.models.annex import TermsAnnex, TermsAnnexReader, TermsAnnexText
from groups.models.authority import STATUTORY_KINDS, Authority, Office, Organisation, OrganisationKind
from groups.models.check_answer import CheckAnswer
from groups.models.checklist import ChecklistTick
from groups.models.commission import Commission
from groups.models.factor_reset import FactorReset
from groups.models.governance import Governance
from groups.models.group import PAPG, BusinessArea
from groups.models.log_export import LogExport
from groups.models.member_import import MemberImport
from groups.models.membership import Deputyship, Membership
from groups.models.move import GroupMove
from groups.models.participation import Participation
from groups.models.portfolio import AreaStanding, Portfolio
from groups.models.rules import RULES, Rules
from groups.models.sensitive import Audience, Marking, NamedReader, Sensitive
from groups.models.standing import AgendaLine, Purpose, StandingItem
from groups.models.terms import TermsSection, TermsSectionText, TermsVersion
from groups.models.terms_answer import TermsAnswer, TermsReply
from groups.models.undertaking import Acceptance, Undertaking
from groups.models.widening import Widening

__all__ = [
    "PAPG",
    "RULES",
    "STATUTORY_KINDS",
    "Acceptance",
    "AgendaLine",
    "AreaStanding",
    "Audience",
    "Authority",
    "BusinessArea",
    "CheckAnswer",
    "ChecklistTick",
    "Commission",
    "Deputyship",
    "FactorReset",
    "Governance",
    "GroupMove",
    "LogExport",
    "Marking",
    "MemberImport",
    "Membership",
    "NamedReader",
    "Office",
    "Organisation",
    "OrganisationKind",
    "Portfolio",
    "Participation",
    "Purpose",
    "Rules",
    "Sensitive",
    "StandingItem",
    "TermsAnnex",
    "TermsAnnexReader",
    "TermsAnnexText",
    "TermsAnswer",
    "TermsReply",
    "TermsSection",
    "TermsSectionText",
    "TermsVersion",
    "Undertaking",
    "Widening",
]
