from groups.forms.custody import NewReaderForm
from groups.forms.groups import AcceptUndertakingForm, CreateGroupForm
from groups.forms.seats import (
    AppointDeputyForm,
    ConfirmForm,
    ConfirmMembershipForm,
    EditMembershipForm,
    EndForm,
    InviteMemberForm,
    PersonForm,
)
from groups.forms.standing_items import AddStandingItemForm, EditStandingItemForm
from groups.forms.terms import TermsSectionForm

__all__ = [
    "AcceptUndertakingForm",
    "AddStandingItemForm",
    "AppointDeputyForm",
    "ConfirmForm",
    "ConfirmMembershipForm",
    "CreateGroupForm",
    "EditMembershipForm",
    "EditStandingItemForm",
    "EndForm",
    "InviteMemberForm",
    "NewReaderForm",
    "PersonForm",
    "TermsSectionForm",
]
