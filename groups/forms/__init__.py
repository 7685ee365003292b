from groups.forms.groups import AcceptUndertakingForm, CreateGroupForm
from groups.forms.seats import (
    AppointDeputyForm,
    ConfirmForm,
    ConfirmMembershipForm,
    EditMembershipForm,
    EndForm,
    InviteMemberForm,
)
from groups.forms.standing_items import StandingItemForm
from groups.forms.terms import TermsSectionForm

__all__ = [
    "AcceptUndertakingForm",
    "AppointDeputyForm",
    "ConfirmForm",
    "ConfirmMembershipForm",
    "CreateGroupForm",
    "EditMembershipForm",
    "EndForm",
    "InviteMemberForm",
    "StandingItemForm",
    "TermsSectionForm",
]
