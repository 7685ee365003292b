from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.models import Membership
from groups.saving_forms import SavesMixin
from groups.services.subgroups import ENDS_TOO_SOON
from lib.forms import DateField, GovForm, LineField, PublicIdChoiceField, TextField


class RenewSubgroupForm(SavesMixin, GovForm):
    submit = "Renew the subgroup"
    ends_on = DateField(
        label="When it is to end",
        called="The end",
        missing="Enter when it is to end",
        help_text="Its chair and its sponsor are reminded 28 days before. For example, 27 3 2027",
    )

    def clean_ends_on(self):
        if self.cleaned_data["ends_on"] <= timezone.localdate():
            raise ValidationError(ENDS_TOO_SOON)
        return self.cleaned_data["ends_on"]


class CreateSubgroupForm(RenewSubgroupForm):
    submit = "Create the subgroup"
    name = LineField(
        label="Name of the subgroup",
        called="Name",
        missing="Enter the name of the subgroup",
        max_length=120,
        help_text="Everybody in this group sees it. For example, Vehicle mitigation project",
    )
    purpose = TextField(
        label="Its purpose",
        called="The purpose",
        missing="Enter what it is for",
        max_length=300,
        rows=3,
        help_text="One matter, in a sentence. Everybody in this group sees it, and it begins the subgroup’s terms",
    )
    sponsor = PublicIdChoiceField(
        label="Its sponsor",
        called="Sponsor",
        missing="Choose who speaks for it in this group",
        queryset=Membership.objects.none(),
        help_text="A member of this group, who speaks for it here",
    )
    field_order = ["name", "purpose", "sponsor", "ends_on"]

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].queryset = group.memberships.active().order_by("name")


class CloseSubgroupForm(SavesMixin, GovForm):
    submit = "Close the subgroup"
